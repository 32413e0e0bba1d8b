// Package finding describes what is wrong with data: findings, their places and reports of them.
package finding

import (
	"cmp"
	"slices"
	"strings"

	"malaga/internal/rawjson"
)

// Severity is the severity of a finding: error or warning.
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
	Line     int   // from 1; 0 when the finding concerns a file as a whole
	Column   int   // in code points, from 1
	Start    int64 // where the value that the finding is about, or the name of a member, begins in the file, in bytes
	End      int64 // and where it ends; 0 like Start when the finding concerns a file as a whole
	Pointer  string
	Table    string
	ID       string // of the record
	Title    string // of the record
	Message  string
	Hint     string

	Missing string // the member that is absent, if that is the finding
	Value   string // the value that the finding is about, if it is short

	Excerpt string // the source line, cut to a readable length
	Caret   int    // the first code point of it that the finding is about
	Width   int    // the number of these code points
}

// Size returns the number of bytes of the texts of a finding.
func (f Finding) Size() int {
	size := 0
	for _, s := range []string{f.File, f.Pointer, f.ID, f.Title, f.Message, f.Hint, f.Missing, f.Value, f.Excerpt} {
		size += len(s)
	}
	return size
}

// Problem is something wrong with a record, before it has a place in a file.
type Problem struct {
	Code     string
	Severity Severity // the zero value means Error
	Path     []string // members and indexes, from the record down
	Missing  string   // the absent member of the object at Path, if that is the problem
	Key      bool     // the problem is the name of the member, not its value
	Nth      int      // the number of the member among those of the same name, from 0
	Message  string
	Hint     string
}

// Sort sorts findings by the name of their file, their position, code and message.
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

// Count returns the numbers of errors and warnings.
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

// Field returns the field that a finding is about: its pointer in the record, without indexes, joined by dots. It stays
// the same when lines move.
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

// MostProblems is the number of problems that are reported of one record.
const MostProblems = rawjson.MaxProblems
