package commands

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/cite"
	"malaga/internal/record"
	"malaga/schema"
)

func (r *runner) citeCommand() *cli.Command {
	return &cli.Command{
		Name: "cite", Usage: "cite the dataset, or records in it", ArgsUsage: "[ID…]",
		Description: "Each citation names the version of the dataset and the id of the record.\n" +
			"bibtex is for BibTeX and biblatex, csl is CSL-JSON, cff is a CITATION.cff: of the dataset, with the records as references.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "write as `FORMAT`: " + strings.Join(cite.Formats(), ", ") + " (default: text)"},
			outputFlag("write to `FILE`; its ending (txt, bib, json, ris, cff) tells the format if --format does not"),
		},
		Action: func(c *cli.Context) error {
			format, err := citeFormat(c)
			if err != nil {
				return err
			}
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			whole, records, err := r.citations(set, d, c.Args().Slice())
			if err != nil {
				return err
			}
			if format == cite.CFF && !cite.NamesAuthors(whole, records) {
				r.note(fmt.Sprintf("a CITATION.cff must name authors: %q stands where the data name none", cite.Anonymous), "")
			}
			return r.writeTo(c, func(w io.Writer) error { return cite.Write(w, format, whole, records, r.toTerminal(c)) })
		},
	}
}

// citeFormat is the format that is asked for: by name, or by the ending of the output file.
func citeFormat(c *cli.Context) (cite.Format, error) {
	name := c.String("format")
	switch f := cite.Ending(extension(c.String("output"))); {
	case c.IsSet("format") && !slices.Contains(cite.Formats(), name):
		return "", usage(fmt.Sprintf("no format %q", name), nearestOr(name, cite.Formats(), "the formats are "+strings.Join(cite.Formats(), ", ")))
	case c.IsSet("format"):
		return cite.Format(name), nil
	case f != "":
		return f, nil
	}
	return cite.Text, nil
}

// citations cites a dataset, and the records of some ids, each once: no format can have a key twice.
func (r *runner) citations(set *schema.Set, d *dataset.Dataset, ids []string) (whole cite.Citation, records []cite.Citation, err error) {
	meta, err := r.meta(set, d)
	if err != nil {
		return whole, nil, err
	}
	whole = cite.OfDataset(meta)
	if len(ids) == 0 {
		return whole, nil, nil
	}
	found, err := r.find(set, d, ids, func(record.Record) {})
	if err != nil {
		return whole, nil, err
	}
	s := cite.Source{Model: set.Model, Dataset: whole}
	if s.Look, err = r.lookup(set, d, cite.Tables()); err != nil {
		return whole, nil, err
	}
	for i, id := range ids {
		if !slices.Contains(ids[:i], id) {
			records = append(records, s.Record(found[id].Table, found[id].Raw))
		}
	}
	return whole, records, nil
}
