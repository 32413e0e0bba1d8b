package edit

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"

	"malaga/internal/render"
	"malaga/internal/text"
)

// draft compares the new content of a file with the old one while it is written, and begins to write at the first difference.
type draft struct {
	source *Source
	begin  func(same int64) (io.Writer, error) // where the new content goes from the offset same on

	old  *bufio.Reader // behind what is the same
	same int64
	to   io.Writer // nil as long as all is the same
}

func newDraft(s *Source, begin func(same int64) (io.Writer, error)) *draft {
	return &draft{source: s, begin: begin, old: bufio.NewReaderSize(s.from(0), 64<<10)}
}

// Write implements io.Writer.
func (d *draft) Write(p []byte) (int, error) {
	n := 0
	for d.to == nil && n < len(p) {
		next := p[n:min(len(p), n+d.old.Size())]
		if old, err := d.old.Peek(len(next)); err != nil || !bytes.Equal(old, next) {
			if err := d.start(); err != nil {
				return n, err
			}
			break
		}
		_, _ = d.old.Discard(len(next)) // Peek has them
		n += len(next)
		d.same += int64(len(next))
	}
	if n == len(p) {
		return n, nil
	}
	written, err := d.to.Write(p[n:])
	return n + written, err
}

func (d *draft) start() (err error) {
	d.to, err = d.begin(d.same)
	return err
}

// end reports whether the new content differs from the old one: it may only be shorter.
func (d *draft) end() (differs bool, err error) {
	if d.to == nil && d.same < d.source.in.Size() {
		err = d.start()
	}
	return d.to != nil, err
}

// Rewrite replaces the file at a path with what write writes, whole or not at all, unless that is what the file holds. It reports
// whether the file was replaced.
func Rewrite(files *render.Files, path string, write func(s *Source, w io.Writer) error) (changed bool, err error) {
	s, err := Open(path)
	if err != nil {
		return false, err
	}
	defer s.Close()
	var file *render.File
	d := newDraft(s, func(same int64) (io.Writer, error) {
		if file, err = files.Create(path); err != nil {
			return nil, inPlace(err)
		}
		_, err = io.Copy(file, io.NewSectionReader(s.in, 0, same))
		return file, err
	})
	defer func() {
		if file != nil {
			file.Abort()
		}
	}()
	if err = write(s, d); err == nil {
		changed, err = d.end()
	}
	if err != nil || !changed {
		return false, err
	}
	s.Close() // a file that is open cannot be replaced everywhere
	err = inPlace(file.Commit())
	return err == nil, err
}

// inPlace returns an error of replacing a file with a hint that fits a file that has its name already.
func inPlace(err error) error {
	var failure *text.Failure
	if errors.As(err, &failure) {
		return &text.Failure{Err: failure.Err, Hint: "allow writing to the file, and to its folder"}
	}
	return err
}

// Rewrite replaces the file at a path with its canonical form, if it has another one.
func (f *Formatter) Rewrite(ctx context.Context, files *render.Files, path string) (changed bool, err error) {
	return Rewrite(files, path, func(s *Source, w io.Writer) error { return f.Format(ctx, s, w, nil) })
}
