package commands

import (
	"time"

	"malaga/internal/table"
	"malaga/internal/text"
)

// patience is the time before progress is shown, and interval the time between its updates.
const (
	patience = time.Second
	interval = 100 * time.Millisecond
)

// progress shows on stderr, if that is a terminal, how many rows were written. How many there will be is not known.
type progress struct {
	app   *app
	next  time.Time // when it is shown again
	rows  int
	shown bool
}

// progress starts to measure how long the work takes.
func (a *app) progress() *progress { return &progress{app: a, next: a.env.Now().Add(patience)} }

// watch counts rows as they pass.
func (p *progress) watch(rows table.Rows) table.Rows {
	if !p.app.env.StderrTerminal {
		return rows
	}
	return table.Rows{Columns: rows.Columns, Seq: func(yield func(table.Row, error) bool) {
		for row, err := range rows.Seq {
			if p.rows++; p.rows%1024 == 0 {
				p.show()
			}
			if !yield(row, err) {
				return
			}
		}
	}}
}

// show prints the number of rows, if it is time to.
func (p *progress) show() {
	if now := p.app.env.Now(); !now.Before(p.next) {
		p.next = now.Add(interval)
		p.shown = true
		say(p.app.env.Stderr, "\r\x1b[K%s rows", text.Number(p.rows))
	}
}

// end removes the display.
func (p *progress) end() {
	if p.shown {
		say(p.app.env.Stderr, "\r\x1b[K")
	}
}
