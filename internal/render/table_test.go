package render_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/table"
)

func TestTableIsLaidOutForReading(t *testing.T) {
	t.Parallel()
	in := []table.Row{
		{rawjson.Quote("ses-a"), rawjson.Quote("Human Rights and the Rule of Law"), []byte("400"), []byte(`["thm-a", "thm-b"]`), nil},
		{rawjson.Quote("ses-opening"), rawjson.Quote("Málaga 日本"), []byte("5"), nil, rawjson.Quote("a\nnote")},
	}
	const want = `
Id           Title                             Count  A list of things  Note
───────────────────────────────────────────────────────────────────────────────
ses-a        Human Rights and the Rule of Law    400  thm-a; thm-b
ses-opening  Málaga 日本                           5                    a\nnote
`
	for _, width := range []int{0, 79, 200} {
		if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), written(t, render.Table, table.Of(columns, in), render.Options{Width: width})); diff != "" {
			t.Errorf("width %d (-want +got)\n%s", width, diff)
		}
	}
}

// widest is the width of the widest line.
func widest(s string) int {
	w := 0
	for line := range strings.Lines(s) {
		w = max(w, displaywidth.String(strings.TrimSuffix(line, "\n")))
	}
	return w
}

// clusters are characters that several code points make: tablewriter counts them wider than they are shown.
var clusters = []string{"👩\u200d👩\u200d👦", "🇪🇸", "क्षि"}

func TestNoLineIsWiderThanTheTerminal(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 1))
	for range 600 {
		width := 20 + r.IntN(181)
		in := rows(r, 1+r.IntN(8), without(slices.Concat(pieces, controls), clusters))
		out := written(t, render.Table, table.Of(columns, in), render.Options{Width: width})
		if w := widest(out); w > width {
			t.Fatalf("%d columns, %d are there:\n%s", w, width, out)
		}
	}
}

// Only an id may be wider than the terminal, for it is never cut. Where there is room for one column alone, each field has a
// line.
func TestAnIDIsNeverCut(t *testing.T) {
	t.Parallel()
	id := "side-" + strings.Repeat("long-", 8) + "id"
	in := []table.Row{
		{rawjson.Quote(id), rawjson.Quote("A title that is wrapped"), []byte("12"), []byte(`["` + id + `","thm-b","thm-c"]`), nil},
		{rawjson.Quote("side-b"), nil, nil, nil, rawjson.Quote("x")},
	}
	some := slices.Clone(columns)
	some[3].IDs = true
	for width, want := range map[int]string{
		20: "Id\n" + id + "\nTitle\n  A title that is\n  wrapped\nCount\n  12\nA list of things\n" + id + ";\nthm-b; thm-c\n\nId\n  side-b\nNote\n  x\n",
		39: "Id\n" + id + "\nTitle             A title that is\n                  wrapped\nCount             12\nA list of things\n" + id + ";\nthm-b; thm-c\n\nId                side-b\nNote              x\n",
		50: "Id\n  " + id + "\nTitle             A title that is wrapped\nCount             12\nA list of things\n  " + id + ";\n  thm-b; thm-c\n\nId                side-b\nNote              x\n",
	} {
		out, result := result(t, render.Table, table.Of(some, in), render.Options{Width: width})
		if result.Hidden != nil {
			t.Errorf("%v are hidden", result.Hidden)
		}
		if diff := cmp.Diff(want, out); diff != "" {
			t.Errorf("width %d (-want +got)\n%s", width, diff)
		}
	}
}

// A word that looks like an id stays whole in any column, in its heading and where a part is marked, as long as the terminal
// has room for it; others give way: a number with its unit takes two lines.
func TestIDsAmongWordsStayWhole(t *testing.T) {
	t.Parallel()
	three := []table.Column{{Name: "of", Title: "Of", Numeric: true}, {Name: "text", Title: "Text", Marked: true}, {Name: "n", Title: "thm-gender-equality", Numeric: true}}
	in := []table.Row{
		{rawjson.Quote("104 entries"), rawjson.Quote("see (doc-\x02diplomat\x03-trust-fund), unbrokenunbrokenunbroken"), []byte("1")},
		{rawjson.Quote("5 parts"), rawjson.Quote("a"), []byte("23")},
	}
	const want = `
     Of  Text                        thm-gender-equality
─────────────────────────────────────────────────────────
    104  see                                           1
entries  (doc-diplomat-trust-fund),
         unbrokenunbrokenunbroken
5 parts  a                                            23
`
	got := written(t, render.Table, table.Of(three, in), render.Options{Width: 57, Colour: true})
	if diff := cmp.Diff(want[1:], strings.NewReplacer("\x1b[1m", "", "\x1b[22m", "").Replace(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	const narrow = `
Of
  104 entries
Text
  see
  (doc-diplomat-trus
  t-fund),
  unbrokenunbrokenun
  broken
thm-gender-equality
  1
`
	if diff := cmp.Diff(narrow[1:], written(t, render.Table, table.Of(three, in[:1]), render.Options{Width: 20})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestColumnsAreLeftOutFromTheEnd(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 2))
	in := rows(r, 6, []string{"some words of text "})
	all := 0
	for width := 24; width < 130; width++ { // below, one column alone has room: see TestAnIDIsNeverCut
		out, result := result(t, render.Table, table.Of(columns, in), render.Options{Width: width})
		left := result.Hidden
		if !slices.Equal(names()[len(columns)-len(left):], left) {
			t.Fatalf("%d: %v are left out", width, left)
		}
		heading := strings.Fields(strings.SplitN(out, "\n", 2)[0])
		if n := len(columns) - len(left); heading[0] != "Id" || (n > 1 && heading[1] != "Title") {
			t.Fatalf("%d: %v", width, heading)
		}
		if len(left) == 0 {
			all++
		}
	}
	if all == 0 || all == 106 {
		t.Errorf("all columns have room at %d of 106 widths", all)
	}
	out, result := result(t, render.Table, table.Of(columns, in), render.Options{})
	if result.Hidden != nil || result.Rows != len(in) {
		t.Errorf("without a limit: %+v", result)
	}
	if !strings.Contains(out, "Note") {
		t.Errorf("\n%s", out)
	}
}

// Wrapping breaks lines at spaces; nothing of the text may be lost.
func TestNothingIsLostByWrapping(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 3))
	one := []table.Column{{Name: "text", Title: "T"}}
	for range 500 {
		s := text(r, pieces) + text(r, pieces)
		if strings.Contains(s, "::") {
			continue // shown as an escape
		}
		out := written(t, render.Table, table.Of(one, []table.Row{{rawjson.Quote(s)}}), render.Options{Width: 20})
		lines := strings.SplitN(out, "\n", 3)
		got := strings.Join(strings.FieldsFunc(lines[2], func(r rune) bool { return r == ' ' || r == '\n' }), "")
		want := strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), "")
		if got != want {
			t.Fatalf("%q is shown as\n%s", s, lines[2])
		}
	}
}

func TestNumbersStandToTheRight(t *testing.T) {
	t.Parallel()
	two := []table.Column{{Name: "n", Title: "Number", Numeric: true}, {Name: "t", Title: "T"}}
	out := written(t, render.Table, table.Of(two, []table.Row{{[]byte("5"), rawjson.Quote("a")}, {[]byte("1234567"), rawjson.Quote("b")}}), render.Options{Width: 40})
	want := " Number  T\n──────────\n      5  a\n1234567  b\n"
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A line that begins with "::" is a command to a CI system, also where wrapping made it begin so.
func TestNoLineOfATableOrPageIsACommand(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("::error:: ##[x] ", 30)
	out := written(t, render.Table, table.Of(columns, []table.Row{{rawjson.Quote("::x"), rawjson.Quote(long), nil, rawjson.Quote(long), rawjson.Quote(long)}}), render.Options{Width: 70})
	p := render.Page{Width: 40}
	p.Text(long)
	p.Heading(long)
	p.List([][2]string{{"label", long}, {"::label", "x"}})
	for line := range strings.Lines(out + string(p.Bytes())) {
		if l := strings.TrimSpace(line); strings.HasPrefix(l, "::") || strings.HasPrefix(l, "##[") {
			t.Errorf("%q", line)
		}
	}
}

func TestPageIsWrappedToItsWidth(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 4))
	for range 500 {
		p := render.Page{Width: 20 + r.IntN(100)}
		for range 1 + r.IntN(6) {
			switch r.IntN(4) {
			case 0:
				p.Text("x" + text(r, slices.Concat(pieces, controls)))
			case 1:
				p.Heading("x" + text(r, pieces))
			case 2:
				p.Blank()
			case 3:
				p.List([][2]string{{"label", "x" + text(r, slices.Concat(pieces, controls))}})
			}
		}
		out := string(p.Bytes())
		if widest(out) > p.Width || strings.Contains(out, "\n\n\n") || strings.HasPrefix(out, "\n") || strings.Contains(out, " \n") {
			t.Fatalf("width %d:\n%q", p.Width, out)
		}
	}
}

func TestItemsStandInTwoColumnsWhereThereIsRoom(t *testing.T) {
	t.Parallel()
	labels := []string{"Title", "日本", "Organisers"}
	text := "a text that does not fit on one line of this page"
	for width, want := range map[int]string{
		44: "  Title       a text that does not fit on\n              one line of this page\n  日本        a text that does not fit on\n              one line of this page\n  Organisers  a text that does not fit on\n              one line of this page\n",
		28: "  Title\n    a text that does not fit\n    on one line of this page\n  日本\n    a text that does not fit\n    on one line of this page\n  Organisers\n    a text that does not fit\n    on one line of this page\n",
	} {
		p := render.Page{Width: width}
		var items [][2]string
		for _, l := range labels {
			items = append(items, [2]string{l, text})
		}
		p.List(items)
		if diff := cmp.Diff(want, string(p.Bytes())); diff != "" {
			t.Errorf("width %d (-want +got)\n%s", width, diff)
		}
	}
}

// What is marked is bold on a terminal that may have colours, across lines; marks take no room, and stand in nothing else.
func TestMarksAreBoldOrNothing(t *testing.T) {
	t.Parallel()
	two := []table.Column{{Name: "id", Title: "Id", Unbroken: true}, {Name: "text", Title: "Text", Marked: true}, {Name: "n", Title: "N", Numeric: true}}
	in := []table.Row{{rawjson.Quote("a"), rawjson.Quote("one \x02marked passage of words\x03 and \x02more\x03"), []byte("5")}, {rawjson.Quote("\x02"), rawjson.Quote("\x02日本\x03::"), nil}}
	bare := []table.Row{{in[0][0], rawjson.Quote("one marked passage of words and more"), []byte("5")}, {in[1][0], rawjson.Quote("日本::"), nil}}
	const want = `
Id    Text                N
────────────────────────────
a     one [marked passage]  5
      [of words] and [more]
\x02  [日本]\x3a\x3a
`
	colour := strings.NewReplacer("\x1b[1m", "[", "\x1b[22m", "]")
	if diff := cmp.Diff(want[1:], colour.Replace(written(t, render.Table, table.Of(two, in), render.Options{Width: 28, Colour: true}))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, format := range render.RowFormats() {
		f := format.Name
		if diff := cmp.Diff(written(t, f, table.Of(two, bare), render.Options{Width: 28}), written(t, f, table.Of(two, in), render.Options{Width: 28})); diff != "" {
			t.Errorf("%s (-without marks +got)\n%s", f, diff)
		}
	}
}

// References show short names in a table alone; an id without one stays.
func TestATableShowsShortNames(t *testing.T) {
	t.Parallel()
	two := []table.Column{{Name: "by", Title: "By", IDs: true, Ref: "organisations"}, {Name: "of", Title: "Of", Unbroken: true, Ref: "themes"}, {Name: "x", Title: "X"}}
	in := []table.Row{
		{[]byte(`["org-a","org-b","org-a"]`), rawjson.Quote("org-a"), rawjson.Quote("org-a")},
		{rawjson.Quote("org-a"), nil, nil},
	}
	o := render.Options{Short: func(table, id string) string {
		if table == "organisations" && id == "org-a" {
			return "UN\nA"
		}
		return id
	}}
	const want = `
By                   Of     X
─────────────────────────────────
UN\nA; org-b; UN\nA  org-a  org-a
UN\nA
`
	if diff := cmp.Diff(want[1:], written(t, render.Table, table.Of(two, in), o)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, format := range render.RowFormats() {
		if f := format.Name; f != render.Table && f != render.IDs {
			if diff := cmp.Diff(written(t, f, table.Of(two, in), render.Options{}), written(t, f, table.Of(two, in), o)); diff != "" {
				t.Errorf("%s (-without short names +got)\n%s", f, diff)
			}
		}
	}
}

// Text from right to left is kept apart from the columns beside it, whose numbers a terminal would else move before it.
func TestTextFromRightToLeftIsIsolated(t *testing.T) {
	t.Parallel()
	in := []table.Row{
		{rawjson.Quote("ses-a"), rawjson.Quote("حقوق الإنسان 16.10"), []byte("400"), []byte(`["thm-a"]`), nil},
		{rawjson.Quote("ses-b"), rawjson.Quote("Session (זכויות)"), []byte("5"), []byte(`["אב", "b"]`), nil},
		{rawjson.Quote("ses-c"), rawjson.Quote("Málaga 日本"), []byte("61"), nil, rawjson.Quote("ހދ")},
	}
	const want = `
Id     Title               Count  A list of things  Note
────────────────────────────────────────────────────────
ses-a  ` + "\u2068حقوق الإنسان 16.10\u2069" + `    400  thm-a
ses-b  ` + "\u2068Session (זכויות)\u2069" + `        5  ` + "\u2068אב; b\u2069" + `
ses-c  Málaga 日本            61                    ` + "\u2068ހދ\u2069" + `
`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), written(t, render.Table, table.Of(columns, in), render.Options{Width: 79})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, format := range []render.Format{render.CSV, render.TSV, render.JSON, render.Markdown} {
		if got := written(t, format, table.Of(columns, in), render.Options{Width: 79}); strings.ContainsAny(got, "\u2068\u2069") {
			t.Errorf("%v has isolates:\n%s", format, got)
		}
	}
}
