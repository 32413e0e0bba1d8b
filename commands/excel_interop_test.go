//go:build interop

package commands_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// LibreOffice reads a CSV file for Excel, in several languages and with all its recognition of numbers and dates, and gives
// each text back as it was, once one apostrophe is removed from those that begin with one.
func TestLibreOfficeKeepsTextsOfCSVForExcel(t *testing.T) {
	t.Parallel()
	texts := []string{
		"16.10", "00123", "3-4", "1e5", "2022-05", "2022-05-10", "2022", "1/2", "1 1/2", "10-May", "Mar-22", "May 2022", "10 May 2022", "5 mayo 2022",
		"3. März 2022", "5 mai 2022", "10:30", "10:30 am", "10 a", "5%", "5,5", "1.2.3", "$5", "5 €", "EUR 5", "TRUE", "false", "WAHR", "verdadero", "(5)",
		"1,234", "1 234", "12345678901234567", "'16.10", "'x", "''", "#N/A", "2022-05-10T10:30:00Z", "１２", "2022年5月10日", "=1+1", "+x", "-5", "@x",
		"10–11", "Session 1", "16.a", "Q1 2022", "½", "5th", "Málaga, \"x\"; y", " 7 ", "1.",
	}
	var themes []string
	for _, s := range texts {
		themes = append(themes, string(rawjson.Object([]rawjson.Pair{{"id", table.String("thm-x")}, {"label", table.String(s)}})))
	}
	data := filepath.Join(t.TempDir(), "data.json")
	if err := os.WriteFile(data, []byte(`{"themes":[`+strings.Join(themes, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, flags := range [][]string{nil, {"--delimiter", "semicolon"}, {"--delimiter", "tab"}} {
		file := filepath.Join(t.TempDir(), "themes.csv")
		args := append([]string{"export", "csv", "themes", "--data", data, "--for", "excel", "-o", file}, flags...)
		if code, _, stderr := run(t, nil, args...); code != 0 || !strings.Contains(stderr, "label (") {
			t.Fatal(stderr)
		}
		delimiter := "44"
		if flags != nil {
			delimiter = map[string]string{"semicolon": "59", "tab": "9"}[flags[1]]
		}
		for _, language := range []string{"1033", "1031", "3082", "1036"} { // English, German, Spanish, French
			dir := t.TempDir()
			printed(t, "soffice", "-env:UserInstallation=file://"+t.TempDir(), "--headless",
				"--infilter=CSV:"+delimiter+",34,76,1,,"+language+",false,true,false", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", dir, file)
			var got []string
			for _, row := range readers["openpyxl"](t, filepath.Join(dir, "themes.xlsx"))["themes"][1:] {
				got = append(got, strings.TrimPrefix(row[1], "'"))
			}
			if diff := cmp.Diff(texts, got); diff != "" {
				t.Errorf("%s, %v (-want +got)\n%s", language, flags, diff)
			}
		}
	}
}
