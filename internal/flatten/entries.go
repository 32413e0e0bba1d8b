package flatten

import (
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// entryRows yields the rows of the entries of lists.
type entryRows struct {
	Source
	holders []*schema.Table
	list    *schema.Field
	labels  bool
	first   int      // the index of the first of columns
	columns []Column // of the fields of an entry
}

func (e entryRows) all(yield func(table.Row, error) bool) {
	row := make(table.Row, e.first+len(e.columns))
	names := fieldNames(e.columns)
	for _, t := range e.holders {
		name := t.Name
		if e.labels {
			name = t.Title
		}
		head := make(table.Row, 3)
		for rec, err := range e.Records(t.Name) {
			if err != nil {
				yield(nil, err)
				return
			}
			rawjson.Pick(rec.Raw, []string{e.list.Name, t.Display, vocab.ID}, head)
			if len(head[1]) > text.MaxText { // it stands in the row of each entry
				head[1] = table.Optional(text.ShortenText(rawjson.Text(head[1])))
			}
			n := 0
			for _, entry := range rawjson.Elements(head[0]) {
				n++
				start := row[:0]
				if len(e.holders) > 1 {
					start = append(start, table.String(name))
				}
				if e.labels {
					start = append(start, head[1])
				}
				start = append(start, head[2], table.Int(n))
				e.fill(row[len(start):], names, entry)
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// fill sets the values of an entry: those of an object's fields, or the value that the entry is.
func (e entryRows) fill(values table.Row, names []string, entry []byte) {
	if e.list.Kind == schema.Object {
		rawjson.Pick(entry, names, values)
	} else {
		for i := range values {
			values[i] = entry
		}
	}
	convert(e.columns, values)
}
