// Package record says what a record is: its own bytes, and where they stand.
//
// Nothing here decodes. What a command needs is taken from the bytes, so that a
// million records cost what one batch costs.
package record

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
	Pointer string // RFC 6901 pointer to Raw in its file
	Plain   bool   // Raw is known to be valid: nothing more needs to be checked
	Flawed  bool   // a problem of Raw has been told already, such as a repeated member
}
