package commands

import (
	"fmt"
	"time"

	"malaga/internal/table"
	"malaga/internal/text"
)

// patience is the time before progress is shown, and interval the time between its updates.
const (
	patience = time.Second
	interval = 100 * time.Millisecond
)

// progress shows on stderr, if that is a terminal, how many rows were read and written. Rows that are read twice, as a workbook
// measures them first, are counted once in each pass: in the second it is known how many there will be.
type progress struct {
	app     *app
	next    time.Time // when it is shown again
	rows    int       // of the first pass
	written int       // of the second
	shown   bool
}

// progress starts to measure how long the work takes.
func (a *app) progress() *progress { return &progress{app: a, next: a.env.Now().Add(patience)} }

// watch counts rows as they pass.
func (p *progress) watch(rows table.Rows) table.Rows {
	if !p.app.env.StderrTerminal {
		return rows
	}
	count := &p.rows
	return table.Rows{Columns: rows.Columns, Seq: func(yield func(table.Row, error) bool) {
		n := count
		count = &p.written
		table.Watched(rows.Seq, func(table.Row) {
			if *n++; *n%1024 == 0 {
				p.show()
			}
		})(yield)
	}}
}

// show prints how far the work is, if it is time to.
func (p *progress) show() {
	if now := p.app.env.Now(); !now.Before(p.next) {
		p.next = now.Add(interval)
		p.shown = true
		done := text.Number(p.rows) + " rows"
		if p.written > 0 {
			done = fmt.Sprintf("%s of %s (%d%%)", text.Number(p.written), done, min(100, 100*p.written/max(1, p.rows)))
		}
		say(p.app.env.Stderr, "\r\x1b[K%s", done)
	}
}

// end removes the display.
func (p *progress) end() {
	if p.shown {
		say(p.app.env.Stderr, "\r\x1b[K")
	}
}
