package cite_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/cite"
	"malaga/internal/rawjson"
)

// hostile is a citation with what each format could stumble over.
func hostile() cite.Citation {
	text := "a & 5% $x #1 _y {z} ~ ^ \\ -- \"q\"\nTY  - X\r\u2028: #\x1b[31m\u202e ü \U0001F600"
	return cite.Citation{
		ID: "doc-x", Form: cite.WebPage, Title: text, Authors: []string{"A and B, C", text}, URL: "https://example.org/{a}?b=%20&c=\\",
		Publisher: "- a: b", Remarks: []string{text}, Dataset: "D", Version: "1.0.0",
	}
}

func TestBibTeX(t *testing.T) {
	t.Parallel()
	want := `@misc{ses-a,
  author = {{Law and Order Office, Inc.} and {org-gone}},
  title = {{On law}},
  type = {Thematic session (a)},
  date = {2022-05-31/2022-06-01},
  year = {2022},
  month = may,
  note = {Speakers: T. S. Name; Name Jr. It took place on one of these days; the sources do not say which. Conference: Conference A, Málaga (ES), 31 May - 1 June 2022. Record ses-a in Málaga \& data [dataset], version 1.2.0.}
}

@online{doc-page,
  title = {{A page}},
  type = {Web page},
  organization = {Office},
  date = {2022-05},
  year = {2022},
  month = may,
  url = {https://example.org/a_b%20%C3%BC},
  langid = {french},
  note = {Record doc-page in Málaga \& data [dataset], version 1.2.0.}
}

@techreport{doc-report,
  title = {{A report}},
  type = {Report},
  institution = {Office},
  date = {2021},
  year = {2021},
  note = {Record doc-report in Málaga \& data [dataset], version 1.2.0.}
}
`
	if diff := cmp.Diff(want, written(t, cite.BibTeX, false, cited(t, "ses-a", "doc-page", "doc-report")...)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestBibTeXEscapes(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		`& % $ # _`:  `\& \% \$ \# \_`,
		`~ ^ \`:      `\textasciitilde{} \textasciicircum{} \textbackslash{}`,
		`{a} {b{c}}`: `\{a\} \{b\{c\}\}`,
		`}a{`:        `\textbraceright{}a\textbraceleft{}`,
		"a\n\tb":     `a b`,
		"--- ''":     `-{}-{}- '{}'`,
		"Málaga «»":  "Málaga «»",
	} {
		got := written(t, cite.BibTeX, false, cite.Citation{ID: "x y,}", Title: title})
		if !strings.Contains(got, "  title = {{"+want+"}}") || !strings.HasPrefix(got, "@misc{x-y--,\n") {
			t.Errorf("%q is not %s:\n%s", title, want, got)
		}
	}
	got := written(t, cite.BibTeX, false, hostile())
	if open, shut := strings.Count(got, "{"), strings.Count(got, "}"); open != shut {
		t.Errorf("%d braces open and %d close:\n%s", open, shut, got)
	}
	if !strings.Contains(got, "{https://example.org/%7Ba%7D?b=%20&c=%5C}") {
		t.Errorf("the address is otherwise:\n%s", got)
	}
}

func TestCSL(t *testing.T) {
	t.Parallel()
	b := []byte(written(t, cite.CSL, false, cited(t, "conf-a", "ses-a", "doc-page", "msg-a")...))
	at := func(item, name string) string {
		for _, e := range rawjson.Elements(b) {
			if rawjson.GetText(e, "id") == item {
				return strings.Join(strings.Fields(string(rawjson.Get(e, name))), "")
			}
		}
		return ""
	}
	for _, c := range []struct{ id, name, want string }{
		{"conf-a", "type", `"event"`},
		{"conf-a", "author", `[{"literal":"LawandOrderOffice,Inc."},{"literal":"org-gone"}]`},
		{"conf-a", "issued", `{"date-parts":[[2022,5,31],[2022,6,1]]}`},
		{"conf-a", "event-place", `"Málaga(ES)"`},
		{"ses-a", "contributor", `[{"literal":"T.S.Name"},{"literal":"NameJr."}]`},
		{"ses-a", "event-title", `"ConferenceA"`},
		{"doc-page", "issued", `{"date-parts":[[2022,5]]}`},
		{"doc-page", "author", ""},
		{"doc-page", "URL", `"https://example.org/a_b%20ü"`},
		{"msg-a", "container-title", `"Málaga&data"`},
		{"msg-a", "version", `"1.2.0"`},
	} {
		if got := at(c.id, c.name); got != c.want {
			t.Errorf("%s of %s is %s, not %s", c.name, c.id, got, c.want)
		}
	}
}

func TestRIS(t *testing.T) {
	t.Parallel()
	want := strings.ReplaceAll(`TY  - CONF
ID  - conf-a
AU  - Law and Order Office, Inc.
AU  - org-gone
TI  - Conference A
M3  - Conference
PY  - 2022
DA  - 2022/05/31/31 May - 1 June 2022
CY  - Málaga (ES)
N1  - Record conf-a in Málaga & data [dataset], version 1.2.0.
ER  - 

TY  - ELEC
ID  - doc-page
TI  - A page
M3  - Web page
PY  - 2022
DA  - 2022/05//
PB  - Office
LA  - fr
UR  - https://example.org/a_b%20ü
N1  - Record doc-page in Málaga & data [dataset], version 1.2.0.
ER  - 
`, "\n", "\r\n")
	if diff := cmp.Diff(want, written(t, cite.RIS, false, cited(t, "conf-a", "doc-page")...)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	got := written(t, cite.RIS, false, hostile())
	for line := range strings.Lines(got) {
		if len(line) < 8 || line[2:6] != "  - " || !strings.HasSuffix(line, "\r\n") {
			t.Errorf("no line of RIS: %q", line)
		}
	}
	if n := strings.Count(got, "\nTY"); n != 0 {
		t.Errorf("a text begins a record:\n%s", got)
	}
}

func TestCFF(t *testing.T) {
	t.Parallel()
	want := `cff-version: "1.2.0"
message: "If you use this dataset, please cite it as below."
type: "dataset"
title: "Málaga & data"
authors:
  - name: "anonymous"
version: "1.2.0"
date-released: "2022-06-01"
license: "CC-BY-4.0"
references:
  - type: "conference"
    title: "Beside"
    authors:
      - name: "B"
    conference:
      name: "Conference A"
      city: "Málaga"
      country: "ES"
      date-start: "2022-05-31"
      date-end: "2022-06-01"
    year: "2022"
    month: "5"
    notes: "Side event 3. Date: 30 May 2022. Speaker: Name Jr. Conference: Conference A, Málaga (ES), 31 May - 1 June 2022. Record side-a in Málaga & data [dataset], version 1.2.0."
  - type: "website"
    title: "A page"
    authors:
      - name: "anonymous"
    publisher:
      name: "Office"
    year: "2022"
    month: "5"
    url: "https://example.org/a_b%20%C3%BC"
    languages:
      - "fr"
    notes: "Web page. Record doc-page in Málaga & data [dataset], version 1.2.0."
`
	records := cited(t, "side-a", "doc-page")
	if diff := cmp.Diff(want, written(t, cite.CFF, false, records...)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if records[1].NamesAuthors() || !records[0].NamesAuthors() {
		t.Error("NamesAuthors is wrong")
	}
	got := written(t, cite.CFF, false, hostile())
	if !strings.Contains(got, `"a & 5% $x #1 _y {z} ~ ^ \\ -- \"q\"\u000aTY  - X\u000d\u2028: #\u001b[31m\u202e ü `+"\U0001F600\"") {
		t.Errorf("otherwise:\n%s", got)
	}
}

func TestNothingReachesATerminalUnescaped(t *testing.T) {
	t.Parallel()
	for _, f := range cite.Formats() {
		got := written(t, f.Name, true, hostile())
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\x1b\u202e\r") {
			t.Errorf("%s: %q", f.Name, got)
		}
	}
}

// An "and" in the name of one publisher, office or place separates two items for biblatex, unless it is in braces.
func TestBibTeXKeepsOneNameTogether(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Global Council for Tolerance and Peace": "{{Global Council for Tolerance and Peace}}",
		"Law AND Order\tand Peace & Co":          `{{Law AND Order and Peace \& Co}}`,
		"Land of Anders":                         "{Land of Anders}",
	} {
		c := cite.Citation{ID: "x", Form: cite.WebPage, Title: "T", Publisher: name, Location: name, URL: "https://example.org/"}
		got := written(t, cite.BibTeX, false, c)
		c.Form = cite.Report
		got += written(t, cite.BibTeX, false, c)
		for field, n := range map[string]int{"organization": 1, "institution": 1, "location": 2} {
			if strings.Count(got, "\n  "+field+" = "+want+",") != n {
				t.Errorf("%s is not %s:\n%s", field, want, got)
			}
		}
	}
}

// Two records with one id are a finding; a reference manager would still drop one of two entries with one key.
func TestKeysDiffer(t *testing.T) {
	t.Parallel()
	twice := []cite.Citation{{ID: "ses-a", Title: "A"}, {ID: "ses-b", Title: "B"}, {ID: "ses-a", Title: "C"}}
	for format, want := range map[string][]string{
		cite.BibTeX: {"@misc{ses-a,", "@misc{ses-b,", "@misc{ses-a-2,"},
		cite.CSL:    {`"id": "ses-a",`, `"id": "ses-b",`, `"id": "ses-a.2",`},
		cite.RIS:    {"ID  - ses-a\r\n", "ID  - ses-b\r\n", "ID  - ses-a.2\r\n"},
	} {
		got := written(t, format, false, twice...)
		for _, key := range want {
			if strings.Count(got, key) != 1 {
				t.Errorf("%s has %q %d times:\n%s", format, key, strings.Count(got, key), got)
			}
		}
	}
}
