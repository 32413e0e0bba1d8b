package search

import (
	"cmp"
	"math"
	"strconv"

	"malaga/internal/raw"
	"malaga/internal/record"
	"malaga/internal/table"
	"malaga/schema"
)

// The fields that tell in which event something was, and when.
const (
	session    = "session"
	sideEvent  = "side_event"
	conference = "conference"
	startDate  = "start_date"
	endDate    = "end_date"
	date       = "date"

	dateMeaning = "date_meaning"
	within      = "within" // its code for one of the days, the source does not say which
)

// day is the day of an event, or the range of days on which or within which it was.
func day(v []byte) string {
	from, to := raw.Text(raw.Get(v, startDate)), raw.Text(raw.Get(v, endDate))
	switch {
	case from == "":
		return raw.Text(raw.Get(v, date))
	case to == "" || to == from:
		return from
	case raw.Text(raw.Get(v, dateMeaning)) == within:
		return within + " " + from + "/" + to
	}
	return from + "/" + to // as ISO 8601 writes a range
}

// context is the event in which something was said or done, and its day.
func (x *Index) context(r record.Record) (event, when string) {
	when = day(r.Raw)
	for _, name := range []string{session, sideEvent, conference} {
		f := x.model.Table(r.Table).Field(name)
		if f == nil || f.Kind != schema.Reference {
			continue
		}
		if id := raw.Text(raw.Get(r.Raw, name)); x.titles[f.Ref][id] != "" {
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
func (q *Question) Rows(r *Result) table.Rows {
	return table.Rows{Columns: columns(), Seq: func(yield func(table.Row, error) bool) {
		for i, h := range r.best {
			if !yield(q.row(i+1, h, r.seen), nil) {
				return
			}
		}
	}}
}

func (q *Question) row(rank int, h hit, n seen) table.Row {
	text := func(s string) []byte {
		if s == "" {
			return nil
		}
		return raw.Quote(s)
	}
	found := q.passages(h.record, n)
	title := raw.Text(raw.Get(h.record.Raw, q.index.model.Display(h.record.Table)))
	event, when := q.index.context(h.record)
	return table.Row{
		strconv.AppendInt(nil, int64(rank), 10), raw.Get(h.record.Raw, "id"), text(cut(title, titleLength)), text(found.snippet), text(found.field),
		text(event), text(when), raw.Quote(h.record.Table), strconv.AppendFloat(nil, math.Round(h.score*100)/100, 'f', 2, 64),
	}
}

// values of one record's source, as texts: those of references and codes are the names of what they mean.
func (q *Question) texts(src *source, cell []byte) []string {
	var all []string
	values(cell, src.steps, func(v []byte) {
		text := raw.Text(v)
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
