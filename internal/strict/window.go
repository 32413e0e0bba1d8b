package strict

import (
	"bytes"
	"errors"
	"io"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

var errTooLong = errors.New("value too long")

// window is the part of a file that is being read: what is known of it, and a place in it, which moves from token to
// token. A reader of findings wants lines and columns. Bytes are counted in runs, up to the token that asks or before they
// are dropped: of lines that have ended only their number matters.
type window struct {
	r       io.Reader
	buf     []byte      // with room for a NUL behind it
	start   int         // the place: what precedes it in buf is done with
	counted int         // what precedes it in buf has been counted; at most start
	at      rawjson.Pos // of buf[counted]
	err     error       // what ended the file
}

func newWindow(r io.Reader) *window {
	return &window{r: r, at: rawjson.Pos{Line: 1, Column: 1}}
}

const (
	// atOnce is how much is read at a time, but of long values: enough that asking costs nothing, and little enough to stay
	// in a processor's cache.
	atOnce = 64 << 10
	// mostKnown is how much may be known from the place on: a value, and what separates it from the last one.
	mostKnown = MaxRecord + 4096
	// context is how many bytes are kept of what is done with, and are read ahead, to show the line of a fault.
	context = 128
	// mostIdle is how many reads may bring nothing.
	mostIdle = 100
)

// rest is what is known from the place on, with a NUL behind it.
func (w *window) rest() []byte { return w.buf[w.start : len(w.buf)+1] }

// more reads on, at least half as much as is known from the place on, so that looking at all that anew costs little. It
// fails where the file ends.
func (w *window) more() bool {
	known := len(w.buf) - w.start
	if w.err == nil && known >= mostKnown {
		w.err = errTooLong
	}
	for got, idle := 0, 0; w.err == nil && (got == 0 || got < known/2) && known+got < mostKnown; {
		w.room()
		n := len(w.buf)
		most := min(cap(w.buf)-1, n+max(atOnce, known), w.start+mostKnown)
		read, err := w.r.Read(w.buf[n:most])
		w.buf = w.buf[:n+read]
		w.buf[:n+read+1][n+read] = 0
		got += read
		if idle++; read > 0 {
			idle = 0
		}
		if w.err = err; err == nil && idle == mostIdle {
			w.err = io.ErrNoProgress
		}
	}
	return len(w.buf)-w.start > known
}

// room makes room to read into.
func (w *window) room() {
	if cap(w.buf)-len(w.buf) > atOnce/2 {
		return
	}
	w.count(w.start)
	kept := w.buf[max(0, w.start-context):]
	w.start = min(w.start, context)
	w.counted = w.start
	into := w.buf
	if size := len(kept) + atOnce; size > cap(into) {
		into = make([]byte, 0, max(size, 2*cap(into)))
	}
	w.buf = append(into[:0], kept...)
}

// reach reads until n bytes from the place on are known, or all.
func (w *window) reach(n int) {
	for len(w.buf)-w.start < n && w.more() {
	}
}

// blank is the index in rest of the first byte from i on that is not white space, and that byte; at the end of the file
// it is the NUL.
func (w *window) blank(i int) (at int, first byte) {
	if w.buf == nil {
		w.more() // even of an empty file there is the NUL then
	}
	for {
		rest := w.rest()
		if i = blank(rest, i); i < len(rest)-1 || !w.more() {
			return i, w.rest()[i]
		}
	}
}

// take moves the place behind n bytes that begin at an index of rest, and gives those and where they stand.
func (w *window) take(at, n int) ([]byte, rawjson.Pos) {
	from := w.start + at
	w.count(from)
	w.start = from + n
	return w.buf[from:w.start:w.start], w.at
}

// count counts up to an index of buf.
func (w *window) count(end int) {
	w.at = finding.Advance(w.at, w.buf[w.counted:end])
	w.counted = end
}

// position is where the byte at an index of rest stands.
func (w *window) position(i int) rawjson.Pos {
	return finding.Advance(w.at, w.buf[w.counted:w.start+i])
}

// offset is where the place is in the file.
func (w *window) offset() int64 { return w.at.Offset + int64(w.start-w.counted) }

// around is rest with the part of the line that precedes it, as far as it is kept, and the index in that of one in rest.
func (w *window) around(i int) (text []byte, index int) {
	begin := max(0, w.start-context)
	begin += bytes.LastIndexByte(w.buf[begin:w.start], '\n') + 1
	return w.buf[begin:], i + w.start - begin
}

// replay reads on from an index of rest, and leaves the place where it is.
type replay struct {
	*window
	next int
}

func (r *replay) Read(p []byte) (int, error) {
	if r.next == len(r.buf)-r.start && !r.more() {
		return 0, r.err
	}
	n := copy(p, r.buf[r.start+r.next:])
	r.next += n
	return n, nil
}
