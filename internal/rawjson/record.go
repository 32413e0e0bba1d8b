package rawjson

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"unicode/utf8"

	"malaga/internal/spill"
)

// Pos is a place in a file. Line and Column count from 1, Column in code points; Offset counts bytes from 0.
type Pos struct {
	Offset       int64
	Line, Column int
}

// Advance returns the position behind a text that begins at p.
func (p Pos) Advance(text []byte) Pos {
	p.Offset += int64(len(text))
	if n := bytes.Count(text, []byte("\n")); n > 0 {
		p.Line += n
		p.Column = 1
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	p.Column += utf8.RuneCount(text)
	return p
}

// Record is one record of a table, or the value in its place: its bytes, and where they are. Nothing is decoded
// before a command needs it, so a million records cost no more memory than one.
type Record struct {
	Table       string // or "dataset" for the description of the dataset
	Raw         []byte // valid JSON; valid until the next record is read
	File        string // as the user named it
	Pos         Pos    // where Raw begins
	Pointer     string // RFC 6901 pointer to Raw in its file, or to the list that holds it
	Entry       int    // its number in that list, from 1; 0 if it is in none
	Trusted     bool   // certain to be valid, so that no check is needed
	HasProblems bool   // a problem of Raw has been reported, such as a repeated member
}

// IsAt reports whether two records are at the same place of the same file. Their bytes may be different copies.
func (r Record) IsAt(other Record) bool { return r.Pos == other.Pos && r.File == other.File }

// At returns the RFC 6901 pointer to Raw in its file.
func (r Record) At() string {
	if r.Entry == 0 {
		return r.Pointer
	}
	return r.Pointer + "/" + strconv.Itoa(r.Entry-1)
}

// Depth returns how many brackets are around Raw in its file.
func (r Record) Depth() int {
	switch {
	case r.Entry > 0:
		return 2
	case r.Pointer != "":
		return 1
	}
	return 0
}

// Append appends a record in the form of ReadRecord: its numbers, and its texts with their lengths.
func (r Record) Append(b []byte) []byte {
	for _, n := range []int64{r.Pos.Offset, int64(r.Pos.Line), int64(r.Pos.Column), int64(r.Entry)} {
		b = binary.AppendVarint(b, n)
	}
	for _, s := range []string{r.Table, r.File, r.Pointer} {
		b = spill.AppendSized(b, s)
	}
	return append(b, r.Raw...)
}

// ReadRecord reads a record that Append wrote. It keeps b, and neither Trusted nor HasProblems.
func ReadRecord(b []byte) Record {
	var numbers [4]int64
	for i := range numbers {
		n, used := binary.Varint(b)
		numbers[i], b = n, b[used:]
	}
	var texts [3][]byte
	for i := range texts {
		texts[i], b = spill.CutSized(b)
	}
	return Record{
		Pos:   Pos{Offset: numbers[0], Line: int(numbers[1]), Column: int(numbers[2])},
		Entry: int(numbers[3]), Table: string(texts[0]), File: string(texts[1]), Pointer: string(texts[2]), Raw: b,
	}
}
