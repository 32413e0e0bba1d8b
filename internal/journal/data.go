package journal

import (
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/rawjson"
)

// WriteJSON writes the dataset as one object with the tables as members, a record on each line.
func (d Data) WriteJSON(w io.Writer) error {
	line := func(v []byte) []byte {
		compact := jsontext.Value(slices.Clone(v))
		_ = compact.Compact() // the reader has passed it
		return compact
	}
	b := []byte("{")
	for m := range rawjson.Members(d.Meta) {
		if !rawjson.NameIs(m.Name, "$schema") {
			b = fmt.Appendf(b, "\n  %s: %s,", m.Name, line(m.Value))
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
			b = append(append(b, "\n    "...), line(v)...)
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
