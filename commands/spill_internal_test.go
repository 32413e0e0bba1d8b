package commands

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// endless are records of more than commands keep in memory. It calls then when it has given that much, before the end.
func endless(then func()) io.Reader {
	const records, enough = 24_000, 20_000
	n := 0
	return io.MultiReader(strings.NewReader(`{"outcome_messages": [`), readerFunc(func(p []byte) (int, error) {
		switch n++; {
		case n == enough:
			then()
		case n > records:
			return 0, io.EOF
		}
		return copy(p, fmt.Appendf(nil, "{\"id\": \"msg-%d\", \"text\": \"victims %d %s\"},\n", n, records-n, strings.Repeat("-", 900))), nil
	}), strings.NewReader(`{"id": "msg-last", "text": "last"}]}`))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// spilling are commands that need temporary files for endless.
func spilling() [][]string {
	return [][]string{
		{"list", "messages", "--sort", "text"},
		{"summarise", "messages", "--by", "text"},
	}
}

// runSpilling runs a command on endless, with an output file.
func runSpilling(t *testing.T, ctx context.Context, data string, end func(), args []string) (code int, stderr string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "out.txt")
	var out, err bytes.Buffer
	code = Run(ctx, Env{
		Args: append([]string{"--data", data, "-o", file}, args...), Stdin: endless(end), Stdout: &out, Stderr: &err,
		Now: time.Now, LookupEnv: func(string) (string, bool) { return "", false },
	})
	left, failed := os.ReadDir(filepath.Dir(file))
	if out.Len() > 0 || failed != nil || code != exitDone && len(left) > 0 {
		t.Errorf("%v: %q, %v, %v", args, out.String(), left, failed)
	}
	return code, err.String()
}

// Without room for temporary files, a command that needs one fails with one line and a hint, and leaves no output.
func TestNoRoomForTemporaryFilesIsAnError(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data.json")
	f, err := os.Create(data)
	if err == nil {
		_, err = io.Copy(f, endless(func() {}))
	}
	if err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for _, args := range spilling() {
		if code, stderr := runSpilling(t, context.Background(), data, nil, args); code != exitDone || strings.Contains(stderr, "temporary") {
			t.Errorf("%v: %d\n%s", args, code, stderr)
		}
	}
	if left, _ := os.ReadDir(temporary); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	t.Setenv("TMPDIR", filepath.Join(temporary, "none"))
	for _, args := range spilling() {
		code, stderr := runSpilling(t, context.Background(), data, nil, args)
		lines := strings.Split(stderr, "\n")
		if code != exitFailed || len(lines) < 3 || !strings.Contains(lines[len(lines)-3], "for temporary files: ") ||
			lines[len(lines)-2] != "malaga: hint: set TMPDIR to a folder with room" {
			t.Errorf("%v: %d\n%s", args, code, stderr)
		}
	}
}

// A run that is interrupted when it has written temporary files leaves neither them nor an output.
func TestInterruptedRunsLeaveNothing(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for _, args := range spilling() {
		ctx, cancel := context.WithCancel(context.Background())
		code, stderr := runSpilling(t, ctx, "-", cancel, args)
		if code != exitInterrupted || stderr != "malaga: interrupted\n" {
			t.Errorf("%v: %d\n%s", args, code, stderr)
		}
		cancel()
	}
	if left, _ := os.ReadDir(temporary); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
