package commands

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/cite"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/schema"
)

func (r *runner) citeCommand() *cli.Command {
	return &cli.Command{
		Name: "cite", Usage: "cite the dataset, records in it, or the result of a query", ArgsUsage: "[ID…]",
		Description: "Without ID and --in the dataset is cited; --in TABLE cites its records, --where those that meet conditions, as with list.\n" +
			"Each citation names the version of the dataset and the id of the record.\n" +
			"bibtex is for BibTeX and biblatex, csl is CSL-JSON, cff is a CITATION.cff: of the dataset, with the records as references.",
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "in", Usage: "cite the records of `TABLE`; may be repeated"},
			whereFlag(),
			&cli.StringFlag{Name: "format", Usage: "write as `FORMAT`: " + strings.Join(citeFormats(), ", ") + " (default: text)"},
			outputFlag("write to `FILE`; its ending (txt, bib, json, ris, cff) tells the format if --format does not"),
		},
		Action: func(c *cli.Context) error {
			format, err := citeFormat(c)
			switch {
			case err != nil:
				return err
			case c.IsSet("where") && !c.IsSet("in"):
				return usage("--where needs --in TABLE", "malaga cite --in sessions --where kind=thematic")
			case c.IsSet("in") && c.Args().Present():
				return usage("cite takes either IDs or --in, not both", "")
			}
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			whole, records, err := r.citations(c, set, d)
			if err != nil {
				return err
			}
			if format == cite.CFF && !cite.NamesAuthors(whole, records) {
				r.note(fmt.Sprintf("a CITATION.cff must name authors: %q stands where the data name none", cite.Anonymous), "")
			}
			if err := r.writeTo(c, func(w io.Writer) error { return cite.Write(w, format, whole, records, r.toTerminal(c)) }); err != nil {
				return err
			}
			if citeFormatOf(extension(c.String("output"))) == "" {
				r.tellEnding(c, "text", citeFormats())
			}
			return nil
		},
	}
}

// citeFormat is the format that is asked for: by name, or by the ending of the output file.
func citeFormat(c *cli.Context) (string, error) {
	name := c.String("format")
	formats := citeFormats()
	switch format := citeFormatOf(extension(c.String("output"))); {
	case c.IsSet("format") && !slices.Contains(formats, name):
		return "", usage(fmt.Sprintf("no format %q", name), nearestOr(name, formats, "the formats are "+strings.Join(formats, ", ")))
	case c.IsSet("format"):
		return name, nil
	case format != "":
		return format, nil
	}
	return cite.Text, refuseEnding(c)
}

func citeFormats() []string {
	var names []string
	for _, f := range cite.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// citeFormatOf is the format of files with an ending, "" if there is none.
func citeFormatOf(ending string) string {
	for _, f := range cite.Formats() {
		if f.Ending == ending {
			return f.Name
		}
	}
	return ""
}

// citations cites a dataset, and the records that are asked for by id or by a query; records is nil if none are asked for.
func (r *runner) citations(c *cli.Context, set *schema.Set, d *dataset.Dataset) (whole cite.Citation, records []cite.Citation, err error) {
	meta, err := r.meta(set, d)
	if err != nil {
		return whole, nil, err
	}
	if whole = cite.OfDataset(meta); whole.Title == cite.Untitled {
		r.note("the dataset has no title", "dataset.json gives it one, or a member beside the tables of one file")
	}
	s := cite.Source{Source: record.Source{Model: set.Model}, Dataset: whole}
	switch {
	case c.IsSet("in"):
		records, err = r.citeQuery(c, set, d, s)
	case c.Args().Present():
		records, err = r.citeIDs(c.Args().Slice(), set, d, s)
	}
	return whole, records, err
}

// citeIDs cites the records of some ids, each once: no format can have a key twice.
func (r *runner) citeIDs(ids []string, set *schema.Set, d *dataset.Dataset, s cite.Source) (records []cite.Citation, err error) {
	ids = distinctIDs(ids)
	found, err := r.find(set, d, ids, func(rawjson.Record) {})
	if err != nil {
		return nil, err
	}
	if s.Look, err = r.lookup(set, d, cite.Tables()); err != nil {
		return nil, err
	}
	for _, id := range ids {
		records = append(records, s.Record(found[id].Table, found[id].Raw))
	}
	return records, nil
}

// citeQuery cites the records of some tables that meet all conditions.
func (r *runner) citeQuery(c *cli.Context, set *schema.Set, d *dataset.Dataset, s cite.Source) ([]cite.Citation, error) {
	tables, err := r.tables(set.Model, c.StringSlice("in"))
	if err != nil {
		return nil, err
	}
	records := []cite.Citation{}
	for _, t := range tables {
		var q query.Query
		if q.Where, err = r.conditions(c, set.Model, t); err != nil {
			return nil, err
		}
		if s.Look, err = r.lookup(set, d, append(q.Tables(), cite.Tables()...), q.Where...); err != nil {
			return nil, err
		}
		for rec, err := range q.Select(r.records(set, d, t.Name), s.Look) {
			if err != nil {
				return nil, err
			}
			records = append(records, s.Record(rec.Table, rec.Raw))
		}
	}
	if len(records) == 0 {
		r.note("no record to cite", "")
	}
	return records, nil
}
