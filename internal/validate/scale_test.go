//go:build unix

package validate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"malaga/internal/scaletest"
	"malaga/internal/validate"
	"malaga/schema"
)

// TestTimeIsInProportion compares the time of n wrong values with that of 4n.
func TestTimeIsInProportion(t *testing.T) {
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	theme := func(members string) string {
		return `{"themes":[{"id":"thm-a","label":"A","definition":"d",` + members + `}]}`
	}
	for name, input := range map[string]func(n int) string{
		"wrong entries":    func(n int) string { return theme(`"alt_labels":[` + scaletest.List(n, "1") + `]`) },
		"empty entries":    func(n int) string { return theme(`"alt_labels":[` + scaletest.List(n, "{}") + `]`) },
		"repeated entries": func(n int) string { return theme(`"alt_labels":[` + scaletest.List(n, `"x"`) + `]`) },
		"repeated members": func(n int) string { return theme(scaletest.List(n, `"x":1`)) },
		"unknown members":  func(n int) string { return theme(scaletest.List(n, `"x%d-%d":1`)) },
		"entries without": func(n int) string {
			return `{"sessions":[{"id":"ses-a","speakers":[` + scaletest.List(n, "{}") + `]}]}`
		},
		"beside the tables": func(n int) string { return `{"themes":[],` + scaletest.List(4*n, `"x%d-%d":1`) + `}` },
		"one mistake": func(n int) string {
			return `{"themes":[` + scaletest.List(n, `{"id":"thm-%d","label":1,"definition":"d%d"}`) + `]}`
		},
		"a mistake each": func(n int) string {
			return `{"themes":[` + scaletest.List(n, `{"id":"thm-%d","label":"A","definition":%d}`) + `]}`
		},
		"one id": func(n int) string {
			return `{"themes":[` + scaletest.List(10*n, `{"id":"thm-a","label":"A %d","definition":"d%d"}`) + `]}`
		},
		"one after the other": func(n int) string {
			return `{"themes":[` + scaletest.List(10*n, `{"id":"thm-%d","label":"A","definition":"d","broader":"thm-%d"}`) + `]}`
		},
		"fields of sources": func(n int) string {
			sources := scaletest.List(n*2/5, `{"document":"doc-a","basis":"stated","fields":["sources.quote"],"note":"%d-%d"}`)
			return `{"documents":[{"id":"doc-a","title":"D","kind":"report","url":"https://example.org","sources":[` + sources + `]}]}`
		},
		"counts": func(n int) string {
			entries := scaletest.List(n*2/5, `{"scope":"conference","mode":"online","comparator":"at-least","count":1%d%d}`)
			return `{"conferences":[` + scaletest.List(10, `{"id":"conf-a","attendance":[`+entries+`]}`) + `]}`
		},
		"over the limit": func(n int) string { return theme(`"alt_labels":[` + scaletest.List(40*n, "1") + `]`) },
	} {
		const n = 2000
		small := write(t, input(n))
		large := write(t, input(4*n))
		ratio := scaletest.Ratio(func() { check(t, set, small) }, func() { check(t, set, large) })
		t.Logf("%s: %.1f", name, ratio)
		if ratio > scaletest.Most {
			t.Errorf("%s: %.1f times as long for 4 times as many", name, ratio)
		}
	}
}

// check checks a file.
func check(t *testing.T, set *schema.Set, path string) {
	t.Helper()
	if _, err := validate.Run(context.Background(), validate.Options{Set: set, Paths: []string{path}}); err != nil {
		t.Fatal(err)
	}
}

// Findings with long texts are kept up to a size in memory, and the others are counted.
func TestTextsOfFindingsAreLimited(t *testing.T) {
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	const records = 2000
	record := `{"id":"%[1]s","label":"%[1]s","definition":""},`
	text := strings.Repeat(fmt.Sprintf(record, strings.Repeat("\U0001F600", 900)), records)
	path := write(t, `{"themes":[`+strings.TrimSuffix(text, ",")+`]}`)
	r, err := validate.Run(context.Background(), validate.Options{Set: set, Paths: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	for _, f := range r.Findings {
		size += f.Size()
	}
	if size > 33<<20 || r.Summary.Errors+r.Summary.Warnings < 2*records {
		t.Errorf("%d bytes in %d findings of %d", size, len(r.Findings), r.Summary.Errors)
	}
}
