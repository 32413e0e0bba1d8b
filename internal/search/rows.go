package search

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/vocab"
	"malaga/schema"
)

// day is the day of an event, or the range of days on which or within which it was.
func day(v []byte) string {
	from, to := rawjson.GetText(v, vocab.StartDate), rawjson.GetText(v, vocab.EndDate)
	switch {
	case from == "":
		return rawjson.GetText(v, vocab.Date)
	case to == "" || to == from:
		return from
	case rawjson.GetText(v, vocab.DateMeaning) == vocab.DateWithin:
		return vocab.DateWithin + " " + from + "/" + to
	}
	return from + "/" + to // as ISO 8601 writes a range
}

// context is the event in which something was said or done, and its day.
func (x *Index) context(r rawjson.Record) (event, when string) {
	when = day(r.Raw)
	for _, name := range []string{vocab.Session, vocab.SideEvent, vocab.Conference} {
		f := x.model.Table(r.Table).Field(name)
		if f == nil || f.Kind != schema.Reference {
			continue
		}
		if id := rawjson.GetText(r.Raw, name); x.titles[f.Ref][id] != "" {
			return x.titles[f.Ref][id], cmp.Or(when, x.days[f.Ref][id])
		}
	}
	return "", when
}

// columns of the rows, the most important first.
func columns() []table.Column {
	return []table.Column{
		{Name: "rank", Title: "Rank", Numeric: true},
		{Name: "id", Title: "Id", Unbroken: true},
		{Name: "title", Title: "Title"},
		{Name: "snippet", Title: "Text", Marked: true},
		{Name: "field", Title: "Found in"},
		{Name: "event", Title: "Event"},
		{Name: "date", Title: "Date", Unbroken: true},
		{Name: "table", Title: "Table", Unbroken: true},
		{Name: "score", Title: "Score", Numeric: true},
	}
}

// titleLength is how much is shown of a title, in code points: messages are their own.
const titleLength = 80

// Rows are the hits, the best first.
func (q *Question) Rows(r *Result) table.Rows { return q.rows(r, columns(), rowOf) }

// Page is Rows for people to read on a terminal: what matched stands with the title, and the day with the event.
func (q *Question) Page(r *Result) table.Rows {
	return q.rows(r, []table.Column{
		{Name: "rank", Title: "Rank", Numeric: true},
		{Name: "id", Title: "Id", Unbroken: true},
		{Name: "found", Title: "Found", Marked: true},
		{Name: "event", Title: "Event"},
	}, pageRow)
}

// found is what is shown of a hit.
type found struct {
	rank               int
	id, title          string
	display, field     string // the field that the title is of, and that in which the most was found
	label              string // what a reader calls that
	snippet            string
	event, when, table string
	score              float64
}

func (q *Question) rows(r *Result, columns []table.Column, row func(found) table.Row) table.Rows {
	return table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		for i, h := range r.best {
			f := q.show(h, &r.seen)
			if f.rank = i + 1; !yield(row(f), nil) {
				return
			}
		}
	}}
}

func (q *Question) show(h hit, n *seen) found {
	p := q.passages(h.record, n)
	f := found{
		id: rawjson.GetText(h.record.Raw, "id"), display: q.index.model.Display(h.record.Table), field: p.field, label: p.label,
		snippet: p.snippet, table: h.record.Table, score: math.Round(h.score*100) / 100,
	}
	f.title = rawjson.GetText(h.record.Raw, f.display)
	f.event, f.when = q.index.context(h.record)
	return f
}

func rowOf(f found) table.Row {
	return table.Row{
		strconv.AppendInt(nil, int64(f.rank), 10), rawjson.Quote(f.id), rawjson.QuoteAny(cut(f.title, titleLength)), rawjson.QuoteAny(f.snippet), rawjson.QuoteAny(f.field),
		rawjson.QuoteAny(f.event), rawjson.QuoteAny(f.when), rawjson.Quote(f.table), strconv.AppendFloat(nil, f.score, 'f', 2, 64),
	}
}

func pageRow(f found) table.Row {
	what := f.snippet
	if f.field != f.display {
		what = oneLine(cut(f.title, titleLength)) + " (" + strings.ToLower(f.label) + ": " + f.snippet + ")"
	}
	event := f.event
	if f.when != "" {
		event = strings.TrimPrefix(event+", "+strings.ReplaceAll(f.when, "/", " to "), ", ")
	}
	return table.Row{strconv.AppendInt(nil, int64(f.rank), 10), rawjson.Quote(f.id), rawjson.QuoteAny(what), rawjson.QuoteAny(event)}
}

// values of one record's source, as texts: those of references and codes are the names of what they mean.
func (q *Question) texts(src *source, cell []byte) []string {
	var all []string
	values(cell, src.steps, func(v []byte) {
		text := rawjson.Text(v)
		switch src.field.Kind {
		case schema.Reference:
			all = append(all, q.index.names[src.field.Ref][text]...)
		case schema.CodeKind:
			for _, c := range src.field.Codes {
				if c.Code == text {
					all = append(all, c.Title, c.Code)
				}
			}
		default:
			all = append(all, text)
		}
	})
	return all
}
