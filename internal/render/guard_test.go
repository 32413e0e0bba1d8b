package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/table"
)

// guarded writes one cell for spreadsheets and returns its text, and what was reported.
func guarded(t *testing.T, column table.Column, cell []byte) (string, []render.Guarded) {
	t.Helper()
	column.Name = "c"
	var b strings.Builder
	rows := table.Of([]table.Column{{Name: "id"}, column}, []table.Row{{table.String("x"), cell}})
	result, err := render.Write(&b, render.CSV, rows, render.Options{Excel: true})
	if err != nil {
		t.Fatal(err)
	}
	field := strings.TrimSuffix(strings.TrimPrefix(b.String(), "\ufeffid,c\r\nx,"), "\r\n")
	if strings.HasPrefix(field, `"`) {
		field = strings.ReplaceAll(field[1:len(field)-1], `""`, `"`)
	}
	return field, result.Guarded
}

// Texts that a spreadsheet would run or read as something else get an apostrophe, and no others.
func TestTextsStayTextsInASpreadsheet(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"=1+1", "+1", "-x", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", // formulas
		"'=1", "''x", "'Tis", // guards
		"16.10", "00123", "7", "1e5", "1E+05", "5.e-3", ".5", "1.", "1,234", "1 234", "1'234", "12345678901234567", "１２", "٣", " 16.10 ", // numbers
		"5%", "$5", "5 €", "EUR 5", "(5)", "1/2", "1 1/2", // amounts and fractions
		"2022-05", "2022-05-10", "3-4", "10/5/22", "1.2.3", "10-May", "Mar-22", "May 2022", "10 mayo 2022", "3. März", "5 févr. 2022", "2022年5月10日",
		"Tuesday, May 10, 2022", "2022-05-10T10:30:00Z", // dates
		"10:30", "10:30 am", "10:30PM", "10 a", "1:02:03.5", // times
		"TRUE", "false", "Wahr", "verdadero", "#N/A", "#ref!", // constants
	} {
		got, report := guarded(t, table.Column{}, table.String(s))
		if got != "'"+s || !cmp.Equal(report, []render.Guarded{{Column: "c", Cells: 1}}) {
			t.Errorf("%q becomes %q, %v", s, got, report)
		}
	}
	for _, s := range []string{
		"", "x", "Session 1", "16.a", "16.b", "Q1 2022", "10–11 May", "A/RES/60/288", "5th", "org-1", "May", "Truth", "1 of 2", "e5", "5e", "10h30", "#1 in a list",
		"17 Mayors", "N/A", "true or false", "16.10; 16.7", strings.Repeat("1", 65), "https://e.org/1",
	} {
		if got, report := guarded(t, table.Column{}, table.String(s)); got != s || report != nil {
			t.Errorf("%q becomes %q, %v", s, got, report)
		}
	}
}

// What the schema calls a number or a date stays one where a spreadsheet keeps it as it is.
func TestNumbersAndDatesStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		column table.Column
		cell   string
		guard  bool
	}{
		{table.Column{Numeric: true}, "-5", false},
		{table.Column{Numeric: true}, "1.50", false},
		{table.Column{Numeric: true}, "123456789012345", false},
		{table.Column{Numeric: true}, "12300000000000000000", false},
		{table.Column{Numeric: true}, "1234567890123456", true},
		{table.Column{Numeric: true}, "-0.1234567890123456e3", true},
		{table.Column{}, "true", false},
		{table.Column{Date: true}, `"2022-05-10"`, false},
		{table.Column{Date: true}, `"2022-05"`, true},
		{table.Column{Date: true}, `"2022"`, true},
		{table.Column{Date: true}, `"1899-12-31"`, true},
		{table.Column{}, `["16.10"]`, true},
		{table.Column{}, `["16.10","16.7"]`, false},
		{table.Column{}, `[5]`, true},
	} {
		got, _ := guarded(t, c.column, []byte(c.cell))
		want := rawjson.Text([]byte(c.cell))
		if strings.HasPrefix(c.cell, "[") {
			want = table.Text([]byte(c.cell))
		}
		if c.guard {
			want = "'" + want
		}
		if got != want {
			t.Errorf("%s becomes %q, not %q", c.cell, got, want)
		}
	}
}

func TestDelimiters(t *testing.T) {
	t.Parallel()
	rows := table.Of([]table.Column{{Name: "id"}, {Name: "t"}}, []table.Row{{table.String("a;b"), table.String("c,d")}, {nil, nil}})
	for word, want := range map[string]string{
		"comma": "id,t\na;b,\"c,d\"\n,\n", "semicolon": "id;t\n\"a;b\";c,d\n;\n", ";": "id;t\n\"a;b\";c,d\n;\n",
		"tab": "id\tt\na;b\tc,d\n\t\n", `\t`: "id\tt\na;b\tc,d\n\t\n", "§": "id§t\na;b§c,d\n§\n",
	} {
		delimiter, err := render.ParseDelimiter(word)
		var b strings.Builder
		if _, wrong := render.Write(&b, render.CSV, rows, render.Options{Delimiter: delimiter}); err != nil || wrong != nil || b.String() != want {
			t.Errorf("%q: %q, %v", word, b.String(), err)
		}
	}
	for _, word := range []string{"", `"`, "\n", "\r", ";;", "semi", "\x00", "\u202e", "e\u0301", "\u0301", "\xff", "\ufeff", `\n`} {
		if d, err := render.ParseDelimiter(word); err == nil {
			t.Errorf("%q gives %q", word, d)
		}
	}
}
