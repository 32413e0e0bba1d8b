package rawjson_test

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
)

// part is a value in a document: where it stands, its bytes, the text of it and of its name.
type part struct {
	At              int
	Value, Text     string
	Name, NameBytes string
	NameAt          int
}

// walked is the document as this package sees it.
func walked(v []byte, at int) []part {
	parts := []part{{At: at, Value: string(v), Text: rawjson.Text(v)}}
	for m := range rawjson.Members(v) {
		sub := walked(m.Value, at+m.ValueAt)
		sub[0].Name, sub[0].NameBytes, sub[0].NameAt = rawjson.Text(m.Name), string(m.Name), at+m.At
		parts = append(parts, sub...)
	}
	for i, e := range rawjson.Elements(v) {
		parts = append(parts, walked(e, at+i)...)
	}
	return parts
}

// decoded is the document as jsontext sees it.
func decoded(t *testing.T, v []byte, at int) []part {
	t.Helper()
	p := part{At: at, Value: string(v), Text: string(v)}
	if v[0] == '"' {
		b, err := jsontext.AppendUnquote(nil, v)
		if err != nil {
			t.Fatal(err)
		}
		p.Text = string(b)
	}
	if rawjson.IsNumber(v) { // TestNumbersHaveOneForm compares the forms with those of math/big
		p.Text = string(rawjson.Canonical(v))
	}
	parts := []part{p}
	if v[0] != '{' && v[0] != '[' {
		return parts
	}
	dec := jsontext.NewDecoder(bytes.NewReader(v), jsontext.AllowDuplicateNames(true))
	read := func() ([]byte, int) {
		b, err := dec.ReadValue()
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Clone(b), int(dec.InputOffset()) - len(b)
	}
	if _, err := dec.ReadToken(); err != nil {
		t.Fatal(err)
	}
	for k := dec.PeekKind(); k != '}' && k != ']'; k = dec.PeekKind() {
		if v[0] == '[' {
			e, i := read()
			parts = append(parts, decoded(t, e, at+i)...)
			continue
		}
		name, nameAt := read()
		value, valueAt := read()
		sub := decoded(t, value, at+valueAt)
		text, err := jsontext.AppendUnquote(nil, name)
		if err != nil {
			t.Fatal(err)
		}
		sub[0].Name, sub[0].NameBytes, sub[0].NameAt = string(text), string(name), at+nameAt
		parts = append(parts, sub...)
	}
	return parts
}

// FuzzWalk compares the walk of any valid JSON with that of a decoder.
func FuzzWalk(f *testing.F) {
	for _, s := range []string{
		`{}`, `[]`, `""`, `0`, `null`, `{"a":1,"b":[true,false,null],"c":{"d":"e"}}`,
		"{ \"a\"\t:\r\n1 , \"b\" : [ 1 , 2 ] }", `{"\"":"\\","\\":"\"","\\\\\"":"\\\\"}`,
		`{"a":1,"a":2,"\u0061":3}`, `["]","[","}","{",",",":","\\\"]"]`, `[[[[]]],{"":{}},-0.0e-1]`,
		`"\ud83d\ude00 é 日本"`, `{"":""}`, "\n [1\n,\n2] ", `[1e5,-2,3.25,1E+2]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		dec := jsontext.NewDecoder(bytes.NewReader(b), jsontext.AllowDuplicateNames(true))
		v, err := dec.ReadValue()
		if err != nil || len(b) > 1<<14 {
			t.Skip("no JSON, or too long to compare quickly")
		}
		v = bytes.Clone(v)
		if diff := cmp.Diff(decoded(t, v, 0), walked(v, 0)); diff != "" {
			t.Errorf("%q (-jsontext +raw)\n%s", v, diff)
		}
	})
}

// FuzzQuote checks that a text survives being quoted.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a", `"`, `\`, "\x00\x1f\x7f", "é日本😀", "\u2028\u202e", "</script>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q := rawjson.Quote(s)
		if !jsontext.Value(q).IsValid() {
			t.Fatalf("%q is quoted as %s", s, q)
		}
		if got := rawjson.Text(q); utf8.ValidString(s) && got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
	})
}
