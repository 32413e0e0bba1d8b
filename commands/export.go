package commands

import (
	"github.com/urfave/cli/v2"

	"malaga/internal/flatten"
	"malaga/internal/query"
	"malaga/internal/timeline"
	"malaga/schema"
)

func newExportCommand(a *app) *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "export the data for other programs", ArgsUsage: "FORMAT [TABLE…]",
		Subcommands: []*cli.Command{newExportXLSXCommand(a), newExportCSVCommand(a), newExportICSCommand(a), newExportHTMLCommand(a)},
	}
}

// source returns the records of some tables.
func (in *input) source(tables []*schema.Table) flatten.Source {
	return flatten.Source{Model: in.model, Tables: tables, Records: func(table string) query.Records { return in.ahead(table) }}
}

func newExportICSCommand(a *app) *cli.Command {
	o := &output{app: a}
	c := &cli.Command{
		Name: "ics", Usage: "write the programme as a calendar (iCalendar)",
		Flags: []cli.Flag{o.pathFlag("write to FILE")},
	}
	return a.command(c, nil, func([]string) error { return runExportICS(o) })
}

func runExportICS(o *output) error {
	ics := formatNamed("ics", exportFormats())
	if _, err := o.ofEnding(ics); err != nil {
		return err
	}
	in, err := o.open()
	if err != nil {
		return err
	}
	meta, err := in.meta()
	if err != nil {
		return err
	}
	chapters, err := in.timeline()
	if err != nil {
		return err
	}
	calendar, notes := timeline.Calendar(meta, chapters, o.toTerminal())
	for _, note := range notes {
		o.note(note, "")
	}
	return o.writeAs("ics", ics, calendar)
}
