package search

import (
	"iter"
	"math"
	"strconv"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// titleLength is the length of a title in a row, in code points: the title of a message is its text.
const titleLength = 80

// Rows returns the hits, the best first.
func (r *Result) Rows() table.Rows {
	columns := []table.Column{ // the most important first
		{Name: "rank", Title: "Rank", Numeric: true},
		{Name: "id", Title: "Id", Unbroken: true},
		{Name: "title", Title: "Title"},
		{Name: "snippet", Title: "Text", Marked: true},
		{Name: "field", Title: "Found in"},
		{Name: "event", Title: "Event"},
		{Name: "date", Title: "Date", Unbroken: true},
		{Name: "table", Title: "Table", Unbroken: true},
		{Name: "score", Title: "Score", Numeric: true, Decimals: true},
	}
	return r.rows(columns, func(rank int, h hit) table.Row {
		p := r.passage(h.record)
		event, day := r.question.index.event(h.record)
		return table.Row{
			table.Int(rank),
			rawjson.Get(h.record.Raw, vocab.ID),
			table.Optional(text.Shorten(r.title(h.record), titleLength)),
			table.Optional(p.snippet),
			table.Optional(p.source.name),
			table.Optional(event),
			table.Optional(day),
			table.String(h.record.Table),
			strconv.AppendFloat(nil, math.Round(h.score*100)/100, 'f', 2, 64),
		}
	})
}

// Page returns the hits for people on a terminal: with the snippet beside the title, and the day beside the event.
func (r *Result) Page() table.Rows {
	columns := []table.Column{
		{Name: "rank", Title: "Rank", Numeric: true},
		{Name: "id", Title: "Id", Unbroken: true},
		{Name: "found", Title: "Found", Marked: true},
		{Name: "event", Title: "Event"},
	}
	return r.rows(columns, func(rank int, h hit) table.Row {
		p := r.passage(h.record)
		found := p.snippet
		if p.source.name != r.question.index.model.Display(h.record.Table) {
			title := oneLine(text.Shorten(r.title(h.record), titleLength))
			found = title + " (" + strings.ToLower(p.source.label) + ": " + p.snippet + ")"
		}
		event, day := r.question.index.event(h.record)
		if day != "" {
			event = strings.TrimPrefix(event+", "+strings.ReplaceAll(day, "/", " to "), ", ")
		}
		return table.Row{table.Int(rank), rawjson.Get(h.record.Raw, vocab.ID), table.Optional(found), table.Optional(event)}
	})
}

func (r *Result) rows(columns []table.Column, row func(rank int, h hit) table.Row) table.Rows {
	return table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		rank := 0
		for h, err := range r.hits() {
			if err != nil {
				yield(nil, err)
				return
			}
			if rank++; !yield(row(rank, h), nil) {
				return
			}
		}
	}}
}

// hits yields the hits, the best first.
func (r *Result) hits() iter.Seq2[hit, error] {
	if r.again != nil {
		return r.again
	}
	return func(yield func(hit, error) bool) {
		for _, h := range r.best {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// title returns the title of a record.
func (r *Result) title(rec rawjson.Record) string {
	return rawjson.GetText(rec.Raw, r.question.index.model.Display(rec.Table))
}
