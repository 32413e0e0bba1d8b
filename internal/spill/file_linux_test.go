package spill_test

import (
	"errors"
	"syscall"
	"testing"

	"malaga/internal/spill"
)

// A disk that is full at any moment is an error; no value is lost in silence.
func TestAFullDiskIsAnError(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("only the superuser can make a small disk: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	t.Setenv("TMPDIR", dir)
	for _, values := range []int{4_000, 60_000, 200_000} {
		s := numbers(4000, 0)
		l := spill.Log[numbered]{File: spill.File{Task: "keep"}, Append: s.Append, Read: s.Read, Bytes: s.Bytes, Most: 4000}
		sorted, logged := error(nil), error(nil)
		for i := range values {
			n := numbered{values - i, i}
			if sorted == nil {
				sorted = s.Add(n)
			}
			if logged == nil {
				logged = l.Add(n)
			}
		}
		read := func(all func(func(numbered, error) bool), before error) (n int, err error) {
			for _, err := range all {
				if before = errors.Join(before, err); err == nil {
					n++
				}
			}
			return n, before
		}
		n, sorted := read(s.All(), sorted)
		m, logged := read(l.All(), logged)
		for name, err := range map[string]error{"sorter": sorted, "log": logged} {
			if full := values > 4_000; errors.Is(err, syscall.ENOSPC) != full || !full && (n != values || m != values) {
				t.Errorf("%s: %v with %d values, %d and %d read", name, err, values, n, m)
			}
		}
		s.Close()
		l.Close()
	}
}
