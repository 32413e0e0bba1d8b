package strict

import (
	"bufio"
	"bytes"
	"errors"

	"malaga/internal/diag"
	"malaga/internal/record"
)

var errTooLong = errors.New("value too long")

// window passes a file on to the decoder and keeps what has not been counted yet: a decoder tells
// only byte offsets, and a reader of findings wants lines and columns. Each byte is
// looked at once, when the reader moves past it.
type window struct {
	r      *bufio.Reader
	buf    []byte
	start  int        // what precedes it in buf is done with
	at     record.Pos // of buf[start]
	err    error      // what ended the file
	looked bool       // ahead, which ends the reading
}

// Read implements io.Reader.
func (w *window) Read(p []byte) (int, error) {
	if len(w.buf)-w.start > MaxRecord {
		w.err = errTooLong
		return 0, errTooLong
	}
	n, err := w.r.Read(p)
	if w.start > context && len(w.buf)+n > cap(w.buf) {
		w.buf = w.buf[:copy(w.buf, w.buf[w.start-context:])]
		w.start = context
	}
	w.buf = append(w.buf, p[:n]...)
	w.err = err
	return n, err
}

// advance moves to an offset and says where that is. An offset behind the current one stays.
func (w *window) advance(offset int64) record.Pos {
	text, n := w.from(offset)
	w.at = diag.Advance(w.at, text[:n])
	w.start += n
	return w.at
}

// from is the text from the last position on, and the index of an offset in it.
func (w *window) from(offset int64) (text []byte, index int) {
	text = w.buf[w.start:]
	return text, max(0, min(int(offset-w.at.Offset), len(text)))
}

// context is how many bytes are kept of what is done with, to show the line of a fault.
const context = 64

// ahead takes in a little of what the decoder has not asked for, to show the line of a fault. Nothing is
// read after that.
func (w *window) ahead() {
	if w.looked {
		return
	}
	w.looked = true
	more, _ := w.r.Peek(2 * context)
	w.buf = append(w.buf, more...)
}

// around is from, with the part of the line that precedes it, as far as it is kept.
func (w *window) around(offset int64) (text []byte, index int) {
	_, index = w.from(offset)
	begin := max(0, w.start-context)
	begin += bytes.LastIndexByte(w.buf[begin:w.start], '\n') + 1
	return w.buf[begin:], index + w.start - begin
}

// nextValue is the offset of the first byte from offset on that can begin a value.
func (w *window) nextValue(offset int64) int64 {
	text, i := w.from(offset)
	return w.at.Offset + int64(len(text)-len(bytes.TrimLeft(text[i:], " \t\r\n,:")))
}

// nextText is the offset of the first byte from offset on that is not white space.
func (w *window) nextText(offset int64) int64 {
	text, i := w.from(offset)
	rest := bytes.TrimLeft(text[i:], " \t\r\n")
	return w.at.Offset + int64(len(text)-len(rest))
}
