//go:build unix

package review_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"malaga/internal/change"
	"malaga/internal/rawjson"
	"malaga/internal/review"
	"malaga/internal/scaletest"
	"malaga/internal/workbook"
)

// An id of many grave accents takes time in proportion to it.
func TestGraveAccentsTakeTimeInProportion(t *testing.T) {
	comment := func(n int) func() {
		r := &change.Result{From: strings.Repeat("`", n)}
		return func() { review.Markdown(r, review.Fields) }
	}
	const n = 20_000
	if ratio := scaletest.Ratio(comment(n), comment(4*n)); ratio > scaletest.Most {
		t.Errorf("%.1f times as long for 4 times as many", ratio)
	}
}

// largest is the length of the largest part that is written at once.
type largest int

func (l *largest) Write(b []byte) (int, error) {
	*l = max(*l, largest(len(b)))
	return len(b), nil
}

// JSON is not held in memory as a whole.
func TestJSONIsWrittenInParts(t *testing.T) {
	t.Parallel()
	var part largest
	if err := review.JSON(&part, many(t, 1000), review.Fields); err != nil || part > 64<<10 {
		t.Errorf("a part of %d bytes, %v", part, err)
	}
}

// A long id and a long title are not told in full for each of many changes.
func TestLongNamesTakeTimeInProportion(t *testing.T) {
	result := func(n int) *change.Result {
		r := many(t, 1)
		e := &r.Tables[0].Changed[0]
		e.ID, e.Title = strings.Repeat("a", 50*n), strings.Repeat("b", 50*n)
		e.Changes = nil
		for i := range n {
			e.Changes = append(e.Changes, change.Change{Kind: change.Entry, Name: "related", Entry: e.ID, New: rawjson.Quote(fmt.Sprint(i))})
		}
		other := *e
		other.ID += "a"
		r.Tables[0].Changed = append(r.Tables[0].Changed, other)
		return r
	}
	for name, write := range map[string]func(*change.Result){
		"text":     func(r *change.Result) { review.Page(r, review.Fields, 80) },
		"Markdown": func(r *change.Result) { review.Markdown(r, review.Fields) },
		"workbook": func(r *change.Result) {
			_, _ = workbook.Write(io.Discard, workbook.Properties{}, review.Sheets(r, review.Fields))
		},
	} {
		once, four := result(500), result(2000)
		if ratio := scaletest.Ratio(func() { write(once) }, func() { write(four) }); ratio > scaletest.Most {
			t.Errorf("%s: %.1f times as long for 4 times as many", name, ratio)
		}
	}
}

// Rows have whole ids, of one cell for all changes of a record, and are made when they are written.
func TestRowsShareTheCellsOfARecord(t *testing.T) {
	t.Parallel()
	r := many(t, 1)
	e := &r.Tables[0].Changed[0]
	e.ID = strings.Repeat("a", 1000)
	e.Changes = append(e.Changes, e.Changes[0])
	var ids []*byte
	for row, err := range review.Rows(r, review.Fields).Seq {
		if err != nil {
			t.Fatal(err)
		}
		if rawjson.Text(row[2]) != e.ID {
			t.Error("the id is cut")
		}
		ids = append(ids, &row[2][0])
	}
	if len(ids) != 2 || ids[0] != ids[1] {
		t.Error("the id is copied for each change")
	}
}
