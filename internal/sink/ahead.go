package sink

import "io"

// aheadBytes is how much is handed over at once.
const aheadBytes = 256 << 10

// ahead writes in another goroutine, so that making and compressing go side by side. What is written
// arrives in order; an error comes with a later Write or with Close.
type ahead struct {
	buf  []byte
	full chan []byte
	free chan []byte
	done chan error
}

func newAhead(w io.Writer) *ahead {
	a := &ahead{full: make(chan []byte, 2), free: make(chan []byte, 3), done: make(chan error, 1)}
	for range cap(a.free) {
		a.free <- make([]byte, 0, aheadBytes)
	}
	a.buf = <-a.free
	go func() {
		var err error
		for b := range a.full {
			if err == nil {
				_, err = w.Write(b)
			}
			a.free <- b[:0]
		}
		a.done <- err
	}()
	return a
}

func (a *ahead) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		if len(a.buf) == cap(a.buf) {
			a.hand()
		}
		n := min(cap(a.buf)-len(a.buf), len(rest))
		a.buf, rest = append(a.buf, rest[:n]...), rest[n:]
	}
	return len(p), nil
}

func (a *ahead) hand() {
	a.full <- a.buf
	a.buf = <-a.free
}

// Close waits for all to be written.
func (a *ahead) Close() error {
	a.hand()
	close(a.full)
	return <-a.done
}
