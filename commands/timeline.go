package commands

import (
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/render"
	"malaga/internal/timeline"
	"malaga/schema"
)

func (r *runner) timelineCommand() *cli.Command {
	return &cli.Command{
		Name: "timeline", Usage: "show the programme day by day, as far as the sources tell it",
		Description: "Without --format the programme is a page to read, with --format md one in Markdown; other formats write rows,\n" +
			"one an event. What is known to have been on one of several days stands under those days: no day and no\n" +
			"time is invented, and days of which nothing is known between others are said.",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "day", Usage: "only what was, or may have been, on `YYYY-MM-DD`"},
		}, formatFlags("a page to read")...),
		Action: func(c *cli.Context) error {
			if _, err := exactly(c); err != nil {
				return err
			}
			day, err := time.Parse(time.DateOnly, c.String("day"))
			if c.IsSet("day") && err != nil {
				return usage(fmt.Sprintf("--day %q is no day", c.String("day")), "write YYYY-MM-DD")
			}
			f, err := r.rowFormat(c)
			if err != nil {
				return err
			}
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			chapters, err := r.programme(set, d)
			if err != nil {
				return err
			}
			if c.IsSet("day") {
				if chapters = timeline.On(chapters, day); len(chapters) == 0 {
					r.note("the data hold no session or side event of "+c.String("day"), "")
				}
			}
			switch {
			case !r.wantsRows(c):
				return r.writePage(c, timeline.Page(chapters, r.width()))
			case f == render.Markdown:
				return r.writeText(c, timeline.Markdown(chapters))
			}
			return r.writeRows(c, timeline.Rows(chapters))
		},
	}
}

// programme reads the programme of a dataset, and tells what the dataset has none of.
func (r *runner) programme(set *schema.Set, d *dataset.Dataset) ([]timeline.Chapter, error) {
	p := timeline.New(set.Model)
	if tables := timeline.Tables(set.Model); len(tables) > 0 { // none would mean all
		for rec, err := range r.records(set, d, tables...) {
			if err != nil {
				return nil, err
			}
			p.Add(rec)
		}
	}
	if lacks := p.Lacks(); len(lacks) > 0 {
		r.note("the dataset has no "+strings.Join(lacks, ", no "), "")
	}
	return p.Chapters(), nil
}
