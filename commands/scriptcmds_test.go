package commands_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// exits runs a program and checks its exit code, which testscript itself does not tell apart:
//
//	exits CODE PROGRAM [ARG…]
//
// stdout and stderr of the run can be checked as after exec.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, not %d", strings.Join(args[1:], " "), got, want)
	}
}

// replace replaces the only occurrence of a text in a file:
//
//	replace FILE OLD NEW
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	file := ts.MkAbs(args[0])
	b, err := os.ReadFile(filepath.Clean(file))
	ts.Check(err)
	from, to := strings.ReplaceAll(args[1], `\n`, "\n"), strings.ReplaceAll(args[2], `\n`, "\n")
	if n := strings.Count(string(b), from); n != 1 {
		ts.Fatalf("%s holds %q %d times, not once", args[0], from, n)
	}
	ts.Check(os.WriteFile(file, []byte(strings.Replace(string(b), from, to, 1)), 0o666))
}

// place finds the only occurrence of a text in a file and sets a variable to FILE:LINE:COLUMN, so
// that a script can ask for an exact place in data that others edit:
//
//	place VARIABLE FILE TEXT
//
// \n in TEXT is a line break. Columns count code points, as those of findings do.
func place(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: place VARIABLE FILE TEXT")
	}
	content, text := ts.ReadFile(args[1]), strings.ReplaceAll(args[2], `\n`, "\n")
	before, after, found := strings.Cut(content, text)
	if !found || strings.Contains(after, text) {
		ts.Fatalf("%s does not hold %q exactly once", args[1], text)
	}
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	ts.Setenv(args[0], fmt.Sprintf("%s:%d:%d", args[1], line, column))
}

// widest checks that no line of the last stdout takes more than a number of columns on a terminal:
//
//	widest COLUMNS
func widest(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: widest COLUMNS")
	}
	limit, err := strconv.Atoi(args[0])
	ts.Check(err)
	out := ts.ReadFile("stdout")
	if out == "" {
		ts.Fatalf("nothing on stdout")
	}
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if w := displaywidth.String(line); w > limit {
			ts.Fatalf("a line takes %d columns, more than %d: %s", w, limit, line)
		}
	}
}

// xlsx2csv writes a sheet of a workbook to stdout as CSV, so that its cells can be compared:
//
//	xlsx2csv FILE SHEET
func xlsx2csv(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: xlsx2csv FILE SHEET")
	}
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	rows, err := book.GetRows(args[1])
	ts.Check(err)
	for i := range rows { // the library leaves out empty cells at the end
		for len(rows[i]) < len(rows[0]) {
			rows[i] = append(rows[i], "")
		}
	}
	ts.Check(book.Close())
	w := csv.NewWriter(ts.Stdout())
	ts.Check(w.WriteAll(rows))
}
