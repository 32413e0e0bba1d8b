// Package record says what a record is: its own bytes, and where they stand.
//
// Nothing here decodes. What a command needs is taken from the bytes, so that a
// million records cost what one batch costs.
package rawjson

import "strconv"

// Pos is a place in a file. Line and Column count from 1, Column in code points;
// Offset counts bytes from 0.
type Pos struct {
	Offset       int64
	Line, Column int
}

// Record is one record of a table, or the value that stands in its stead.
type Record struct {
	Table   string // the table, or "dataset" for the dataset's own description
	Raw     []byte // the JSON value, syntax checked; valid until the next record is read
	File    string // the file as the user named it
	Pos     Pos    // where Raw begins
	Pointer string // RFC 6901 pointer to Raw in its file, or to the list that it is an entry of
	Entry   int    // its number in that list, from 1; 0 if it is in none
	Plain   bool   // Raw is known to be valid: nothing more needs to be checked
	Flawed  bool   // a problem of Raw has been told already, such as a repeated member
}

// At is the RFC 6901 pointer to Raw in its file. It is put together only for those records that something is said of.
func (r Record) At() string {
	if r.Entry == 0 {
		return r.Pointer
	}
	return r.Pointer + "/" + strconv.Itoa(r.Entry-1)
}

// Depth is how many brackets stand around Raw in its file.
func (r Record) Depth() int {
	switch {
	case r.Entry > 0:
		return 2
	case r.Pointer != "":
		return 1
	}
	return 0
}
