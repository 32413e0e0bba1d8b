package commands

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"malaga/internal/table"
)

// TestProgressCountsEachPass reads rows twice, as a workbook does: the second time there is a percentage.
func TestProgressCountsEachPass(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	now := time.Time{}
	a := &app{env: Env{Stderr: &out, StderrTerminal: true, Now: func() time.Time {
		now = now.Add(2 * patience)
		return now
	}}}
	p := a.progress()
	rows := p.watch(table.Of([]table.Column{{Name: "id"}}, make([]table.Row, 4096)))
	other := p.watch(table.Of([]table.Column{{Name: "id"}}, make([]table.Row, 4096)))
	for _, r := range []table.Rows{rows, other, rows, other} {
		for _, err := range r.Seq {
			if err != nil {
				t.Error(err)
			}
		}
	}
	p.end()
	shown := strings.Split(out.String(), "\r\x1b[K")
	for i, want := range map[int]string{1: "1,024 rows", 8: "8,192 rows", 9: "1,024 of 8,192 rows (12%)", 16: "8,192 of 8,192 rows (100%)", 17: ""} {
		if len(shown) != 18 || shown[i] != want {
			t.Errorf("%d of %d: %q, not %q", i, len(shown), shown[i], want)
		}
	}
}
