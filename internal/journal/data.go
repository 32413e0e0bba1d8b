package journal

import (
	"fmt"
	"io"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// WriteJSON writes the dataset as one object with the tables as members, a record on each line.
func (d Data) WriteJSON(w io.Writer) error {
	b := []byte("{")
	for m := range rawjson.Members(d.Meta) {
		if !rawjson.NameIs(m.Name, schema.SchemaField) {
			b = fmt.Appendf(b, "\n  %s: %s,", m.Name, rawjson.Compact(m.Value))
		}
	}
	for _, t := range d.Model.Tables {
		records := d.Records[t.Name]
		if records == nil {
			continue
		}
		b = fmt.Appendf(b, "\n  %q: [", t.Name)
		for i, v := range records {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(append(b, "\n    "...), rawjson.Compact(v)...)
			if _, err := w.Write(b); err != nil {
				return err
			}
			b = b[:0]
		}
		b = append(b, "\n  ],"...)
	}
	if n := len(b); n > 1 && b[n-1] == ',' {
		b = b[:n-1]
	}
	_, err := w.Write(append(b, "\n}\n"...))
	return err
}
