package dataset

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"malaga/internal/text"
)

// Repository reads revisions with the git program: every machine that has a repository has it.
type Repository struct {
	Context context.Context
	Dir     string // a folder in the working tree, from which paths that begin with "./" count; "" means the current one
}

// errRevision is an error of git, as it words it.
type errRevision struct{ error }

// Find returns an error unless a word names a revision.
func (r Repository) Find(revision string) error {
	if _, err := r.git("rev-parse", "--git-dir"); err != nil {
		return err
	}
	var failed errRevision
	_, err := r.git("rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{tree}")
	if errors.As(err, &failed) {
		return errors.New("no such revision")
	}
	return err
}

// PathOf returns the path, from the top of the working tree, of a file or folder.
func (r Repository) PathOf(path string) (Repository, string, error) {
	r.Dir = path
	base := ""
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		r.Dir, base = filepath.Split(path)
	}
	prefix, err := r.git("rev-parse", "--show-prefix")
	return r, prefix + base, err
}

// WorkingPath returns the path of a file or folder in the working tree; path is as in a revision.
func (r Repository) WorkingPath(path string) (string, error) {
	if strings.HasPrefix(path, "./") || strings.HasPrefix(path, "../") {
		return filepath.Join(r.Dir, filepath.FromSlash(path)), nil
	}
	up, err := r.git("rev-parse", "--show-cdup")
	return filepath.Join(r.Dir, up, filepath.FromSlash(path)), err
}

// Open finds the dataset at a path of a revision, as git writes it: from the top of the working tree, or from the folder Dir if
// it begins with "./".
func (r Repository) Open(revision, path string, l Layout) (*Dataset, error) {
	if path == "." {
		path = "./"
	}
	name := revision + ":" + path
	d := &Dataset{Name: strings.TrimSuffix(name, ":"), layout: l}
	kind, err := r.git("cat-file", "-t", name)
	var unknown errRevision
	switch {
	case errors.As(err, &unknown):
		return nil, &NotInRevision{revision, path}
	case err != nil:
		return nil, err
	case kind == "blob":
		f := l.single(name)
		f.open = r.blob(name)
		d.files = []file{f}
		return d, nil
	}
	list, err := r.git("ls-tree", "--full-tree", "-z", "--name-only", name)
	if err != nil {
		return nil, err
	}
	dir := name
	if path != "" {
		dir = strings.TrimSuffix(name, "/") + "/"
	}
	names := strings.Split(strings.TrimSuffix(list, "\x00"), "\x00")
	return d, d.addFiles(d.Name, names, func(file string) string { return dir + file }, r.blob)
}

// NotInRevision is the error for a path that a revision does not have.
type NotInRevision struct{ Revision, Path string }

func (e *NotInRevision) Error() string {
	return fmt.Sprintf("revision %s has no %s", e.Revision, cmp.Or(strings.TrimSuffix(e.Path, "/"), "files"))
}

// Empty returns a dataset without files.
func Empty(name string, l Layout) *Dataset { return &Dataset{Name: name, layout: l} }

// blob returns a function that reads a file of a revision.
func (r Repository) blob(name string) opener {
	return spooled(func() (io.Reader, error) {
		cmd := r.command("cat-file", "blob", name)
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		return &blobReader{out, cmd}, err
	})
}

// blobReader is the output of a program, whose end is that of the program.
type blobReader struct {
	io.Reader
	cmd *exec.Cmd
}

func (b *blobReader) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		if failed := b.cmd.Wait(); failed != nil {
			err = fmt.Errorf("git cannot read %s: %w", b.cmd.Args[len(b.cmd.Args)-1], failed)
		}
	}
	return n, err
}

func (r Repository) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(r.Context, "git", args...)
	cmd.Dir = r.Dir
	return cmd
}

// git runs the program and returns its output without the line break at the end.
func (r Repository) git(args ...string) (string, error) {
	cmd := r.command(args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", &text.Failure{Err: errors.New("git was not found"), Hint: "it reads revisions: install it, or name a directory or a file"}
	case errors.As(err, &exit) && r.Context.Err() == nil:
		line, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		return "", errRevision{errors.New("git says: " + strings.TrimPrefix(line, "fatal: "))}
	}
	return strings.TrimSuffix(string(out), "\n"), err
}
