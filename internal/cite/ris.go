package cite

import "fmt"

// risTag returns a line of RIS, "" if there is no value. A name gets no comma: without one, programs leave it whole.
func risTag(tag, value string) string {
	if value = oneLine(value); value == "" {
		return ""
	}
	return fmt.Sprintf("\n%s  - %s", tag, value)
}

// Container returns what a work is part of: the dataset of an entry, the conference of an event.
func (c Citation) Container() string {
	if c.Form == Part && c.Event != nil {
		return c.Event.Title
	}
	return c.Collection
}

// RISDate returns the date as YYYY/MM/DD/other. RIS has one day; behind it is room for words, here those of a range.
func (d Dates) RISDate() string {
	if d.Month == "" {
		return ""
	}
	other := ""
	if d.To != "" {
		other = d.Words()
	}
	return fmt.Sprintf("%s/%s/%s/%s", d.Year, d.Month, d.Day, other)
}
