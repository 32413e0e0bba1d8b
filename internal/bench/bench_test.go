//go:build unix

package main

import (
	"io"
	"regexp"
	"strings"
	"testing"
)

func TestTableOfRows(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	b := bench{pairs: 3, dir: t.TempDir(), wanted: regexp.MustCompile("list"), out: &out, log: io.Discard}
	err := b.table(table{"Start", []row{
		{ours: "true list", name: "false", peer: "true", by: wall, most: 1},
		{ours: "true list", by: memory},
		{ours: "true list", name: "gone", peer: "no-such-program", by: wall},
		{ours: "true", name: "not wanted", peer: "true", by: wall},
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile("^\n### Start\n\n\\| malaga .*\n.*\n" +
		"\\| `true list` \\| false \\| wall time \\| [0-9.e-]+ s \\| [0-9.e-]+ s " +
		"\\| [0-9.]+ \\[[0-9.]+ to [0-9.]+\\] \\| 1 \\| [0-9]+, [0-9]+ \\|\n" +
		"\\| `true list` \\|  \\| peak memory \\| [0-9]+ MiB \\| \\| \\| - \\| [0-9]+ \\|\n" +
		"\\| `true list` \\| gone \\| wall time \\| not installed \\| \\| \\| \\| \\|\n$")
	if !want.MatchString(out.String()) {
		t.Errorf("got:\n%s", out.String())
	}
}

func TestACommandThatFailsIsAnError(t *testing.T) {
	t.Parallel()
	b := bench{pairs: 1, dir: t.TempDir()}
	if _, err := b.compare(row{ours: "sh -c 'echo no >&2; exit 1'"}); err == nil || !strings.Contains(err.Error(), "no") {
		t.Errorf("got %v", err)
	}
	if _, err := b.compare(row{ours: "sh -c 'exit 3'"}); err != nil { // data with findings
		t.Errorf("got %v", err)
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	if middle, least, most := median([]float64{3, 1, 2}); middle != 2 || least != 1 || most != 3 {
		t.Errorf("got %g [%g to %g]", middle, least, most)
	}
}

// TestEveryCommandIsShort guards the tables from commands that do not fit in them.
func TestEveryCommandIsShort(t *testing.T) {
	t.Parallel()
	for _, table := range tables() {
		for _, r := range table.rows {
			if got := short(r.ours); len(got) > 80 || strings.Contains(got, "$") || (r.name == "") != (r.peer == "") {
				t.Errorf("%q, %q", got, r.name)
			}
		}
	}
}
