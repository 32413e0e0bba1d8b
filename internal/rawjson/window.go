package rawjson

import (
	"bytes"
	"errors"
	"io"
)

var errTooLong = errors.New("value too long")

// window is the part of a file that is in memory, and a place in it, which moves from token to token. Lines and columns are
// counted lazily, up to the token that needs them or before bytes are dropped.
type window struct {
	r       io.Reader
	buf     []byte // followed by a NUL
	start   int    // the place: what precedes it in buf has been read
	counted int    // lines are counted up to here; at most start
	at      Pos    // the position of buf[counted]
	err     error  // what ended the file
}

func newWindow(r io.Reader) *window {
	return &window{r: r, at: Pos{Line: 1, Column: 1}}
}

const (
	// readSize is how many bytes are read at a time: enough that a call costs nothing, few enough for a processor's cache.
	readSize = 64 << 10
	// mostKnown bounds the bytes from the place on: a value, and what separates it from the last one.
	mostKnown = MaxRecord + 4096
	// context is how many bytes are kept before and read behind a place to show its line.
	context = 128
	// mostIdle is how many reads in a row may return nothing.
	mostIdle = 100
)

// rest returns what is known of the file from the place on, with a NUL behind it.
func (w *window) rest() []byte { return w.buf[w.start : len(w.buf)+1] }

// more reads on, at least half as much as is known from the place on, so that scanning all of that anew costs little. It
// reports whether there was more.
func (w *window) more() bool {
	known := len(w.buf) - w.start
	if w.err == nil && known >= mostKnown {
		w.err = errTooLong
	}
	idle := 0
	for got := 0; w.err == nil && (got == 0 || got < known/2) && known+got < mostKnown; {
		w.makeRoom()
		n := len(w.buf)
		limit := min(cap(w.buf)-1, n+max(readSize, known), w.start+mostKnown)
		read, err := w.r.Read(w.buf[n:limit])
		w.buf = w.buf[:n+read+1]
		w.buf[n+read] = 0
		w.buf = w.buf[:n+read]
		w.err = err
		got += read
		if idle++; read > 0 {
			idle = 0
		}
		if err == nil && idle == mostIdle {
			w.err = io.ErrNoProgress
		}
	}
	return len(w.buf)-w.start > known
}

// makeRoom makes room to read into.
func (w *window) makeRoom() {
	if cap(w.buf)-len(w.buf) > readSize/2 {
		return
	}
	w.count(w.start)
	kept := w.buf[max(0, w.start-context):]
	w.start = min(w.start, context)
	w.counted = w.start
	into := w.buf
	if size := len(kept) + readSize; size > cap(into) {
		into = make([]byte, 0, max(size, 2*cap(into)))
	}
	w.buf = append(into[:0], kept...)
}

// reach reads until n bytes from the place on are known, or all.
func (w *window) reach(n int) {
	for len(w.buf)-w.start < n && w.more() {
	}
}

// skipSpace returns the index in rest of the first byte from i on that is not white space, and that byte; at the end of the
// file it is the NUL.
func (w *window) skipSpace(i int) (at int, first byte) {
	if w.buf == nil {
		w.more() // even an empty file has the NUL then
	}
	for {
		rest := w.rest()
		if i = SkipSpace(rest, i); i < len(rest)-1 || !w.more() {
			return i, w.rest()[i]
		}
	}
}

// take moves the place behind n bytes that begin at an index of rest, and returns those and their position.
func (w *window) take(at, n int) ([]byte, Pos) {
	from := w.start + at
	w.count(from)
	w.start = from + n
	return w.buf[from:w.start:w.start], w.at
}

// count counts lines and columns up to an index of buf.
func (w *window) count(end int) {
	w.at = w.at.Advance(w.buf[w.counted:end])
	w.counted = end
}

// position returns the position of the byte at an index of rest.
func (w *window) position(i int) Pos { return w.at.Advance(w.buf[w.counted : w.start+i]) }

// offset returns the offset of the place in the file.
func (w *window) offset() int64 { return w.at.Offset + int64(w.start-w.counted) }

// around returns a copy of the text around an index of rest, and the index in the copy.
func (w *window) around(i int) (text []byte, index int) {
	at := w.start + i
	begin := max(0, at-context)
	return bytes.Clone(w.buf[begin:min(len(w.buf), at+context)]), at - begin
}
