package edit

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"malaga/internal/text"
)

// Of a file that is larger the diff shows the lines around the first difference, as many bytes of the old and of the new ones.
const (
	shownBytes   = 512 << 10
	shownBefore  = 4 << 10
	contextLines = 3
)

// excerpt is the part of a file's new content that a diff shows.
type excerpt struct {
	source *Source
	old    []byte
	new    []byte
	from   int64 // the offset of both in the file
	cut    bool  // there is more new content
	more   int   // records that are changed behind it
}

// begin starts the excerpt some lines before the first difference.
func (x *excerpt) begin(same int64) (io.Writer, error) {
	x.from = max(0, same-shownBefore)
	old, err := io.ReadAll(io.LimitReader(x.source.from(x.from), shownBefore+shownBytes))
	if err != nil {
		return nil, err
	}
	if x.from > 0 { // begin with a line
		skip := bytes.IndexByte(old[:same-x.from], '\n') + 1
		x.from += int64(skip)
		old = old[skip:]
	}
	x.old = old
	x.new = bytes.Clone(old[:same-x.from])
	return x, nil
}

// Write implements io.Writer.
func (x *excerpt) Write(p []byte) (int, error) {
	room := max(0, shownBefore+shownBytes-len(x.new))
	x.cut = x.cut || len(p) > room
	x.new = append(x.new, p[:min(len(p), room)]...)
	return len(p), nil
}

// changed counts a record that is changed.
func (x *excerpt) changed() {
	if x.cut {
		x.more++
	}
}

// diff returns the unified diff.
func (x *excerpt) diff() (string, error) {
	cutOld := x.from+int64(len(x.old)) < x.source.in.Size()
	before, after := wholeLines(x.old, cutOld), wholeLines(x.new, x.cut)
	edits := lineEdits(before, after)
	if n := len(edits) - 1; (cutOld || x.cut) && n > 0 && edits[n].End == len(before) {
		edits = edits[:n] // the excerpts do not end with the same line
	}
	unified, err := udiff.ToUnifiedDiff(x.source.Name, x.source.Name, before, edits, contextLines)
	if err == nil {
		err = x.renumber(unified.Hunks)
	}
	if err != nil {
		return "", err
	}
	diff := unified.String()
	if x.more > 0 {
		diff += fmt.Sprintf("# %s more %s of %s differ\n", text.Number(x.more), text.Plural(x.more, "record"), x.source.Name)
	} else if cutOld || x.cut {
		diff += fmt.Sprintf("# the rest of %s is not shown\n", x.source.Name)
	}
	return diff, nil
}

// wholeLines returns the lines of an excerpt. The last one, if it is cut, ends with a mark.
func wholeLines(b []byte, cut bool) string {
	end := bytes.LastIndexByte(b, '\n') + 1
	switch {
	case !cut:
		end = len(b)
	case end == 0:
		return strings.ToValidUTF8(string(b), "") + " …\n"
	}
	return string(b[:end])
}

// renumber sets the numbers of the first lines of hunks: those of the old lines are in the excerpt, and the library counts the new ones
// without the lines between two edits of one hunk.
func (x *excerpt) renumber(hunks []*udiff.Hunk) error {
	var before lineCount
	if _, err := io.Copy(&before, io.LimitReader(x.source.from(0), x.from)); err != nil {
		return err
	}
	longer := 0 // lines that the new content has more so far
	for _, h := range hunks {
		h.FromLine += int(before)
		h.ToLine = h.FromLine + longer
		for _, line := range h.Lines {
			switch line.Kind {
			case udiff.Insert:
				longer++
			case udiff.Delete:
				longer--
			}
		}
	}
	return nil
}

// lineCount counts the lines that are written to it.
type lineCount int

// Write implements io.Writer.
func (n *lineCount) Write(p []byte) (int, error) {
	*n += lineCount(bytes.Count(p, []byte("\n")))
	return len(p), nil
}

// Diff returns the unified diff from a file to what write writes; "" if they are the same. write calls changed after each record
// that it changes.
func Diff(s *Source, write func(w io.Writer, changed func()) error) (string, error) {
	x := &excerpt{source: s}
	d := newDraft(s, x.begin)
	if err := write(d, x.changed); err != nil {
		return "", err
	}
	differs, err := d.end()
	if err != nil || !differs {
		return "", err
	}
	return x.diff()
}

// Check returns the unified diff from a file to its canonical form; "" if it has that.
func (f *Formatter) Check(ctx context.Context, s *Source) (string, error) {
	return Diff(s, func(w io.Writer, changed func()) error { return f.Format(ctx, s, w, changed) })
}
