package render

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// A table is the same in whatever chunks it is laid out, and however little of it is in memory.
func TestTablesDoNotDependOnWhatIsKept(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	r := rand.New(rand.NewPCG(9, 10))
	pieces := []string{"word ", "Málaga ", "日本", "👩\u200d👦 ", "שלום ", "id-a-long-one ", "x", table.MarkStart + "hit" + table.MarkEnd + " ", "\n", "\x1b", "—"}
	for range 300 {
		columns := []table.Column{
			{Name: "id", Title: "Id", Unbroken: true},
			{Name: "title", Title: "A title of many words", Marked: true},
			{Name: "n", Title: "Number of these", Numeric: true},
			{Name: "note", Title: "Note\u202e"},
		}
		if r.IntN(3) == 0 {
			columns = append(columns, table.Column{Bar: true, Unbroken: true})
		}
		var rows []table.Row
		for i := range r.IntN(40) {
			var text strings.Builder
			for range r.IntN(12) {
				text.WriteString(pieces[r.IntN(len(pieces))])
			}
			n := table.Int(r.IntN(5000))
			row := table.Row{rawjson.Quote(fmt.Sprintf("id-%d", i*i)), rawjson.Quote(text.String()), n, table.Optional(strings.Repeat("ü ", r.IntN(30))), n}
			rows = append(rows, row[:len(columns)])
		}
		o := Options{Width: r.IntN(2) * (20 + r.IntN(120)), Colour: r.IntN(2) == 0, chunk: 1 << 30}
		want := tableOf(t, columns, rows, o)
		o.chunk, o.memory = 1+r.IntN(20), 1+r.IntN(800)
		if diff := cmp.Diff(want, tableOf(t, columns, rows, o)); diff != "" {
			t.Fatalf("%d rows at a time, %d bytes in memory (-want +got)\n%s", o.chunk, o.memory, diff)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	t.Setenv("TMPDIR", filepath.Join(dir, "none"))
	row := table.Row{table.Int(1)}
	var b strings.Builder
	_, err := Write(&b, Table, table.Of(make([]table.Column, 1), []table.Row{row, row, row}), Options{memory: 1})
	if err == nil || !strings.Contains(err.Error(), "cannot lay out a table in the folder") || b.Len() > 0 {
		t.Errorf("%v: %q", err, b.String())
	}
}

func tableOf(t *testing.T, columns []table.Column, rows []table.Row, o Options) string {
	t.Helper()
	var b strings.Builder
	result, err := Write(&b, Table, table.Of(columns, rows), o)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(result, "\n", b.String())
}
