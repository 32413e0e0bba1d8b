package commands

import (
	"github.com/urfave/cli/v2"

	"malaga/internal/timeline"
)

func (r *runner) exportICSCommand() *cli.Command {
	return &cli.Command{
		Name: "ics", Usage: "the programme as a calendar (iCalendar)",
		Description: "Sessions, side events and workshops go to stdout, or to the file that --output names. What has a clock time has\n" +
			"it in the time zone of its conference. What has none is an entry for the whole day; what was on one of\n" +
			"several days, the source does not say which, is one for all of them. Both say so in their description.",
		Flags: []cli.Flag{outputFlag("write to `FILE`")},
		Action: func(c *cli.Context) error {
			if _, err := exactly(c); err != nil {
				return err
			}
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			meta, err := r.meta(set, d)
			if err != nil {
				return err
			}
			chapters, err := r.programme(set, d)
			if err != nil {
				return err
			}
			calendar, notes := timeline.Calendar(meta, chapters, r.toTerminal(c))
			for _, note := range notes {
				r.note(note, "")
			}
			return r.writeText(c, calendar)
		},
	}
}
