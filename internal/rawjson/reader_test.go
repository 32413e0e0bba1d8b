package rawjson_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
)

// read reads a file as one value and checks it, as everything that opens a file does.
func read(r io.Reader) ([]rawjson.Problem, error) {
	in := rawjson.NewReader("f.json", r)
	if _, err := in.Peek(); err != nil {
		return nil, err
	}
	v, _, err := in.Value()
	if err != nil {
		return nil, err
	}
	problems, _ := rawjson.Check(v, 0)
	return problems, in.End()
}

// place is what a fault says of where and what.
type place struct {
	Line, Column        int
	Code, Message, Hint string
}

// placeOf is the place of a fault; the test fails if err is none.
func placeOf(t *testing.T, err error) place {
	t.Helper()
	var f *rawjson.SyntaxError
	if !errors.As(err, &f) {
		t.Fatalf("%v is no fault in the file", err)
	}
	if f.File != "f.json" {
		t.Errorf("the error is one of the file %q", f.File)
	}
	return placeIn(err)
}

const (
	trailing     = "more data after the end of the JSON value"
	trailingHint = "keep one value in the file; name a file with one record a line TABLE.jsonl"
	ends         = "the file ends in the middle of a value"
	endsHint     = "close the open bracket or quotation mark"
	half         = "half of a surrogate pair"
	halfHint     = `write the character itself, or both halves (\ud83d\ude00)`
	unexpected   = "invalid JSON: unexpected "
	unescaped    = "invalid JSON: unescaped character "
	value        = ", expected a value"
	name         = `, expected a name in double quotation marks`
	element      = ", expected ',' or ']' after the value"
	digit        = ", expected a digit"
	lineHint     = `write a line break in a text as \n, a tab as \t`
	quotes       = "use double quotation marks"
	missingComma = "is a comma missing before it?"
)

// TestFilesThatAreNoJSONAtAll names what a file is that only looks like a dataset.
func TestFilesThatAreNoJSONAtAll(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]place{
		"":                            {1, 1, rawjson.EmptyFile, "the file is empty", ""},
		" \n\t\r\n":                   {1, 1, rawjson.EmptyFile, "the file is empty", ""},
		"\xef\xbb\xbf{}":              {1, 1, rawjson.ByteOrder, "the file begins with a byte order mark", "save it as UTF-8 without BOM"},
		"\xff\xfe{\x00}\x00":          {1, 1, rawjson.Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
		"\xfe\xff\x00{\x00}":          {1, 1, rawjson.Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
		"{\x00\"\x00a\x00":            {1, 1, rawjson.Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
		"\x00{\x00\"\x00a":            {1, 1, rawjson.Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
		"\xff\xfe\x00\x00{\x00\x00":   {1, 1, rawjson.Encoding, "the file is UTF-32, not UTF-8", "save it as UTF-8"},
		"{\x00\x00\x00\"\x00\x00\x00": {1, 1, rawjson.Encoding, "the file is UTF-32, not UTF-8", "save it as UTF-8"},
		"\x1f\x8b\x08\x00":            {1, 1, rawjson.Syntax, "the file is compressed with gzip, not JSON", "decompress it first"},
		"PK\x03\x04\x14":              {1, 1, rawjson.Syntax, "the file is a ZIP archive or a workbook, not JSON", ""},
		"<!doctype html>":             {1, 1, rawjson.Syntax, "the file is HTML or XML, not JSON", ""},
		"<<<<<<< HEAD\n{}":            {1, 1, rawjson.Syntax, "the file has a merge conflict", "resolve the conflict"},
		"version https://git-lfs.x":   {1, 1, rawjson.Syntax, "the file is a Git LFS pointer, not JSON", "fetch it with git lfs pull"},
	} {
		_, err := read(strings.NewReader(in))
		if diff := cmp.Diff(want, placeOf(t, err)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", in, diff)
		}
	}
}

const fourDigits = `write four hexadecimal digits behind \u (\u00e9), or a backslash as \\`

// faults are files with one fault each and what is to be said of it.
var faults = map[string]place{
	"[1,]":           {1, 3, rawjson.Syntax, unexpected + "',' before ']'", "remove the comma"},
	"{\"a\":1,\n}":   {1, 7, rawjson.Syntax, unexpected + "',' before '}'", "remove the comma"},
	"{\n  // c\n}":   {2, 3, rawjson.Syntax, unexpected + "'/'" + name, "JSON has no comments"},
	"[1, /* c */ 2]": {1, 5, rawjson.Syntax, unexpected + "'/'" + value, "JSON has no comments"},
	"[1, # c\n2]":    {1, 5, rawjson.Syntax, unexpected + "'#'" + value, "JSON has no comments"},
	"{'a':1}":        {1, 2, rawjson.Syntax, unexpected + `'''` + name, quotes},
	"{a:1}":          {1, 2, rawjson.Syntax, unexpected + "'a'" + name, quotes},
	"[NaN]":          {1, 2, rawjson.Syntax, unexpected + "'N'" + value, "JSON has no NaN or Infinity"},
	"[-Infinity]":    {1, 3, rawjson.Syntax, unexpected + "'I'" + digit, "JSON has no NaN or Infinity"},
	"[True]":         {1, 2, rawjson.Syntax, unexpected + "'T'" + value, "write true and false in lower case"},
	"[trux]":         {1, 5, rawjson.Syntax, unexpected + "'x', expected true", ""},
	"[01]":           {1, 3, rawjson.Syntax, unexpected + "'1'" + element, ""},
	"[.5]":           {1, 2, rawjson.Syntax, unexpected + "'.'" + value, ""},
	"[1.]":           {1, 4, rawjson.Syntax, unexpected + "']'" + digit, ""},
	"[+1]":           {1, 2, rawjson.Syntax, unexpected + "'+'" + value, ""},
	"[0x10]":         {1, 3, rawjson.Syntax, unexpected + "'x'" + element, ""},
	"[1_000]":        {1, 3, rawjson.Syntax, unexpected + "'_'" + element, ""},
	"{\"a\" 1}":      {1, 6, rawjson.Syntax, unexpected + "'1', expected ':' after the name", ""},
	"[1}":            {1, 3, rawjson.Syntax, unexpected + "'}'" + element, ""},
	"[1 \"2\"]":      {1, 4, rawjson.Syntax, unexpected + `'"'` + element, missingComma},
	"[1\n{}]":        {2, 1, rawjson.Syntax, unexpected + "'{'" + element, missingComma},
	"[1,\n=======\n": {2, 1, rawjson.Syntax, unexpected + "'='" + value, "resolve the merge conflict"},
	"]":              {1, 1, rawjson.Syntax, unexpected + "']'" + value, ""},

	"[\"a\x01\"]": {1, 4, rawjson.Syntax, unescaped + "U+0001 in a text", ""},
	"[\"a\nb\"]":  {1, 4, rawjson.Syntax, unescaped + "U+000A in a text", lineHint},
	"[\"é\tb\"]":  {1, 4, rawjson.Syntax, unescaped + "U+0009 in a text", lineHint},
	`["\uZZZZ"]`:  {1, 3, rawjson.Syntax, "invalid JSON: invalid escape \\u in a text", fourDigits},
	`{"\u12":1}`:  {1, 3, rawjson.Syntax, "invalid JSON: invalid escape \\u in a text", fourDigits},
	`["é\x"]`:     {1, 4, rawjson.Syntax, "invalid JSON: invalid escape \\x in a text", `write a backslash as \\`},

	`["\ud800"]`:               {1, 3, rawjson.Encoding, half, halfHint},
	`["日\udc00\ud800"]`:        {1, 4, rawjson.Encoding, half, halfHint},
	`{"\ud800":1}`:             {1, 3, rawjson.Encoding, half, halfHint},
	"[\"Espa\xf1a\"]":          {1, 7, rawjson.Encoding, "not valid UTF-8", "save the file as UTF-8"},
	"[\"日\xc0\xaf\"]":          {1, 4, rawjson.Encoding, "not valid UTF-8", "save the file as UTF-8"},
	"[\"\xed\xa0\x80\"]":       {1, 3, rawjson.Encoding, "not valid UTF-8", "save the file as UTF-8"},
	"[\"\xf4\x90\x80\x80\"]":   {1, 3, rawjson.Encoding, "not valid UTF-8", "save the file as UTF-8"},
	"[\"x\", \"\xe6\x97\" ]":   {1, 8, rawjson.Encoding, "not valid UTF-8", "save the file as UTF-8"},
	"{} x":                     {1, 4, rawjson.Trailing, trailing, trailingHint},
	"{}{}":                     {1, 3, rawjson.Trailing, trailing, trailingHint},
	"{}\r\n\r\n  []":           {3, 3, rawjson.Trailing, trailing, trailingHint},
	"{}]":                      {1, 3, rawjson.Trailing, trailing, trailingHint},
	"[1]\x00":                  {1, 4, rawjson.Trailing, trailing, trailingHint},
	"[1]\u2028":                {1, 4, rawjson.Trailing, trailing, trailingHint},
	"[\"abc":                   {1, 6, rawjson.Syntax, ends, endsHint},
	"{\"a\":":                  {1, 6, rawjson.Syntax, ends, endsHint},
	"[1,\n ":                   {2, 2, rawjson.Syntax, ends, endsHint},
	"nul":                      {1, 4, rawjson.Syntax, ends, endsHint},
	"\r\n\r\n [1,\r\n 2, x]":   {4, 5, rawjson.Syntax, unexpected + "'x'" + value, ""},
	"\t[\t1,\t\"日本 😀\", x]":    {1, 15, rawjson.Syntax, unexpected + "'x'" + value, ""},
	"[{\"é\":1}, {\"日\":x}]":   {1, 16, rawjson.Syntax, unexpected + "'x'" + value, ""},
	"[\"a\u2028b\",\n\"c\" x]": {2, 5, rawjson.Syntax, unexpected + "'x'" + element, ""},
}

func TestFaultsHaveTheirExactPlaceAndWords(t *testing.T) {
	t.Parallel()
	for in, want := range faults {
		_, err := read(strings.NewReader(in))
		if diff := cmp.Diff(want, placeOf(t, err)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", in, diff)
		}
	}
}

// What a slow pipe delivers byte by byte is the same file.
func TestFaultsAreTheSameFromASlowReader(t *testing.T) {
	t.Parallel()
	for in, want := range faults {
		_, err := read(iotest.OneByteReader(strings.NewReader(in)))
		if diff := cmp.Diff(want, placeOf(t, err)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", in, diff)
		}
	}
}

// However much of a file has been read in steps, what is wrong with the rest is reported in the same words.
func TestFaultsAreTheSameInPieces(t *testing.T) {
	t.Parallel()
	for in, want := range faults {
		if diff := cmp.Diff(want, placeOf(t, pieces(strings.NewReader(in)))); diff != "" {
			t.Errorf("%q (-want +got)\n%s", in, diff)
		}
	}
}

func TestCRLFAndTabsCountAsOneColumnEach(t *testing.T) {
	t.Parallel()
	in := rawjson.NewReader("f.json", strings.NewReader("[\r\n\t{\"a\":1},\r\n\t\"日\", {\"b\":2}\r\n]\r\n"))
	var got []rawjson.Pos
	at := func(p rawjson.Pos, err error) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p)
	}
	_, err := in.Peek()
	at(in.Open(), err)
	for range 3 {
		_, p, err := in.Value()
		at(p, err)
	}
	want := []rawjson.Pos{
		{Offset: 0, Line: 1, Column: 1},
		{Offset: 4, Line: 2, Column: 2},
		{Offset: 15, Line: 3, Column: 2},
		{Offset: 22, Line: 3, Column: 7},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if kind, err := in.Peek(); kind != ']' || err != nil {
		t.Fatal(err)
	}
	in.Close()
	if err := in.End(); err != nil {
		t.Error(err)
	}
}

// good has all that JSON has: a fault at any byte of it shows.
const good = `{"$schema": "s", "é\"": [1, -2.5e+10, true, false, null, {"日本": "\ud83d\ude00\n"}, []], "x": {}}`

func TestATruncatedFileIsNeverAccepted(t *testing.T) {
	t.Parallel()
	for n := 1; n < len(good); n++ {
		_, err := read(strings.NewReader(good[:n]))
		got := placeOf(t, err)
		column := len([]rune(good[:n])) + 1
		if got.Code != rawjson.Syntax || got.Message != ends || got.Line != 1 || got.Column > column {
			t.Errorf("%q: %+v", good[:n], got)
		}
	}
	problems, err := read(strings.NewReader(good))
	empty := func(p rawjson.Problem) bool { return p.Code == rawjson.EmptyValue } // of which it has three
	if err != nil || len(problems) != 3 || !slices.ContainsFunc(problems, empty) {
		t.Errorf("the whole file: %v %v", problems, err)
	}
}

func TestAByteChangedNeverPanics(t *testing.T) {
	t.Parallel()
	for i := range len(good) {
		for _, c := range []byte("\x00\n\"\\{}[],:0e-x\x80\xff") {
			b := []byte(good)
			b[i] = c
			_, _ = read(bytes.NewReader(b))
		}
	}
}

// streamed reads a list of records one at a time, as dataset does.
func streamed(r io.Reader) ([]string, error) {
	in := rawjson.NewReader("f.json", r)
	if _, err := in.Peek(); err != nil {
		return nil, err
	}
	in.Open()
	var all []string
	for {
		k, err := in.Peek()
		if err != nil {
			return all, err
		}
		if k == ']' {
			break
		}
		v, _, err := in.Value()
		if err != nil {
			return all, err
		}
		all = append(all, string(v))
	}
	in.Close()
	return all, in.End()
}

func TestEveryWayOfReadingGivesTheSameRecords(t *testing.T) {
	t.Parallel()
	in := "[" + strings.Repeat("\n  {\"a\": \"日本\", \"b\": [1, {\"c\": \"\\u00e9\"}]},", 400) + " 1 ]\n"
	want, err := streamed(strings.NewReader(in))
	if err != nil || len(want) != 401 {
		t.Fatal(len(want), err)
	}
	for name, r := range map[string]io.Reader{
		"one byte": iotest.OneByteReader(strings.NewReader(in)), "half": iotest.HalfReader(strings.NewReader(in)),
		"data with the end": iotest.DataErrReader(strings.NewReader(in)),
	} {
		got, err := streamed(r)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", name, err, diff)
		}
	}
}

// endless is a file that begins in some way and never ends.
type endless struct {
	begin, block string
	at           int // in block
	read         int64
}

func (e *endless) Read(p []byte) (int, error) {
	var n int
	if e.begin != "" {
		n = copy(p, e.begin)
		e.begin = e.begin[n:]
	} else {
		n = copy(p, e.block[e.at:])
		e.at = (e.at + n) % len(e.block)
	}
	e.read += int64(n)
	return n, nil
}

func TestARecordOver64MiBIsRefusedBeforeItEnds(t *testing.T) {
	t.Parallel()
	r := &endless{begin: `[{"a": "`, block: strings.Repeat("a", 1<<20)}
	_, err := streamed(r)
	got := placeOf(t, err)
	if want := (place{1, 1, rawjson.Length, "a value of more than 64 MiB", ""}); got.Code != want.Code || got.Message != want.Message {
		t.Errorf("%+v", got)
	}
	if r.read < rawjson.MaxRecord || r.read > 2*rawjson.MaxRecord {
		t.Errorf("%d bytes were read", r.read)
	}
}

// White space without end is reported as that, and a value that only fits without the white space before it names it.
func TestWhiteSpaceOver64MiBIsReportedAsSuch(t *testing.T) {
	t.Parallel()
	blanks := strings.Repeat(" \n", 1<<19)
	for begin, line := range map[string]int{"": 1, `[1,`: 1, "[\n{}": 2} {
		r := &endless{begin: begin, block: blanks}
		_, err := streamed(r)
		if got := placeOf(t, err); got.Code != rawjson.Length || got.Message != "more than 64 MiB of white space" || got.Line != line {
			t.Errorf("%q: %+v", begin, got)
		}
		if r.read > 2*rawjson.MaxRecord {
			t.Errorf("%q: %d bytes were read", begin, r.read)
		}
	}
	_, err := streamed(strings.NewReader("[" + strings.Repeat(blanks, 40) + `{"a": ["` + strings.Repeat(" ", 40<<20) + `"]}]`))
	if got := placeOf(t, err); got.Code != rawjson.Length || got.Message != "a value of more than 64 MiB, with the white space before it" {
		t.Errorf("%+v", got)
	}
}
