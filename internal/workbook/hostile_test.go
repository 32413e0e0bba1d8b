package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/workbook"
)

// hostile are texts with what XML forbids, and with what it means something in.
var hostile = []string{
	"https://e.org/\x01a", "https://e.org/\ufffe", "https://e.org/\uffff", "https://e.org/?a=1&b=\"<c>'", "https://e.org/a b\t\n\r\x7f\u0085",
	"https://e.org/\\^`{|}", "https://e.org/\U0001ffff\ufdd0", "a\x00b\x0b\x1f\ufffe\uffff", "]]>", "<!--", "&#0;", "_x0001_", "\u202e\u2028", strings.Repeat("x ", 3000),
}

// Every part is well-formed whatever the data are, and nothing is lost that a part can hold.
func TestEveryPartIsWellFormed(t *testing.T) {
	t.Parallel()
	for _, s := range hostile {
		columns := []table.Column{{Name: "id", Title: s}, {Name: "url", Title: "Address", Link: true}, {Name: "text", Title: s}}
		cell := rawjson.Quote(s)
		sheets := []workbook.Sheet{
			{Name: s, Title: s, Text: []workbook.Line{{Text: s}, {Text: s, Style: workbook.Title}}},
			{Name: s, Title: s, Text: []workbook.Line{{Text: s}}, Rows: table.Of(columns, []table.Row{{cell, cell, cell}, {cell, rawjson.Quote("https://e.org/" + s), cell}})},
		}
		var b bytes.Buffer
		properties := workbook.Properties{Title: s, Subject: s, Description: s, Keywords: s, Version: s, Language: s, Modified: s}
		if _, err := workbook.Write(&b, properties, sheets); err != nil {
			t.Fatalf("%.40q: %v", s, err)
		}
		archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.File {
			if err := wellFormed(f); err != nil {
				t.Errorf("%.40q: %s: %v", s, f.Name, err)
			}
		}
	}
}

// wellFormed parses a part.
func wellFormed(f *zip.File) error {
	part, err := f.Open()
	if err != nil {
		return err
	}
	d := xml.NewDecoder(part)
	for {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// A day that is none, such as a month, is no property of the document: readers would refuse the file.
func TestOnlyADayIsTheDateOfAWorkbook(t *testing.T) {
	t.Parallel()
	for modified, want := range map[string]bool{"2022-06-01": true, "soon": false, "2026-11": false, "2026-02-30": false, "": false} {
		var b bytes.Buffer
		if _, err := workbook.Write(&b, workbook.Properties{Title: "T", Modified: modified}, []workbook.Sheet{{Name: "S", Text: []workbook.Line{{Text: "x"}}}}); err != nil {
			t.Fatal(err)
		}
		archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		part, err := archive.Open("docProps/core.xml")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(text, []byte(">"+modified+"T00:00:00Z<")); got != want || bytes.Contains(text, []byte("dcterms:modified")) != want {
			t.Errorf("%q: %s", modified, text)
		}
	}
}
