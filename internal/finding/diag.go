// Package diag tells what is wrong with data: findings, their places, and reports of them.
package finding

import (
	"cmp"
	"slices"
	"strings"

	"malaga/internal/rawjson"
)

// Severity is how bad a finding is.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is one thing that is wrong, and where. Its JSON form is a contract.
type Finding struct {
	Code     string // three capitals and three digits, see Codes
	Severity Severity
	File     string
	Line     int // from 1; 0 when the finding concerns a file as a whole
	Column   int // in code points, from 1
	Pointer  string
	Table    string
	ID       string // of the record
	Title    string // of the record
	Message  string
	Hint     string

	Missing string // the member that is not there, if that is what is wrong

	// Excerpt is the source line, cut to a readable length; Caret and Width say which
	// code points of it are meant.
	Excerpt      string
	Caret, Width int
}

// Problem is what a check says of a record, before it is placed in a file.
type Problem struct {
	Code     string
	Severity Severity // the zero value means Error
	Path     []string // members and indexes, from the record down
	Missing  string   // the member of Path's object that is not there, if that is the problem
	Key      bool     // the member's name is meant, not its value
	Nth      int      // which of several members of that name, from 0
	Message  string
	Hint     string
}

// Sort puts findings in the order of files and positions, then codes. The order of files is
// that of their names, so that it does not depend on how the findings were come by.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// Count says how many errors and warnings there are.
func Count(fs []Finding) (errors, warnings int) {
	for _, f := range fs {
		if f.Severity == Warning {
			warnings++
		} else {
			errors++
		}
	}
	return errors, warnings
}

// Field is the field that a finding is about: its pointer within the record, without indexes, joined by
// dots. It stays the same when lines move.
func (f Finding) Field() string {
	var names []string
	steps := strings.Split(strings.TrimPrefix(f.Pointer, "/"), "/")
	if len(steps) > 1 && steps[0] == f.Table {
		steps = steps[1:]
	}
	for _, s := range steps {
		if strings.Trim(s, "0123456789") != "" {
			names = append(names, s)
		}
	}
	if f.Missing != "" {
		names = append(names, f.Missing)
	}
	return strings.Join(names, ".")
}

// MostProblems is how many problems are reported of one record.
const MostProblems = rawjson.MaxProblems
