//go:build long && unix

package commands_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// largeThemes returns a file of some MB with a mistake in each record, and not in the canonical form.
func largeThemes() []byte {
	var b bytes.Buffer
	b.WriteString(`{"themes": [`)
	const records = 20_000
	for i := range records {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "\n {\"label\":\"Theme  %d\", \"id\": \"thm-%d\", \"definition\": \"%s\"}", i, i, strings.Repeat("long ", 30)+"text")
	}
	b.WriteString("]}")
	return b.Bytes()
}

// TestKilledRewritesLeaveFilesWhole kills fmt and fix at random moments: each file is the old or the new one.
func TestKilledRewritesLeaveFilesWhole(t *testing.T) {
	program := filepath.Join(t.TempDir(), "malaga")
	if out, err := exec.Command("go", "build", "-o", program, "malaga").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	old := largeThemes()
	for _, command := range []string{"fmt", "fix"} {
		t.Run(command, func(t *testing.T) {
			dir := t.TempDir()
			files := []string{filepath.Join(dir, "a.json"), filepath.Join(dir, "b.json")}
			put := func() {
				for _, f := range files {
					if err := os.WriteFile(f, old, 0o666); err != nil {
						t.Fatal(err)
					}
				}
			}
			put()
			began := time.Now()
			if out, err := exec.Command(program, command, files[0], files[1]).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			whole := time.Since(began)
			changed, err := os.ReadFile(files[0])
			if err != nil || bytes.Equal(changed, old) {
				t.Fatalf("nothing is changed: %v", err)
			}
			states := map[string]int{}
			const kills = 60
			for range kills {
				put()
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.Int64N(int64(whole*5/4))))
				_ = exec.CommandContext(ctx, program, command, files[0], files[1]).Run() // killed, or done
				cancel()
				state := ""
				for _, f := range files {
					got, err := os.ReadFile(f)
					switch {
					case err != nil:
						t.Fatal(err)
					case bytes.Equal(got, old):
						state += "old "
					case bytes.Equal(got, changed):
						state += "new "
					default:
						t.Fatalf("%s has %d bytes: neither the %d old nor the %d new ones", f, len(got), len(old), len(changed))
					}
				}
				states[state]++
			}
			if states["old old "] == 0 || states["new old "]+states["new new "] == 0 {
				t.Errorf("the moments are not random enough: %v", states)
			}
		})
	}
}
