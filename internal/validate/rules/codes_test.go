package rules_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/validate/rules"
	"malaga/schema"
)

var update = flag.Bool("update", false, "write what the fixtures want anew")

// The parts of a fixture. A text, if there is one, is that of the document doc-page.
const (
	pass = "pass.json"
	fail = "fail.json"
	text = "text.txt"
	want = "want"
)

// TestEachCodeHasItsFixture checks for each code a dataset that has nothing of it, and one whose findings are
// exactly those wanted: what is wrong there is reported once, at its place, and nothing else is.
func TestEachCodeHasItsFixture(t *testing.T) {
	t.Parallel()
	set := load(t)
	left := map[string]bool{}
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		left[strings.TrimSuffix(filepath.Base(f), ".txtar")] = true
	}
	for _, c := range rules.Codes() {
		if !left[c.Code] {
			t.Errorf("%s has no fixture", c.Code)
			continue
		}
		delete(left, c.Code)
		t.Run(c.Code, func(t *testing.T) {
			t.Parallel()
			checkFixture(t, set, c)
		})
	}
	for name := range left {
		t.Errorf("the fixture %s is of no code", name)
	}
}

func checkFixture(t *testing.T, set *schema.Set, c finding.Code) {
	t.Helper()
	name := filepath.Join("testdata", c.Code+".txtar")
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]*txtar.File{}
	for i := range archive.Files {
		parts[archive.Files[i].Name] = &archive.Files[i]
	}
	for _, part := range []string{pass, fail, want} {
		if parts[part] == nil {
			t.Fatalf("%s has no %s", name, part)
		}
	}
	quotes := map[string]string{}
	if parts[text] != nil {
		quotes["doc-page"] = string(parts[text].Data)
	}
	if found := findings(t, set, quotes, parts[pass].Data); found != nil {
		t.Errorf("%s of %s is not clean:\n%s", pass, name, lines(found))
	}
	found := findings(t, set, quotes, parts[fail].Data)
	own := 0
	for _, f := range found {
		if f.Code == c.Code {
			own++
			if f.Severity != c.Severity {
				t.Errorf("%s is %q, but its page says %q", c.Code, f.Severity, c.Severity)
			}
		}
	}
	if own == 0 {
		t.Errorf("%s of %s does not give %s", fail, name, c.Code)
	}
	got := lines(found)
	if *update {
		parts[want].Data = []byte(got)
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(parts[want].Data), got); diff != "" {
		t.Errorf("%s of %s (-want +got)\n%s", fail, name, diff)
	}
}

func lines(findings []finding.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%d:%d %s %s %s\n", f.Line, f.Column, f.Code, f.ID, f.Message)
	}
	return b.String()
}

func load(tb testing.TB) *schema.Set {
	tb.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// findings checks a dataset in one file.
func findings(tb testing.TB, set *schema.Set, quotes map[string]string, data []byte) []finding.Finding {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "all.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return findingsAt(tb, set, quotes, file)
}

// findingsAt checks a dataset as `malaga validate` does.
func findingsAt(tb testing.TB, set *schema.Set, quotes map[string]string, path string) []finding.Finding {
	tb.Helper()
	d, err := dataset.Open(path, dataset.Layout{Tables: set.Model.ReadOrder(), Members: set.MemberNames}, bytes.NewReader(nil))
	if err != nil {
		tb.Fatal(err)
	}
	checker, fast := rules.New(set.Model), set.FastValidator()
	checker.Quotes = rules.NewQuotes(quotes)
	var all []finding.Finding
	place := func(r rawjson.Record, p finding.Problem) {
		all = append(all, finding.Place(r, set.Model.Display(r.Table), p))
	}
	for e, err := range d.Read(context.Background()) {
		if err != nil {
			tb.Fatal(err)
		}
		switch e.Kind {
		case dataset.Finding:
			all = append(all, *e.Finding)
		case dataset.Problem:
			place(e.Record, *e.Problem)
		case dataset.Broken:
			checker.Broken(e.Table)
		case dataset.Table:
			checker.Present(e.Table)
		case dataset.Record:
			r := e.Record
			var parts schema.Parts
			r.Trusted = fast.Valid(r.Table, r.Raw, &parts)
			var problems []finding.Problem
			if !r.Trusted {
				problems = fast.Check(r.Table, r.Raw)
			}
			for _, p := range problems {
				place(r, p)
			}
			all = append(all, checker.Record(r, problems, parts)...)
		}
	}
	all = append(all, checker.Finish()...)
	if tables := checker.Unplaced(); len(tables) > 0 {
		for e, err := range d.Read(context.Background(), tables...) {
			if err != nil {
				tb.Fatal(err)
			}
			if e.Kind == dataset.Record {
				all = append(all, checker.Place(e.Record, schema.Parts{})...)
			}
		}
	}
	for i := range all { // a message may name the file, whose folder is another each time
		all[i].Message = strings.ReplaceAll(all[i].Message, path, filepath.Base(path))
	}
	finding.Sort(all)
	return all
}

// TestEachCodeIsExplained checks that every code, of the form too, has all that its page shows.
func TestEachCodeIsExplained(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^(SYN|SCH|IDS|REF|TIM|CNT|SRC|TXT|DOC|FMT)[0-9]{3}$`)
	seen, titles := map[string]bool{}, map[string]string{}
	for _, c := range append(finding.Codes(), rules.Codes()...) {
		if !form.MatchString(c.Code) || seen[c.Code] {
			t.Errorf("%q is not of the form of a code, or is there twice", c.Code)
		}
		seen[c.Code] = true
		for name, part := range map[string]string{"title": c.Title, "why": c.Why, "example": c.Example, "remedy": c.Remedy} {
			if strings.TrimSpace(part) == "" {
				t.Errorf("%s has no %s", c.Code, name)
			}
		}
		if c.Severity != finding.Error && c.Severity != finding.Warning {
			t.Errorf("%s has the severity %q", c.Code, c.Severity)
		}
		if other := titles[c.Title]; other != "" {
			t.Errorf("%s has the title of %s", c.Code, other)
		}
		titles[c.Title] = c.Code
	}
}
