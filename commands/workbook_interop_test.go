//go:build interop

package commands_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// grids are the sheets of a workbook as texts, by name.
type grids map[string][][]string

// readers are the programs that must read a workbook alike. Each gives its sheets.
var readers = map[string]func(t *testing.T, file string) grids{
	"openpyxl": func(t *testing.T, file string) grids {
		t.Helper()
		return asJSON(t, "/usr/bin/python3", "-W", "error", "-c", openpyxl, file)
	},
	"SheetJS": func(t *testing.T, file string) grids {
		t.Helper()
		return asJSON(t, "node", "-e", sheetJS, file)
	},
	"LibreOffice": libreOffice,
}

const openpyxl = `
import sys, json, datetime, openpyxl
from openpyxl.utils.escape import unescape
def text(v):
    if v is None: return ''
    if isinstance(v, datetime.datetime): return v.strftime('%Y-%m-%d')
    return unescape(v) if isinstance(v, str) else str(v)
book = openpyxl.load_workbook(sys.argv[1])
for ws in book.worksheets:
    for row in ws.iter_rows():
        for cell in row:
            link = cell.hyperlink
            if link and link.location:
                name = link.location.rsplit('!', 1)[0].strip("'").replace("''", "'")
                assert name in book.sheetnames, link.location
            elif link:
                assert link.target.startswith('http'), link.target
json.dump({ws.title: [[text(c) for c in row] for row in ws.iter_rows(values_only=True)] for ws in book.worksheets}, sys.stdout)
`

const sheetJS = `
const XLSX = require('xlsx'), book = XLSX.readFile(process.argv[1], {dateNF: 'yyyy-mm-dd'}), all = {};
for (const name of book.SheetNames) all[name] = XLSX.utils.sheet_to_json(book.Sheets[name], {header: 1, raw: false, defval: '', blankrows: true});
process.stdout.write(JSON.stringify(all));
`

// run gives what a program prints; a program that is not there skips the test.
func printed(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(os.Getenv("MALAGA_NODE_PATH"), "node_modules"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, stderr.Bytes())
	}
	return out
}

func asJSON(t *testing.T, name string, args ...string) grids {
	t.Helper()
	g := grids{}
	if err := json.Unmarshal(printed(t, name, args...), &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// libreOffice converts every sheet to CSV.
func libreOffice(t *testing.T, file string) grids {
	t.Helper()
	dir := t.TempDir()
	const allSheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
	printed(t, "soffice", "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--convert-to", allSheets, "--outdir", dir, file)
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatal("LibreOffice wrote no sheets", err)
	}
	g := grids{}
	prefix := strings.TrimSuffix(filepath.Base(file), ".xlsx") + "-"
	for _, f := range files {
		g[strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), prefix), ".csv")] = csvFile(t, f)
	}
	return g
}

func csvFile(t *testing.T, name string) [][]string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows
}

// packaged is a directory of CSV files, and the titles of their columns from datapackage.json.
type packaged struct {
	dir       string
	Resources []struct {
		Name, Title, Path string
		Schema            struct {
			Fields []struct{ Name, Title string }
		}
	}
}

func exportCSV(t *testing.T, data, lists string) packaged {
	t.Helper()
	p := packaged{dir: filepath.Join(t.TempDir(), "csv")}
	if code, _, stderr := run(t, nil, "export", "csv", "--data", data, "--lists", lists, "-o", p.dir); code != 0 {
		t.Fatal(stderr)
	}
	b, err := os.ReadFile(filepath.Join(p.dir, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOtherProgramsReadTheWorkbookAsTheCSV(t *testing.T) {
	t.Parallel()
	hostile := filepath.Join(t.TempDir(), "hostile.json")
	if err := os.WriteFile(hostile, hostileData(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"real": filepath.Join("..", "dataset", "malaga-2022"), "hostile": hostile} {
		for reader, read := range readers {
			t.Run(name+" "+reader, func(t *testing.T) {
				t.Parallel()
				file := filepath.Join(t.TempDir(), "book.xlsx")
				if code, _, stderr := run(t, nil, "export", "xlsx", "--data", data, "-o", file); code != 0 {
					t.Fatal(stderr)
				}
				sheets := read(t, file)
				compared := 0
				for _, lists := range []string{"join", "rows"} {
					p := exportCSV(t, data, lists)
					for _, r := range p.Resources {
						if sheet := sheets[r.Title]; sheet != nil && (lists == "join") != strings.Contains(" sources variants organisers speakers attendance contributors ", " "+r.Name+" ") {
							titles := map[string]string{}
							for _, f := range r.Schema.Fields {
								titles[f.Name] = f.Title
							}
							compared += compare(t, sheets, r.Title, sheet, csvFile(t, filepath.Join(p.dir, r.Path)), titles)
						}
					}
				}
				if name == "real" && compared < 3000 {
					t.Errorf("only %d cells compared", compared)
				}
			})
		}
	}
}

// compare compares the cells of a sheet with those of a CSV, column by column, and counts them.
func compare(t *testing.T, all grids, name string, sheet, file [][]string, titles map[string]string) (cells int) {
	t.Helper()
	codes := map[string]string{} // by column and title
	for _, row := range all["Codes"] {
		if len(row) > 3 && row[0] == name {
			codes[row[1]+"\x00"+row[3]] = row[2]
		}
	}
	entries := strings.NewReplacer("; ", "|", "\n", "|")                                                                // of lists
	lines := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\ufffd", "?", `\x01`, "?", `\x0b`, "?", `\u202e`, "\u202e") // which CSV escapes
	for column, field := range file[0] {
		at := slices.Index(sheet[0], titles[field]+" (id)")
		if at < 0 {
			at = slices.Index(sheet[0], titles[field])
		}
		for i, row := range file[1:] {
			got := ""
			if at >= 0 && i+1 < len(sheet) && at < len(sheet[i+1]) { // a column without values is left out
				got = sheet[i+1][at]
			}
			want := row[column]
			if at >= 0 && got != want {
				var back []string
				for _, title := range strings.Split(got, "\n") {
					code, ok := codes[titles[field]+"\x00"+title]
					if !ok {
						code = title
					}
					back = append(back, code)
				}
				got = strings.Join(back, "\n")
			}
			if field == "table" { // whose name for people the workbook has
				got = strings.ReplaceAll(strings.ToLower(got), " ", "_")
			}
			if beginning, _, cut := strings.Cut(got, " … [cut here"); cut && strings.HasPrefix(want, beginning) && len(beginning) > 30_000 {
				continue
			}
			if got, want := entries.Replace(lines.Replace(got)), entries.Replace(lines.Replace(want)); got != want && titles[field] != "Variants" && titles[field] != "Sources" && titles[field] != "Speakers" && titles[field] != "Organisers" && titles[field] != "Attendance" && titles[field] != "Contributors" {
				t.Errorf("%s, row %d, %s: %.80q, not %.80q", name, i+1, field, got, want)
			}
			cells++
		}
	}
	return cells
}

// hostileData is a dataset with texts that programs like to take for something else.
func hostileData(t *testing.T) []byte {
	t.Helper()
	var records []string
	for i, s := range []string{
		"=cmd|'/C calc'!A0", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "00123", "1E5", "3-4", "MAR1", "TRUE", "12345678901234567890",
		"سلام عليكم", "\u202eabc", "😀 👩‍👩‍👧 🇪🇸", "a\rb", "a\r\nb", "a\nb", " spaces ", "_x000D_", "Reserve_x6904_2", "<&>\"'", "#N/A", "\x01\x0b",
		strings.Repeat("é", 32767), strings.Repeat("é", 32768), strings.Repeat("x", 32767), "2022-05-10", "1/2",
	} {
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, fmt.Sprintf(`{"id": "thm-%02d", "label": "L%d", "definition": %s}`, i, i, b))
	}
	return []byte(`{"themes": [` + strings.Join(records, ",\n") + `]}`)
}

// TestChartsAreWhole looks at the charts as the package has them: each has a title, two axes without titles, and data
// that are there.
func TestChartsAreWhole(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "book.xlsx")
	if code, _, stderr := run(t, nil, "export", "xlsx", "-o", file); code != 0 {
		t.Fatal(stderr)
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	charts := 0
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "xl/charts/chart") {
			continue
		}
		charts++
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(b, []byte("<c:title>")) + bytes.Count(b, []byte("<title>")); n != 1 {
			t.Errorf("%s has %d titles", f.Name, n)
		}
		for _, want := range []string{"catAx>", "valAx>", "!$A$", "!$B$"} {
			if !bytes.Contains(b, []byte(want)) {
				t.Errorf("%s has no %s", f.Name, want)
			}
		}
	}
	if charts != 3 {
		t.Errorf("%d charts", charts)
	}
	if sheets := asJSON(t, "/usr/bin/python3", "-W", "error", "-c", openpyxl, file); !regexp.MustCompile(`^[0-9]+$`).MatchString(sheets["Summary"][10][1]) {
		t.Errorf("no number in %q", sheets["Summary"][10])
	}
}
