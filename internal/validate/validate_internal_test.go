package validate

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/finding"
)

func TestBaselineIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	findings := []finding.Finding{
		{Code: "TXT001", ID: "doc-\"a\"", Table: "documents", Pointer: "/documents/0/title"},
		{Code: "SYN001", File: "d/\xff.json"},
		{Code: "TXT001", ID: "doc-\"a\"", Table: "documents", Pointer: "/documents/7/title"},
	}
	entries := newEntries()
	for _, f := range findings {
		if err := entries.Add(Entry{f.Identity(), 1}); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := writeEntries(&b, entries); err != nil {
		t.Fatal(err)
	}
	read, err := ReadBaseline("base.json", &b)
	if err != nil {
		t.Fatal(err)
	}
	var got []Entry
	for e, err := range read.entries.All() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	want := []Entry{
		{finding.Identity{Code: "SYN001", File: "\uFFFD.json"}, 1},
		{finding.Identity{Code: "TXT001", ID: `doc-"a"`, Field: "title"}, 2},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestOddBaselinesAreErrors(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{}`:                                               `b: not a baseline: it has no list "baseline"`,
		`{"baseline": [{"code": "IDS999"}]}`:               `b: entry 1: unknown code "IDS999"`,
		`{"baseline": [{"code": "IDS"}]}`:                  `b: entry 1: unknown code "IDS"`,
		`{"baseline": [{"id": "x"}]}`:                      `b: entry 1: no code`,
		`{"baseline": [{"code": 1}]}`:                      `b: entry 1: "code" must be a text`,
		`{"baseline": [{"kode": "IDS001"}]}`:               `b: entry 1: unknown member "kode"`,
		`{"baseline": [{"code": "IDS001", "count": 0}]}`:   `b: entry 1: "count" must be a whole number, 1 or more`,
		`{"baseline": [{"code": "IDS001", "count": "2"}]}`: `b: entry 1: "count" must be a whole number, 1 or more`,
		`{"baseline": [{"code": "IDS001"}, 7]}`:            `b: entry 2: no code`,
	} {
		if _, err := ReadBaseline("b", strings.NewReader(in)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, not %s", in, err, want)
		}
	}
}

func TestPolicyCountsCodesAndFamilies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		only, ignore []string
		code         string
		want         bool
	}{
		{nil, nil, "TIM001", true},
		{[]string{"TIM"}, nil, "TIM001", true},
		{[]string{"TIM"}, nil, "TXT001", false},
		{[]string{"TIM"}, []string{"TIM001"}, "TIM001", false},
		{nil, []string{"TXT", "TIM001"}, "TIM002", true},
	} {
		p := NewPolicy()
		p.Only = c.only
		p.Ignore = c.ignore
		if got := p.Counts(c.code); got != c.want {
			t.Errorf("%v %v %s: %v", c.only, c.ignore, c.code, got)
		}
	}
}
