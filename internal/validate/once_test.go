package validate_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"malaga/internal/finding"
	"malaga/internal/scaletest"
	"malaga/internal/validate"
	"malaga/schema"
)

// TestManyDeferredRecordsHideNoFinding checks a record that has a problem of its form and a reference to nothing behind more
// records than are held: in another file, and in the same one.
func TestManyDeferredRecordsHideNoFinding(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const many = 10_050
	list := func(table, form string, last ...string) {
		var records []string
		for i := range many {
			records = append(records, fmt.Sprintf(form, i))
		}
		text := fmt.Sprintf("{%q: [\n%s\n]}", table, strings.Join(append(records, last...), ",\n"))
		if err := os.WriteFile(filepath.Join(dir, table+".json"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	list("themes", `{"id": "thm-%05d", "label": "L %[1]d", "definition": "D.", "broader": "thm-zzz"}`, `{"id": "thm-zzz", "label": "Z", "definition": "D."}`)
	list("people", `{"id": "per-%05d", "name": "N %[1]d"}`, `{"id": "per-z", "name": "Z", "nick": "Zed", "organisation": "org-none"}`)
	if err := os.WriteFile(filepath.Join(dir, "organisations.json"), []byte(`{"organisations": []}`), 0o666); err != nil {
		t.Fatal(err)
	}
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "people.json")} {
		policy := validate.NewPolicy()
		policy.Only = []string{"REF001"}
		found, err := validate.Run(context.Background(), validate.Options{Set: set, Paths: []string{path}, Policy: policy})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(found.Findings, func(f finding.Finding) bool { return f.ID == "per-z" }) {
			t.Errorf("%s: no finding of per-z among %d", path, len(found.Findings))
		}
	}
}

// TestAnEmptyValueIsReportedInItsOwnFile checks a record that no rule gets, because of its number, and one at the same place of
// the file behind it: both have an empty value.
func TestAnEmptyValueIsReportedInItsOwnFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for table, record := range map[string]string{"people": `{"id": "per-a", "note": "", "n": 1e999}`, "themes": `{"id": "thm-b", "note": ""}`} {
		if err := os.WriteFile(filepath.Join(dir, table+".json"), fmt.Appendf(nil, "{%q: [%s]}", table, record), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	policy := validate.NewPolicy()
	policy.Only = []string{finding.EmptyValue}
	found, err := validate.Run(context.Background(), validate.Options{Set: set, Paths: []string{dir}, Policy: policy})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range found.Findings {
		ids = append(ids, filepath.Base(f.File)+" "+f.ID)
	}
	if want := []string{"people.json per-a", "themes.json thm-b"}; !slices.Equal(ids, want) {
		t.Errorf("%q, want %q", ids, want)
	}
}

// TestManyUnknownMembersAreNotEmptyToo checks records with more unknown members than are reported: that these are empty is no finding
// of its own.
func TestManyUnknownMembersAreNotEmptyToo(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for name, members := range map[string]string{
		"of the record": scaletest.List(1100, `"x%d":""`),
		"of entries":    `"sources":[` + scaletest.List(1100, `{"x%d":""}`) + "]",
	} {
		path := write(t, `{"themes":[{"id":"thm-a","label":"A","definition":"","alt_labels":["",`+scaletest.List(20, "%d")+"],"+members+"}]}")
		policy := validate.NewPolicy()
		policy.Only = []string{finding.EmptyValue}
		found, err := validate.Run(context.Background(), validate.Options{Set: set, Paths: []string{path}, Policy: policy})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(found.Findings); n != 2 {
			t.Errorf("%s: %d empty values, not the definition and the label alone", name, n)
		}
	}
}
