package rules_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"malaga/internal/finding"
	"malaga/internal/validate/rules"
)

// TestPlacesAreThoseOfTheForm hands the mistakes of every fixture over with other line ends, and as JSON Lines:
// the fixtures have a record a line, so that it is known where each finding must stand then.
func TestPlacesAreThoseOfTheForm(t *testing.T) {
	t.Parallel()
	set := load(t)
	for _, c := range rules.Codes() {
		t.Run(c.Code, func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(filepath.Join("testdata", c.Code+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			var data []byte
			quotes := map[string]string{}
			for _, f := range archive.Files {
				switch f.Name {
				case fail:
					data = f.Data
				case text:
					quotes["doc-page"] = string(f.Data)
				}
			}
			found := findings(t, set, quotes, data)
			windows := findings(t, set, quotes, bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")))
			if diff := cmp.Diff(lines(found), lines(windows)); diff != "" {
				t.Errorf("with CRLF (-want +got)\n%s", diff)
			}
			dir, places := asLines(t, data)
			var want, got []string
			for _, f := range found {
				want = append(want, places(f))
			}
			for _, f := range findingsAt(t, set, quotes, dir) {
				got = append(got, fmt.Sprintf("%s:%d:%d %s", filepath.Base(f.File), f.Line, f.Column, f.Code))
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("as JSON Lines (-want +got)\n%s", diff)
			}
		})
	}
}

// asLines writes a dataset with a record a line as JSON Lines, and says where a finding of the one must
// stand in the other.
func asLines(t *testing.T, data []byte) (dir string, places func(finding.Finding) string) {
	t.Helper()
	const indent = "    "
	tables := map[string][]string{}
	at := map[int]string{} // by line
	table := ""
	for i, line := range strings.Split(string(data), "\n") {
		switch record, isRecord := strings.CutPrefix(line, indent+"{"); {
		case isRecord:
			tables[table] = append(tables[table], "{"+strings.TrimSuffix(record, ","))
			at[i+1] = fmt.Sprintf("%s.jsonl:%d", table, len(tables[table]))
		case strings.Contains(line, `": [`):
			table, _, _ = strings.Cut(strings.TrimLeft(line, ` "`), `"`)
			tables[table] = []string{} // which may stay empty
		}
	}
	dir = t.TempDir()
	for name, records := range tables {
		if err := os.WriteFile(filepath.Join(dir, name+".jsonl"), []byte(strings.Join(records, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, func(f finding.Finding) string {
		return fmt.Sprintf("%s:%d %s", at[f.Line], f.Column-len(indent), f.Code)
	}
}
