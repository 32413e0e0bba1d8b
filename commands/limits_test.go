package commands_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"malaga/internal/scaletest"
)

// A programme of more events than memory has room for is an error, and no file is written.
func TestALongProgrammeIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, out := filepath.Join(dir, "data.json"), filepath.Join(dir, "out")
	if err := os.WriteFile(data, []byte(`{"side_events":[`+scaletest.List(100_001, `{"id":"side-1"}`)+"]}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"timeline --format csv", "timeline", "export ics"} {
		args := append(strings.Fields(command), "--data", data, "-o", out)
		code, stdout, stderr := run(t, nil, args...)
		if code != 1 || stdout != "" || !strings.HasPrefix(stderr, "malaga: more than 100,000 conferences, sessions and side events") {
			t.Errorf("%s: exit code %d, %s%s", command, code, stdout, stderr)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s wrote a file", command)
		}
	}
}
