package cite

import (
	"bytes"
	"embed"
	"io"
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

// document is the input of the templates.
type document struct {
	Dataset Citation
	Records []Citation
}

// Cited returns the citations of the records, or that of the dataset if none are wanted.
func (d document) Cited() []Citation {
	if d.Records == nil {
		return []Citation{d.Dataset}
	}
	return d.Records
}

// Write writes the citations of records, or of the dataset if records is nil. A CITATION.cff is always about the dataset,
// and has the records as its references. With escape, what would control a terminal is escaped.
func Write(w io.Writer, format string, dataset Citation, records []Citation, escape bool) error {
	keys := text.Names{}
	dataset.Key = dataset.ID
	records = slices.Clone(records)
	for i, c := range records {
		records[i].Key = keys.Next(c.ID)
	}
	d := document{dataset, records}
	var b []byte
	var err error
	switch format {
	case Text:
		b = d.text()
	case CSL:
		b, err = marshalCSL(d.Cited())
		b = text.EscapeJSON(b)
	default:
		b, err = d.execute(format)
	}
	switch {
	case err != nil:
		return err
	case escape && format != CSL:
		b = escapeLines(b)
	case format == RIS:
		b = bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
	}
	_, err = w.Write(b)
	return err
}

// text writes each citation as one line.
func (d document) text() []byte {
	var b []byte
	for _, c := range d.Cited() {
		b = append(b, text.EscapeLine(oneLine(c.String()))...)
		b = append(b, '\n')
	}
	return b
}

// execute writes the citations with the template of a format. Its delimiters leave braces to BibTeX.
func (d document) execute(format string) ([]byte, error) {
	name := format + ".tmpl"
	t, err := template.New(name).Delims("<<", ">>").Funcs(functions()).ParseFS(templates, "templates/"+name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, d)
	return b.Bytes(), err
}

// functions are those of the templates.
func functions() template.FuncMap {
	return template.FuncMap{
		"key": bibTeXKey, "field": bibTeXField, "latex": latex, "item": listItem, "month": bibTeXMonth, "babel": babel, "url": asciiURL,
		"tag":   risTag,
		"pair":  yamlPair,
		"quote": yamlQuote,
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
