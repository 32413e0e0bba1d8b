package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/query"
	"malaga/internal/record"
	"malaga/internal/render"
)

func newShowCommand(a *app) *cli.Command {
	o := &output{app: a}
	return a.command(&cli.Command{
		Name: "show", Usage: "show records in full, with their references", ArgsUsage: "ID…",
		Flags: o.flagsOr("a page to read"),
	}, completeRecord, func(args []string) error { return runShow(o, distinctIDs(args)) })
}

func runShow(o *output, ids []string) error {
	if len(ids) == 0 {
		return usage("show needs the ID of a record", "malaga list TABLE lists them")
	}
	in, err := o.open()
	if err != nil {
		return err
	}
	s := record.Pages{Source: record.Source{Model: in.model}, Back: record.NewMentions(in.model, ids), More: o.listCommand}
	byID, err := in.find(ids, s.Back.Add)
	if err != nil {
		return err
	}
	var records []query.Record
	targets := s.Back.Tables()
	for _, id := range ids {
		records = append(records, byID[id])
		targets = append(targets, in.model.Table(byID[id].Table).Targets()...)
	}
	if s.Look, err = in.lookup(targets); err != nil {
		return err
	}
	return o.writePageOrRows(record.Rows(in.model, records), func(p *render.Page) {
		for i, r := range records {
			if i > 0 {
				p.Blank()
				p.Text(strings.Repeat("─", min(20, o.width())))
			}
			s.Write(p, r)
		}
	})
}

// listCommand returns the command that lists the records of a table that meet a condition.
func (o *output) listCommand(table, condition string) string {
	return fmt.Sprintf("malaga list %s --where %s%s", table, quoted(condition), o.dataFlag())
}

// distinctIDs leaves out ids that are repeated.
func distinctIDs(ids []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		twice := seen[id]
		seen[id] = true
		return twice
	})
}
