package workbook_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// columns have a column of every sort.
var columns = []table.Column{
	{Name: "id", Title: "Id", Unbroken: true},
	{Name: "title", Title: "Title"},
	{Name: "count", Title: "Count", Numeric: true},
	{Name: "list", Title: "A list of things"},
	{Name: "note", Title: "Note"},
}

// pieces are what random texts are made of: what a format could stumble over.
var pieces = []string{
	"a", "word ", "Málaga", " ", "  ", "日本語", "😀", "👩\u200d👩\u200d👦", "e\u0301", "🇪🇸", "क्षि", "ｗｉｄｅ", "ﾊﾝ", "—", "longer-than-it-should-be", "…",
	",", `"`, `""`, "'", ";", "|", `\`, `\n`, "*", "_", "`", "<b>", "[x](y)", "#", "=1+1", "-", "+", "@", "::", "$", "~", "&amp;", "1", "null",
}

func text(r *rand.Rand, from []string) string {
	var b strings.Builder
	for range r.IntN(14) {
		b.WriteString(from[r.IntN(len(from))])
	}
	return b.String()
}

// rows makes rows of random cells.
func rows(r *rand.Rand, n int, from []string) []table.Row {
	var all []table.Row
	for i := range n {
		row := table.Row{
			rawjson.Quote(fmt.Sprintf("id-%d", i)), rawjson.Quote(text(r, from)), fmt.Appendf(nil, "%d", r.IntN(20000)-10000),
			fmt.Appendf(nil, "[%s, %s, 7]", rawjson.Quote(text(r, from)), rawjson.Quote(text(r, from))), rawjson.Quote(text(r, from)),
		}
		for j := 1; j < len(row); j++ {
			if r.IntN(5) == 0 {
				row[j] = nil
			}
		}
		all = append(all, row)
	}
	return all
}

var errFull = errors.New("no space left")

// full is a place that has room for so many bytes.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		n := f.room
		f.room = 0
		return n, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

var _ io.Writer = (*full)(nil)
