package render_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"malaga/internal/rawjson"
	"malaga/internal/render"
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

// controls are characters that no terminal should get.
var controls = []string{"\n", "\r\n", "\t", "\r", "\x00", "\x1b[31m", "\u009b", "\u202e", "\u2066", "\u200b", "\ufeff", "\x7f", "\u2028"}

// without takes some pieces away.
func without(from, these []string) []string {
	return slices.DeleteFunc(slices.Clone(from), func(s string) bool { return slices.Contains(these, s) })
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

// written is what a format makes of rows.
func written(tb testing.TB, f render.Format, rows table.Rows, o render.Options) string {
	tb.Helper()
	out, _ := result(tb, f, rows, o)
	return out
}

// result is what a format makes of rows, and what it reports of that.
func result(tb testing.TB, f render.Format, rows table.Rows, o render.Options) (string, render.Result) {
	tb.Helper()
	var b strings.Builder
	result, err := render.Write(&b, f, rows, o)
	if err != nil {
		tb.Fatal(err)
	}
	return b.String(), result
}

// plainCells are the rows as texts.
func plainCells(rows []table.Row) [][]string {
	all := make([][]string, len(rows))
	for i, row := range rows {
		for _, cell := range row {
			all[i] = append(all[i], table.Text(cell))
		}
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
