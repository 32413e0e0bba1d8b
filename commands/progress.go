package commands

import (
	"time"

	"github.com/schollz/progressbar/v3"

	"malaga/internal/table"
)

// patience is how long a person waits without being told how far the work is.
const patience = time.Second

// progress shows on stderr how far a long work is; on a terminal only.
type progress struct {
	r     *runner
	unit  string
	begun time.Time
	rows  int // that have passed
	bar   *progressbar.ProgressBar
}

func (r *runner) progress(unit string) *progress {
	return &progress{r: r, unit: unit, begun: r.env.Now()}
}

// set tells how much is done of all.
func (p *progress) set(done, all int) {
	if !p.r.env.StderrTerminal {
		return
	}
	if p.bar == nil {
		if p.r.env.Now().Sub(p.begun) < patience {
			return
		}
		p.bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(p.r.env.Stderr), progressbar.OptionShowCount(),
			progressbar.OptionSetItsString(p.unit), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetWidth(20))
	}
	_ = p.bar.Set(done) // a display only: if stderr fails there is nowhere to say so
}

// watch tells of rows as they pass; how many there will be is not known.
func (p *progress) watch(rows table.Rows) table.Rows {
	return table.Rows{Columns: rows.Columns, Seq: func(yield func(table.Row, error) bool) {
		for row, err := range rows.Seq {
			if p.rows++; p.rows%1024 == 0 {
				p.set(p.rows, -1)
			}
			if !yield(row, err) {
				return
			}
		}
	}}
}

// end takes the display away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
