package commands

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/render"
)

// extension is the ending of a file's name, in small letters and without the dot.
func extension(path string) string {
	return strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
}

// isWorkbook says whether the ending of a file's name is that of a workbook.
func isWorkbook(path string) bool {
	return slices.Contains([]string{"xlsx", "xls", "ods"}, extension(path))
}

// formIsNamed says whether the command line names a form of what is written, so that the ending of the file's name need not.
func formIsNamed(c *cli.Context) bool {
	return c.IsSet("format") || c.IsSet("jq") || c.IsSet("template") || toStdout(c)
}

// refuseEnding refuses to write a file under a name that promises what another command makes.
func refuseEnding(c *cli.Context) error {
	out := c.String("output")
	if formIsNamed(c) {
		return nil
	}
	is, hint := "", ""
	switch ext := extension(out); {
	case isWorkbook(out):
		is, hint = "a workbook", "malaga export xlsx and malaga list write one"
	case ext == "ics":
		is, hint = "a calendar", "malaga export ics -o "+quoted(out)+" writes one"
	case slices.Contains([]string{"bib", "ris", "cff"}, ext):
		is, hint = "a file of citations", "malaga cite -o "+quoted(out)+" writes one"
	case slices.Contains([]string{"csv", "tsv", "jsonl"}, ext): // of a command that does not write rows
		is, hint = "a file of rows", "malaga list TABLE -o "+quoted(out)+" writes one"
	default:
		return nil
	}
	return usage(fmt.Sprintf("%s would be %s, which %s does not write here", out, is, c.Command.Name), hint+"; --format names another form")
}

// tellEnding tells in which form a file was written whose name seems to promise another.
func (r *runner) tellEnding(c *cli.Context, written string, formats []string) {
	ext := extension(c.String("output"))
	if formIsNamed(c) || slices.Contains([]string{"", "txt", "text", "out", "log", "tmp"}, ext) || slices.Contains(formats, ext) {
		return
	}
	r.note(fmt.Sprintf("%s is written as %s: there is no format %q here", c.String("output"), written, ext), "the formats are "+strings.Join(formats, ", "))
}

// writePage writes the page to read of a command that can write rows as well.
func (r *runner) writePage(c *cli.Context, text []byte) error {
	if err := refuseEnding(c); err != nil {
		return err
	}
	if err := r.writeText(c, text); err != nil {
		return err
	}
	r.tellEnding(c, "text", render.Formats())
	return nil
}
