package commands

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/query"
	"malaga/internal/table"
)

func (r *runner) searchCommand() *cli.Command {
	return &cli.Command{
		Name: "search", Usage: "find records that hold all of some words, the best first", ArgsUsage: "WORDS…",
		Description: "Capitals and accents do not count. A word also finds longer ones that begin with it.",
		Flags: append([]cli.Flag{
			&cli.StringSliceFlag{Name: "in", Usage: "search only this `TABLE`; may be repeated"},
			limitFlag(),
		}, rowFlags()...),
		Action: func(c *cli.Context) error {
			text := strings.Join(c.Args().Slice(), " ")
			if len(query.Words(text)) == 0 {
				return usage("search needs words", "malaga search --help shows how")
			}
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			tables, err := r.tables(set.Model, c.StringSlice("in"))
			if err != nil {
				return err
			}
			var names []string // none: the whole dataset is read
			if c.IsSet("in") {
				for _, t := range tables {
					names = append(names, t.Name)
				}
			}
			n, err := limit(c)
			if err != nil {
				return err
			}
			s := query.NewSearch(tables, text)
			rows, err := s.Find(r.records(set, d, names...), n)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				r.note(fmt.Sprintf("nothing holds %q", text), "malaga show ID shows a record by its id")
			}
			return r.writeRows(c, table.Of(s.Columns(), rows))
		},
	}
}
