package commands

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"malaga/internal/query"
	"malaga/internal/render"
	"malaga/internal/text"
	"malaga/internal/timeline"
)

type timelineOptions struct {
	output
	day value
}

func newTimelineCommand(a *app) *cli.Command {
	o := &timelineOptions{output: output{app: a}}
	day := &option{
		name: "day", takes: "YYYY-MM-DD", value: &o.day, complete: completeDay,
		usage: "show only events that took place, or may have, on this day",
	}
	c := &cli.Command{
		Name: "timeline", Usage: "show the programme by day",
		Flags: append([]cli.Flag{day}, o.flagsOr("a page to read")...),
	}
	return a.command(c, nil, o.run)
}

func (o *timelineOptions) run([]string) error {
	day, err := time.Parse(time.DateOnly, o.day.text)
	if o.day.set && err != nil {
		return usage(fmt.Sprintf("invalid day %q for --day", o.day.text), cmp.Or(writeDay(o.day.text), "write YYYY-MM-DD"))
	}
	f, err := o.rowFormat()
	if err != nil {
		return err
	}
	in, err := o.open()
	if err != nil {
		return err
	}
	chapters, err := in.timeline()
	if err != nil {
		return err
	}
	if o.day.set {
		if chapters = timeline.On(chapters, day); len(chapters) == 0 {
			o.note("the dataset has no session or side event on "+o.day.text, "")
		}
	}
	switch {
	case !o.wantsRows():
		return o.writePage(timeline.Page(chapters, o.width()))
	case f == render.Markdown:
		return o.writeText(timeline.Markdown(chapters))
	}
	return o.writeRows(timeline.Rows(chapters))
}

// writeDay returns a hint for a day in another form; "" if it is none.
func writeDay(s string) string {
	if day := query.AsDate(s); len(day) == len(time.DateOnly) {
		return "write " + day
	}
	return ""
}

// maxProgramme is the number of conferences and events of a programme, which is in memory: with it, 245 MiB are in use for 64 MB of
// data.
const maxProgramme = 100_000

// timeline reads the programme of a dataset, and prints which tables of it are missing.
func (in *input) timeline() ([]timeline.Chapter, error) {
	p := timeline.New(in.model)
	n := 0
	if tables := timeline.Tables(in.model); len(tables) > 0 { // none would mean all
		for rec, err := range in.records(tables...) {
			if err != nil {
				return nil, err
			}
			if n++; n > maxProgramme {
				return nil, &text.Failure{
					Err: fmt.Errorf("more than %s conferences, sessions and side events: a programme holds all of them in memory",
						text.Number(maxProgramme)),
					Hint: "malaga list sessions --sort start_date,start_time has no such limit",
				}
			}
			p.Add(rec)
		}
	}
	if lacks := p.Lacks(); len(lacks) > 0 {
		in.app.note("the dataset has no "+strings.Join(lacks, ", no "), "")
	}
	return p.Chapters(), nil
}
