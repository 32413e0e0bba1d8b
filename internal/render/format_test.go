package render_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/table"
	plain "malaga/internal/text"
)

func names() []string {
	var all []string
	for _, c := range columns {
		all = append(all, c.Name)
	}
	return all
}

// Controls are escaped, everything else is as it is in the cells.
func TestCSVReadBackIsTheCells(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 1))
	for range 300 {
		in := rows(r, 1+r.IntN(6), slices.Concat(pieces, controls))
		got, err := csv.NewReader(strings.NewReader(written(t, render.CSV, table.Of(columns, in), render.Options{}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := append([][]string{names()}, plainCells(in)...)
		for _, row := range want {
			for i := range row {
				row[i] = strings.ReplaceAll(row[i], "\r\n", "\n") // as the reader of the standard library does
				row[i] = string(plain.EscapeControls([]byte(row[i])))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	}
}

func TestCSVQuotesAsItMust(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain": "plain", "a,b": `"a,b"`, `say "x"`: `"say ""x"""`, "a\nb": "\"a\nb\"", "a\rb": "\"a\rb\"", " x": `" x"`, "x ": `"x "`, "": "", "a;b|c\td": "a;b|c\td", "é": "é", "'": "'",
	} {
		got := written(t, render.CSV, table.Of([]table.Column{{Name: "a"}, {Name: "b"}}, []table.Row{{rawjson.Quote(text), []byte("1")}}), render.Options{})
		if got != "a,b\n"+want+",1\n" {
			t.Errorf("%q gives %q", text, got)
		}
	}
}

// A line without anything on it would be passed over by readers.
func TestARowOfOneAbsentCellIsStillARowOfCSV(t *testing.T) {
	t.Parallel()
	got := written(t, render.CSV, table.Of([]table.Column{{Name: "note"}}, []table.Row{{nil}, {rawjson.Quote("x")}, {nil}}), render.Options{})
	all, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if diff := cmp.Diff([][]string{{"note"}, {""}, {"x"}, {""}}, all); diff != "" || err != nil {
		t.Errorf("%q: %v\n%s", got, err, diff)
	}
}

func TestTSVUnescapedIsTheCells(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 2))
	unescape := func(s string) string { // Go's escapes, of which TSV uses a part
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
		if err != nil {
			t.Errorf("%q: %v", s, err)
		}
		return text
	}
	for range 300 {
		in := rows(r, 1+r.IntN(6), slices.Concat(pieces, controls))
		out := written(t, render.TSV, table.Of(columns, in), render.Options{})
		var got [][]string
		for line := range strings.SplitSeq(strings.TrimSuffix(out, "\n"), "\n") {
			fields := strings.Split(line, "\t")
			for i := range fields {
				fields[i] = unescape(fields[i])
			}
			got = append(got, fields)
		}
		if diff := cmp.Diff(append([][]string{names()}, plainCells(in)...), got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	}
}

func TestJSONHoldsTheSameValues(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 3))
	for range 300 {
		in := rows(r, r.IntN(6), slices.Concat(pieces, controls))
		want := []map[string]any{}
		for _, row := range in {
			object := map[string]any{}
			for i, cell := range row {
				if cell != nil {
					var v any
					if err := json.Unmarshal(cell, &v); err != nil {
						t.Fatal(err)
					}
					object[columns[i].Name] = v
				}
			}
			want = append(want, object)
		}
		var got []map[string]any
		if err := json.Unmarshal([]byte(written(t, render.JSON, table.Of(columns, in), render.Options{})), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("json (-want +got)\n%s", diff)
		}
		got = []map[string]any{}
		for line := range strings.Lines(written(t, render.JSONL, table.Of(columns, in), render.Options{})) {
			var object map[string]any
			if err := json.Unmarshal([]byte(line), &object); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			got = append(got, object)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("jsonl (-want +got)\n%s", diff)
		}
	}
}

func TestJSONKeepsNumbersAndOrderAsWritten(t *testing.T) {
	t.Parallel()
	in := []table.Row{{rawjson.Quote("a"), nil, []byte("1.50e+2"), []byte("[\n  1 ,\n  {\"b\": 2,\"a\":1}\n]"), nil}}
	const object = `{"id":"a","count":1.50e+2,"list":[1,{"b":2,"a":1}]}`
	for f, want := range map[render.Format]string{render.JSON: "[\n" + object + "\n]\n", render.JSONL: object + "\n"} {
		if diff := cmp.Diff(want, written(t, f, table.Of(columns, in), render.Options{})); diff != "" {
			t.Errorf("%s\n%s", f, diff)
		}
	}
}

func TestEveryFormatOfNoRows(t *testing.T) {
	t.Parallel()
	for f, want := range map[render.Format]string{
		render.JSON: "[]\n", render.JSONL: "", render.IDs: "", render.CSV: "id,title,count,list,note\n", render.TSV: "id\ttitle\tcount\tlist\tnote\n",
		render.Markdown: "| Id | Title | Count | A list of things | Note |\n| --- | --- | ---: | --- | --- |\n",
	} {
		if diff := cmp.Diff(want, written(t, f, table.Of(columns, nil), render.Options{})); diff != "" {
			t.Errorf("%s\n%s", f, diff)
		}
	}
}

// unmark reads a cell of a Markdown table as GitHub shows it.
func unmark(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("\\|*_`[]<>~&", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return strings.NewReplacer("<br>", "\n", "&lt;", "<", "&#36;", "$", "<!-- -->", "", "&amp;", "&").Replace(b.String())
}

// cellsOf splits a row of a Markdown table at the bars that are not escaped.
func cellsOf(line string) []string {
	var cells []string
	start := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			cells = append(cells, strings.TrimSpace(line[start:i]))
			start = i + 1
		}
	}
	return cells[1:]
}

func TestMarkdownShowsTheCells(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 4))
	from := slices.DeleteFunc(slices.Concat(pieces, []string{"\n"}), func(s string) bool { return s == "&amp;" })
	for range 300 {
		in := rows(r, 1+r.IntN(6), from)
		lines := strings.Split(strings.TrimSuffix(written(t, render.Markdown, table.Of(columns, in), render.Options{}), "\n"), "\n")
		var got, want [][]string
		for _, l := range lines[2:] {
			cells := cellsOf(l)
			for i := range cells {
				cells[i] = unmark(cells[i])
			}
			got = append(got, cells)
		}
		for _, row := range plainCells(in) {
			for i := range row {
				row[i] = strings.Trim(row[i], " ") // Markdown does not keep them
			}
			want = append(want, row)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	}
}

func TestMarkdownEscapesMarkup(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a|b": `a\|b`, "*x* _y_": `\*x\* \_y\_`, "`c`": "\\`c\\`", "<script>": "&lt;script>", "[a](b)": `\[a\](b)`, "a\r\nb\rc\nd": "a<br>b<br>c<br>d", `\`: `\\`, "\x1b": `\\x1b`, "\u202e": `\\u202e`,
	} {
		got := written(t, render.Markdown, table.Of([]table.Column{{Title: "T"}}, []table.Row{{rawjson.Quote(text)}}), render.Options{})
		if got != "| T |\n| --- |\n| "+want+" |\n" {
			t.Errorf("%q gives %q", text, got)
		}
	}
}

func TestIDsAreWrittenAlone(t *testing.T) {
	t.Parallel()
	in := []table.Row{{rawjson.Quote("b")}, {rawjson.Quote("a\n::error::")}}
	if diff := cmp.Diff("b\na\\n\\x3a\\x3aerror\\x3a\\x3a\n", written(t, render.IDs, table.Of(columns[:1], in), render.Options{})); diff != "" {
		t.Error(diff)
	}
	if _, err := render.Write(&full{}, render.IDs, table.Of(columns[1:], nil), render.Options{}); err == nil || err.Error() != "these rows have no ids" {
		t.Errorf("%v", err)
	}
}

func TestEscapedOutputDoesNothingToATerminal(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	for _, f := range []render.Format{render.Table, render.CSV, render.TSV, render.JSON, render.JSONL, render.Markdown, render.IDs} {
		for range 100 {
			out := written(t, f, table.Of(columns, rows(r, 4, slices.Concat(pieces, controls))), render.Options{Escape: true, Width: 60})
			for _, c := range out {
				if c != '\n' && c != '\t' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u2028') {
					t.Fatalf("%s: %U in %q", f, c, out)
				}
			}
		}
	}
}

// Wherever the place to write to fails, the error comes back: an output is never cut in silence.
func TestAFailingWriterIsReportedByEveryFormat(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for _, format := range render.RowFormats() {
		f := format.Name
		small := table.Of(columns, rows(r, 3, pieces))
		size := len(written(t, f, small, render.Options{Width: 80}))
		for room := 0; room < size; room += 11 {
			if _, err := render.Write(&full{room}, f, small, render.Options{Width: 80}); !errors.Is(err, errFull) {
				t.Fatalf("%s with room for %d bytes: %v", f, room, err)
			}
		}
		large := table.Of(columns, rows(r, 800, pieces))
		size = len(written(t, f, large, render.Options{Width: 80}))
		for room := 0; room < size; room += size/7 + 1 {
			if _, err := render.Write(&full{room}, f, large, render.Options{Width: 80}); !errors.Is(err, errFull) {
				t.Fatalf("%s with room for %d of %d bytes: %v", f, room, size, err)
			}
		}
	}
}

func TestAnErrorOfTheRowsIsReportedByEveryFormat(t *testing.T) {
	t.Parallel()
	boom := errors.New("the data are gone")
	broken := table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		if yield(table.Row{rawjson.Quote("a"), nil, nil, nil, nil}, nil) {
			yield(nil, boom)
		}
	}}
	for _, format := range render.RowFormats() {
		f := format.Name
		if _, err := render.Write(&full{1 << 20}, f, broken, render.Options{}); !errors.Is(err, boom) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func BenchmarkCSV(b *testing.B) {
	in := table.Of(columns, rows(rand.New(rand.NewPCG(5, 7)), 5000, pieces))
	b.SetBytes(int64(len(written(b, render.CSV, in, render.Options{}))))
	for b.Loop() {
		if _, err := render.Write(&full{1 << 30}, render.CSV, in, render.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(5000*b.N)/b.Elapsed().Seconds(), "records/s")
}
