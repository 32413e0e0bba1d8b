package dataset

import (
	"io"
	"sync"

	"malaga/internal/spill"
)

// spoolMemory is the number of bytes of standard input that are kept in memory. What follows goes to a temporary file.
const spoolMemory = 4 << 20

// spool makes a stream readable more than once: what was read of it is kept, and the rest is read when it is needed.
type spool struct {
	mu    sync.Mutex
	start func() (io.Reader, error) // opens the stream
	in    io.Reader                 // nil until the first reading
	end   error                     // of in
	head  []byte                    // the first bytes
	rest  spill.File
	size  int64 // of what was read of in
}

// spooled returns a function that opens a stream from its beginning, any number of times.
func spooled(start func() (io.Reader, error)) opener {
	s := &spool{start: start, rest: spill.File{Task: "keep the input"}}
	return func() (io.ReadCloser, error) { return &spoolReader{spool: s}, nil }
}

// spoolReader is one reading of a stream.
type spoolReader struct {
	spool *spool
	at    int64
}

func (r *spoolReader) Read(p []byte) (int, error) {
	n, err := r.spool.readAt(p, r.at)
	r.at += int64(n)
	return n, err
}

// ReadAt implements io.ReaderAt for what was read of the stream before.
func (r *spoolReader) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) && err == nil {
		var more int
		more, err = r.spool.readAt(p[n:], at+int64(n))
		n += more
	}
	return n, err
}

// Close does nothing: the stream is read again.
func (*spoolReader) Close() error { return nil }

// readAt reads bytes that were read before, or those that come next.
func (s *spool) readAt(p []byte, at int64) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	head := int64(len(s.head))
	switch {
	case at < head:
		return copy(p, s.head[at:]), nil
	case at < s.size:
		p = p[:min(int64(len(p)), s.size-at)]
		return s.rest.ReadAt(p, at-head)
	case s.end != nil:
		return 0, s.end
	}
	if s.in == nil {
		in, err := s.start()
		if err != nil {
			return 0, err
		}
		s.in = in
	}
	n, err := s.in.Read(p)
	s.end = err
	if failed := s.keep(p[:n]); failed != nil {
		s.end = failed
		return 0, failed
	}
	if n > 0 {
		err = nil
	}
	return n, err
}

// keep adds bytes to what was read.
func (s *spool) keep(p []byte) error {
	if s.rest.Size() == 0 && len(s.head)+len(p) <= spoolMemory {
		s.head = append(s.head, p...)
	} else if _, err := s.rest.Write(p); err != nil {
		return err
	}
	s.size += int64(len(p))
	return nil
}
