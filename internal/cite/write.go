package cite

import (
	"io"
	"strings"

	"malaga/internal/text"
)

// Format is a form in which citations are written.
type Format string

// The formats.
const (
	Text   Format = "text"
	BibTeX Format = "bibtex"
	CSL    Format = "csl"
	RIS    Format = "ris"
	CFF    Format = "cff"
)

// Formats lists the formats' names.
func Formats() []string {
	return []string{string(Text), string(BibTeX), string(CSL), string(RIS), string(CFF)}
}

// Ending is the format that the ending of a file's name tells; "" if it tells none.
func Ending(ext string) Format {
	switch ext {
	case "txt":
		return Text
	case "bib":
		return BibTeX
	case "json":
		return CSL
	case "ris":
		return RIS
	case "cff":
		return CFF
	}
	return ""
}

// Write writes the citations of records; of the dataset if records is nil. A CITATION.cff is always about the
// dataset, and has the records as its references. If escape is set the text goes to a terminal, and what would control
// it is escaped.
func Write(w io.Writer, f Format, dataset Citation, records []Citation, escape bool) error {
	cited := records
	if cited == nil {
		cited = []Citation{dataset}
	}
	var b []byte
	var err error
	switch f {
	case BibTeX:
		b = appendAll(cited, "\n", appendBibTeX)
	case RIS:
		b = appendAll(cited, "\r\n", appendRIS)
	case CFF:
		b = appendCFF(nil, dataset, records)
	case CSL:
		if b, err = marshalCSL(cited); err != nil {
			return err
		}
	default:
		b = appendAll(cited, "", appendText)
	}
	switch {
	case !escape:
	case f == CSL:
		b = text.JSON(b)
	default:
		b = escaped(b)
	}
	_, err = w.Write(b)
	return err
}

func appendAll(cs []Citation, between string, one func([]byte, Citation) []byte) []byte {
	var b []byte
	for i, c := range cs {
		if i > 0 {
			b = append(b, between...)
		}
		b = one(b, c)
	}
	return b
}

// escaped escapes every line, and ends it as a terminal wants it.
func escaped(b []byte) []byte {
	var out []byte
	for line := range strings.Lines(string(b)) {
		out = append(out, text.Escape(strings.TrimRight(line, "\r\n"))...)
		out = append(out, '\n')
	}
	return out
}
