package cite

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"text/template"

	"malaga/internal/text"
)

// Format is a format of citations.
type Format struct {
	Name    string
	Endings []string // of a file's name, without the dot
}

// The names of the formats.
const (
	Text   = "text"
	BibTeX = "bibtex"
	CSL    = "csl"
	RIS    = "ris"
	CFF    = "cff"
)

// Formats lists the formats. Those without a writer in Write are written by the template of their name.
func Formats() []Format {
	return []Format{
		{Text, []string{"txt", "text"}},
		{BibTeX, []string{"bib", "bibtex"}},
		{CSL, []string{"json", "csl"}},
		{RIS, []string{"ris"}},
		{CFF, []string{"cff"}},
	}
}

//go:embed templates
var templates embed.FS

// Records is a sequence of citations; an error ends it.
type Records = iter.Seq2[Citation, error]

// document is the input of the templates.
type document struct {
	Dataset Citation
	records Records // nil if none are wanted
	err     error   // that ended the records
}

// Cited returns the citations of the records with their numbers from 0, or that of the dataset if none are wanted.
func (d *document) Cited() iter.Seq2[int, Citation] {
	if d.records != nil {
		return d.Records()
	}
	return slices.All([]Citation{d.Dataset})
}

// maxCitations is the number of records that are cited at most: with as many keys, 180 MiB are in use.
const maxCitations = 3_000_000

// Records returns the citations of the records with their numbers from 0.
func (d *document) Records() iter.Seq2[int, Citation] {
	return func(yield func(int, Citation) bool) {
		if d.records == nil {
			return
		}
		keys := text.Names{}
		i := 0
		for c, err := range d.records {
			if i == maxCitations {
				err = &text.Failure{
					Err:  fmt.Errorf("more than %s records to cite: their keys are held in memory", text.Number(maxCitations)),
					Hint: "choose fewer with --where",
				}
			}
			if d.err = err; err != nil {
				return
			}
			c.Key = keys.Next(c.ID)
			if !yield(i, c) {
				return
			}
			i++
		}
	}
}

// Write writes the citations of records, or of the dataset if records is nil, as they come. A CITATION.cff is always about the
// dataset, and has the records as its references. With escape, what would control a terminal is escaped.
func Write(w io.Writer, format string, dataset Citation, records Records, escape bool) error {
	dataset.Key = dataset.ID
	d := &document{Dataset: dataset, records: records}
	out := &lines{w: w, change: func(b []byte) []byte { return b }}
	switch {
	case format == CSL: // which is escaped as JSON
	case escape:
		out.change = escapeLines
	case format == RIS:
		out.change = func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) }
	}
	var err error
	switch format {
	case Text:
		err = d.text(out)
	case CSL:
		err = writeCSL(out, d.Cited())
	default:
		err = d.execute(out, format)
	}
	if err = cmp.Or(d.err, err); err != nil {
		return err
	}
	return out.flush()
}

// text writes each citation as one line.
func (d *document) text(w io.Writer) error {
	for _, c := range d.Cited() {
		if _, err := io.WriteString(w, text.EscapeLine(oneLine(c.String()))+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// execute writes the citations with the template of a format. Its delimiters leave braces to BibTeX.
func (d *document) execute(w io.Writer, format string) error {
	name := format + ".tmpl"
	t, err := template.New(name).Delims("<<", ">>").Funcs(functions()).ParseFS(templates, "templates/"+name)
	if err != nil {
		return err
	}
	return t.Execute(w, d)
}

// lines writes whole lines, many at a time, after a change.
type lines struct {
	w      io.Writer
	change func([]byte) []byte
	b      []byte
}

func (l *lines) Write(p []byte) (int, error) {
	const enough = 64 << 10
	l.b = append(l.b, p...)
	if len(l.b) < enough {
		return len(p), nil
	}
	end := bytes.LastIndexByte(l.b, '\n') + 1
	_, err := l.w.Write(l.change(l.b[:end]))
	l.b = append(l.b[:0], l.b[end:]...)
	return len(p), err
}

// flush writes what is left.
func (l *lines) flush() error {
	_, err := l.w.Write(l.change(l.b))
	return err
}

// functions are those of the templates.
func functions() template.FuncMap {
	return template.FuncMap{
		"key": bibTeXKey, "field": bibTeXField, "latex": latex, "item": listItem, "month": bibTeXMonth, "babel": babel, "url": asciiURL,
		"author": bibTeXAuthor,
		"tag":    risTag,
		"pair":   yamlPair,
		"quote":  yamlQuote,
	}
}

// escapeLines escapes each line, and ends it as a terminal wants it.
func escapeLines(b []byte) []byte {
	var out []byte
	for line := range strings.Lines(string(b)) {
		out = append(out, text.Escape(strings.TrimRight(line, "\r\n"))...)
		out = append(out, '\n')
	}
	return out
}

// oneLine returns a text without line breaks and other control characters, for formats in which a line is a field.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || text.IsControl(r) }), " ")
}
