package render

import (
	"cmp"
	"iter"
	"slices"

	"malaga/internal/spill"
	"malaga/internal/table"
	"malaga/internal/text"
)

// cells are the rows of a table as text, each on one line, and how wide they are.
type cells struct {
	columns  []table.Column
	heading  []string
	body     *spill.Log[[]string]
	size     int // of the body, in bytes
	terminal int // its width; 0 means no limit
	chunk    int // rows that are laid out at a time

	natural, least []int // widths of the columns: those of their cells, and those that they need
	most           int   // the greatest number in a column of bars
	bars           int   // the width of its bars; 0 if it has numbers
	written        bool  // the heading has been written

	short func(table, id string) string // of a reference; nil if there is none
}

// newCells returns the cells of rows that read will read. A reference is shown by its short name.
func newCells(rows table.Rows, o Options) *cells {
	n := len(rows.Columns)
	c := &cells{
		columns: rows.Columns, heading: make([]string, n), terminal: o.Width, chunk: cmp.Or(o.chunk, usualChunk),
		natural: make([]int, n), least: make([]int, n),
		body: newLog(n, o.memory), short: o.Short,
	}
	for i, column := range rows.Columns {
		c.heading[i] = text.Escape(column.Title)
		c.natural[i] = cellWidth(c.heading[i])
		c.least[i] = leastHeading(c.heading[i], o.Width)
	}
	return c
}

// read reads all rows.
func (c *cells) read(rows table.Rows) error {
	n := len(c.columns)
	for row, err := range rows.Seq {
		if err != nil {
			return err
		}
		line := make([]string, n)
		for i, cell := range row {
			line[i] = cellText(c.columns[i], cell, c.short)
		}
		c.measure(line)
		if n > 0 && c.columns[n-1].Bar {
			c.most = max(c.most, count(line[n-1])) // a total has none
		}
		c.size += bytesOf(line)
		if err := c.body.Add(line); err != nil {
			return err
		}
	}
	return nil
}

// newLog returns a list of rows of n cells, of which it keeps so many bytes in memory.
func newLog(n, memory int) *spill.Log[[]string] {
	return &spill.Log[[]string]{
		File: spill.File{Task: "lay out a table"}, Most: memory, Bytes: bytesOf,
		Append: func(b []byte, row []string) []byte {
			for _, cell := range row {
				b = spill.AppendSized(b, cell)
			}
			return b
		},
		Read: func(b []byte) []string {
			row := make([]string, n)
			for i := range row {
				var cell []byte
				cell, b = spill.CutSized(b)
				row[i] = string(cell)
			}
			return row
		},
	}
}

// bytesOf returns about how many bytes a row takes in memory.
func bytesOf(row []string) int {
	n := 0
	for _, cell := range row {
		n += len(cell) + 16
	}
	return n
}

// cellText returns a cell as text on one line.
func cellText(c table.Column, cell []byte, short func(table, id string) string) string {
	switch {
	case c.Marked:
		return markedLine(table.Text(cell))
	case c.Ref != "" && short != nil:
		return text.EscapeLine(shortNames(cell, func(id string) string { return short(c.Ref, id) }))
	}
	return text.EscapeLine(table.Text(cell))
}

// all yields the rows without the heading. They may be changed.
func (c *cells) all() iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		n := len(c.columns)
		for row, err := range c.body.All() {
			if err == nil {
				row = slices.Clone(row[:n])
				if c.bars > 0 && c.columns[n-1].Bar {
					row[n-1] = bar(count(row[n-1]), c.most, c.bars)
				}
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
