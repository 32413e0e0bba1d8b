package commands_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"

	"malaga/commands"
	"malaga/internal/rawjson"
)

// likeID is what the ids of the real dataset begin with.
var likeID = regexp.MustCompile(`^(conf|doc|msg|org|per|ses|side|thm)-[a-z0-9-]+`)

// oneID is an id or a code, with what stands around one in a list.
var oneID = regexp.MustCompile(`^[("]*[a-z0-9]+(-[a-z0-9]+)+[");,]*$`)

// No id is cut in a table, and no line is wider than the terminal, unless one id alone is.
func TestTablesKeepIDsWholeAtAllWidths(t *testing.T) {
	t.Parallel()
	orphaned := withoutTable(t, "documents")
	known := idsOf(t, "../dataset/malaga-2022")
	known["side-event"], known["side-events-and-workshop"] = true, true // codes that look like one
	for _, args := range []string{
		"summarise --coverage",
		"summarise messages --coverage",
		"show side-1 msg-18",
		"search diplomat",
		"list side-events --add-fields organisers,sources,variants",
		"summarise messages --by document --by standing",
		"summarise messages --by document --by standing --data " + orphaned,
		"summarise messages --by standing --by document --data " + orphaned,
		"summarise messages --by themes --by document --data " + orphaned,
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			for width := 20; width <= 300; width += 7 {
				out := onTerminal(t, width, args+" --format table")
				for line := range strings.Lines(out) {
					line = strings.TrimSpace(line)
					if w := displaywidth.String(line); w > width && !oneID.MatchString(line) {
						t.Errorf("a line takes %d of %d columns: %s", w, width, line)
					}
					for word := range strings.FieldsSeq(line) {
						if id := likeID.FindString(strings.TrimLeft(word, `("[`)); id != "" && !known[id] {
							t.Errorf("%d columns: %s is cut: %s", width, id, line)
						}
					}
				}
			}
		})
	}
}

// onTerminal is what a command writes to a terminal of some width.
func onTerminal(t *testing.T, width int, args string) string {
	t.Helper()
	var out, errs strings.Builder
	code := commands.Run(t.Context(), commands.Env{
		Args: strings.Fields(args), Stdout: &out, Stderr: &errs, Terminal: true, Width: width,
		Now: func() time.Time { return time.Time{} },
		LookupEnv: func(name string) (string, bool) {
			return map[string]string{"NO_COLOR": "1"}[name], name == "NO_COLOR"
		},
	})
	if code != 0 {
		t.Fatalf("%s: exit code %d: %s", args, code, errs.String())
	}
	return out.String()
}

// withoutTable is the real dataset without one of its tables, to which others refer.
func withoutTable(t *testing.T, table string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../dataset/malaga-2022")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, table+".json")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// idsOf are the ids of the records in a folder.
func idsOf(t *testing.T, dir string) map[string]bool {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatal(fmt.Sprint(len(paths), " files, ", err))
	}
	ids := map[string]bool{}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for m := range rawjson.Members(b) {
			for _, record := range rawjson.Elements(m.Value) {
				ids[rawjson.GetText(record, "id")] = true
			}
		}
	}
	return ids
}
