package commands

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"malaga/internal/cite"
	"malaga/internal/query"
	"malaga/internal/record"
	"malaga/internal/table"
)

type citeOptions struct {
	output
	tables, where []string
}

func newCiteCommand(a *app) *cli.Command {
	o := &citeOptions{output: output{app: a}}
	return a.command(&cli.Command{
		Name: "cite", Usage: "cite the dataset or its records", ArgsUsage: "[ID…]",
		Flags: []cli.Flag{
			&option{name: "in", takes: "TABLE", values: &o.tables, usage: "cite the records of TABLE; may be repeated", complete: completeTables},
			whereFlag(&o.where),
			formatFlag(&o.format, citationFormats(), cite.Text),
			o.pathFlag("write to FILE; its ending (txt, bib, json, ris, cff) sets the format if --format does not"),
		},
	}, completeRecord, o.run)
}

func (o *citeOptions) run(ids []string) error {
	format, err := o.formatName(citationFormats(), cite.Text)
	switch {
	case err != nil:
		return err
	case o.where != nil && o.tables == nil:
		return usage("--where needs --in TABLE", "for example: malaga cite --in sessions --where kind=thematic")
	case o.tables != nil && len(ids) > 0:
		return usage("cite takes either IDs or --in, not both", "")
	}
	in, err := o.open()
	if err != nil {
		return err
	}
	whole, records, err := o.citations(in, ids)
	if err != nil {
		return err
	}
	named, n := whole.NamesAuthors(), 0
	if records != nil {
		records = table.Watched(records, func(c cite.Citation) {
			n++
			named = named && c.NamesAuthors()
		})
	}
	if err := o.write(func(w io.Writer) error { return cite.Write(w, format, whole, records, o.toTerminal()) }); err != nil {
		return err
	}
	if records != nil && n == 0 {
		o.note("no record to cite", "")
	}
	if format == cite.CFF && !named {
		o.note(fmt.Sprintf("a CITATION.cff file must name authors: %q is used where the dataset names none", cite.Anonymous), "")
	}
	o.noteEnding("text", citationFormats())
	return nil
}

// citations cites the dataset, and the records that ids or a query choose; records is nil if none are chosen.
func (o *citeOptions) citations(in *input, ids []string) (whole cite.Citation, records cite.Records, err error) {
	meta, err := in.meta()
	if err != nil {
		return whole, nil, err
	}
	if whole = cite.OfDataset(meta); whole.Title == cite.Untitled {
		o.note("the dataset has no title", "add \"title\" to dataset.json, or beside the tables of a dataset in one file")
	}
	s := cite.NewSource(record.Source{Model: in.model}, whole)
	switch {
	case o.tables != nil:
		records, err = o.citeQuery(in, s)
	case len(ids) > 0:
		records, err = in.cite(distinctIDs(ids), s)
	}
	return whole, records, err
}

// cite cites the records of some ids, each once: no format can have a key twice.
func (in *input) cite(ids []string, s cite.Source) (cite.Records, error) {
	found, err := in.find(ids, func(query.Record) {})
	if err != nil {
		return nil, err
	}
	if s.Look, err = in.lookup(cite.Tables()); err != nil {
		return nil, err
	}
	return func(yield func(cite.Citation, error) bool) {
		for _, id := range ids {
			if !yield(s.Record(found[id].Table, found[id].Raw), nil) {
				return
			}
		}
	}, nil
}

// citeQuery cites the records of some tables that meet all conditions, as they are read.
func (o *citeOptions) citeQuery(in *input, s cite.Source) (cite.Records, error) {
	tables, err := in.tables(o.tables)
	if err != nil {
		return nil, err
	}
	for _, t := range tables { // before anything is written
		if _, err := in.conditions(t, o.where); err != nil {
			return nil, err
		}
	}
	return func(yield func(cite.Citation, error) bool) {
		for _, t := range tables {
			var selected query.Records
			if selected, s.Look, err = in.selected(t, o.where, cite.Tables()...); err != nil {
				yield(cite.Citation{}, err)
				return
			}
			for rec, err := range selected {
				var c cite.Citation
				if err == nil {
					c = s.Record(rec.Table, rec.Raw)
				}
				if !yield(c, err) {
					return
				}
			}
		}
	}, nil
}
