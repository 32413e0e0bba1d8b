package dataset_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"malaga/dataset"
	"malaga/internal/finding"
)

// tables are the tables of the datasets in these tests, in the order of reading.
var tables = []string{"people", "plays"}

var layout = dataset.Layout{Tables: tables, Members: func(string) []string { return []string{"$schema", "title"} }}

// folder makes a directory with files in it.
func folder(tb testing.TB, files map[string]string) string {
	tb.Helper()
	dir := tb.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

// events reads a dataset and tells all that comes of it, a line an event. dir is taken off the names of files.
func events(tb testing.TB, d *dataset.Dataset, dir string, wanted ...string) []string {
	tb.Helper()
	var all []string
	add := func(format string, args ...any) {
		line := fmt.Sprintf(format, args...)
		if dir != "" {
			line = strings.ReplaceAll(line, dir+string(filepath.Separator), "")
		}
		all = append(all, line)
	}
	for e, err := range d.Read(context.Background(), wanted...) {
		r := e.Record
		switch {
		case err != nil:
			add("error %v", err)
		case e.Kind == dataset.Table:
			add("table %s", e.Table)
		case e.Kind == dataset.Broken:
			add("broken %s", e.Table)
		case e.Kind == dataset.Record:
			add("record %s %s:%d:%d@%d %s %s", r.Table, r.File, r.Pos.Line, r.Pos.Column, r.Pos.Offset, r.At(), r.Raw)
		case e.Kind == dataset.Member:
			add("member %s %q:%d:%d %s at %d:%d %s", e.Key.Raw, r.Table, e.Key.Pos.Line, e.Key.Pos.Column, r.Raw, r.Pos.Line, r.Pos.Column, r.Pointer)
		case e.Kind == dataset.Problem:
			f := finding.Place(r, "name", *e.Problem)
			add("problem %s:%d:%d %s %s%s | %s", f.File, f.Line, f.Column, f.Code, f.Pointer, " | "+f.Message, f.Hint)
		default:
			f := *e.Finding
			add("finding %s:%d:%d %s %s | %s | %s", f.File, f.Line, f.Column, f.Code, f.Table, f.Message, f.Hint)
		}
	}
	return all
}

func open(tb testing.TB, path string) *dataset.Dataset {
	tb.Helper()
	d, err := dataset.Open(path, layout, strings.NewReader(""))
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestADirectoryIsReadFileByFile(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"dataset.json": `{"title": "D"}`,
		"plays.json":   "{\n  \"$schema\": \"s\",\n  \"plays\": [\n    {\"id\": \"a\"},{\"id\": \"日本\"}, {\"id\": \"c\"}\n  ]\n}\n",
		"people.jsonl": "{\"id\":\"p\"}\r\n\r\n  {\"id\":\"q\"}\n",
		"README.md":    "not data",
	})
	expect(t, events(t, open(t, dir), dir),
		`record dataset dataset.json:1:1@0  {"title": "D"}`,
		`table people`,
		`record people people.jsonl:1:1@0  {"id":"p"}`,
		`record people people.jsonl:3:3@16  {"id":"q"}`,
		`member "$schema" "plays":2:3 "s" at 2:14 /$schema`,
		`table plays`,
		`record plays plays.json:4:5@37 /plays/0 {"id": "a"}`,
		`record plays plays.json:4:17@49 /plays/1 {"id": "日本"}`,
		`record plays plays.json:4:31@67 /plays/2 {"id": "c"}`,
	)
}

func TestABundleIsReadInItsOwnOrder(t *testing.T) {
	t.Parallel()
	const bundle = `{"title": "T", "plays": [{"id":"a"}], "people": [], "other": [1]}`
	dir := folder(t, map[string]string{"all.json": bundle})
	want := []string{
		`member "title" "":1:2 "T" at 1:11 /title`,
		`table plays`,
		`record plays all.json:1:26@25 /plays/0 {"id":"a"}`,
		`table people`,
		`member "other" "":1:53 [1] at 1:62 /other`,
	}
	expect(t, events(t, open(t, filepath.Join(dir, "all.json")), dir), want...)
	d, err := dataset.Open("-", layout, strings.NewReader(bundle))
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "all.json", "<stdin>")
	}
	expect(t, events(t, d, dir), want...)
}

func TestOnlyTheTablesAskedForAreRead(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"dataset.json": `{"title": "D"}`, "plays.json": `{"plays":[{"id":"a"}]}`, "people.json": `{"people":[{"id":"p"}]}`,
		"all.json": `{"people":[{"id":"p"}, {"no": ["syntax"]}],"plays":[{"id":"a"}]}`,
	})
	want := []string{"table plays", `record plays plays.json:1:11@10 /plays/0 {"id":"a"}`}
	expect(t, slices.DeleteFunc(events(t, open(t, dir), dir, "plays"), func(s string) bool { return strings.Contains(s, "FMT001") }), want...)
	expect(t, events(t, open(t, filepath.Join(dir, "all.json")), dir, "plays"), "table people", "table plays", `record plays all.json:1:53@52 /plays/0 {"id":"a"}`)
}

func TestTheBuiltInDataCanBeReadAgain(t *testing.T) {
	t.Parallel()
	names := []string{"conferences", "sessions", "side_events", "outcome_messages", "organisations", "people", "documents", "themes"}
	d, err := dataset.Open("", dataset.Layout{Tables: names, Members: layout.Members}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var counts [2]map[string]int
	for i := range counts {
		counts[i] = map[string]int{}
		for e, err := range d.Read(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			switch e.Kind {
			case dataset.Record:
				counts[i][e.Table]++
			case dataset.Finding, dataset.Problem:
				t.Errorf("%+v", e)
			}
		}
	}
	if diff := cmp.Diff(counts[0], counts[1]); diff != "" || len(counts[0]) != 9 || counts[0]["outcome_messages"] < 45 {
		t.Errorf("%v\n%s", counts, diff)
	}
}

func TestStdinIsHeldToBeReadAgain(t *testing.T) {
	t.Parallel()
	d, err := dataset.Open("-", layout, iotest.HalfReader(strings.NewReader(`{"plays":[{"id":"a"}]}`)))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		expect(t, events(t, d, ""), "table plays", `record plays <stdin>:1:11@10 /plays/0 {"id":"a"}`)
	}
	boom := errors.New("the pipe broke")
	d, err = dataset.Open("-", layout, iotest.ErrReader(boom))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, err = range d.Read(context.Background()) {
		}
		if !errors.Is(err, boom) || !strings.HasPrefix(err.Error(), "<stdin>: ") {
			t.Errorf("%v", err)
		}
	}
}

// A stream longer than what is kept in memory goes to a file, which is gone from its folder. Readings take turns.
func TestALongStreamIsSpooled(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	whole := "{\"plays\": [" + strings.Repeat(`{"id": "a", "title": "é"},`+"\n", 400_000) + "{}]}"
	d, err := dataset.Open("-", layout, strings.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	for _, most := range []int{1, 300_000, 400_001, 400_001} {
		n := 0
		for e, err := range d.Read(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			if e.Kind == dataset.Record {
				n++
			}
			if n == most {
				break
			}
		}
		if n != most {
			t.Errorf("%d records, not %d", n, most)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	t.Setenv("TMPDIR", filepath.Join(dir, "none"))
	d, _ = dataset.Open("-", layout, strings.NewReader(whole))
	for _, err = range d.Read(context.Background()) {
	}
	if err == nil || !strings.Contains(err.Error(), "temporary files") || strings.Contains(err.Error(), "malaga-input") {
		t.Errorf("%v", err)
	}
}

// A record's bytes are those of its file, at its place.
func TestARecordIsItsOwnBytes(t *testing.T) {
	t.Parallel()
	content := "{\"plays\": [\r\n" + strings.Repeat("\t{\"id\": \"é\",\n \"n\" : 1.50e+2 },\n", 3000) + "{}]}"
	dir := folder(t, map[string]string{"plays.json": content})
	n := 0
	for e, err := range open(t, dir).Read(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind != dataset.Record {
			continue
		}
		n++
		r := e.Record
		if at := content[r.Pos.Offset:]; !strings.HasPrefix(at, string(r.Raw)) {
			t.Fatalf("%s is not at %d", r.Raw, r.Pos.Offset)
		}
		if line := strings.Count(content[:r.Pos.Offset], "\n") + 1; line != r.Pos.Line {
			t.Fatalf("%s is on line %d, not %d", r.Raw, line, r.Pos.Line)
		}
	}
	if n != 3001 {
		t.Errorf("%d records", n)
	}
}

func TestReadingStopsWhenTheLoopOrTheContextEnds(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"plays.json": `{"plays":[` + strings.Repeat(`{"id":"a"},`, 5000) + `{}]}`})
	n := 0
	for _, err := range open(t, dir).Read(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n = 0
	var last error
	for _, err := range open(t, dir).Read(ctx) {
		last = err
		n++
		cancel()
	}
	if !errors.Is(last, context.Canceled) || n > 300 {
		t.Errorf("%d events, %v", n, last)
	}
}

func TestWhatCannotBeOpenedIsAnError(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"README.md": "x"})
	for path, want := range map[string]string{
		filepath.Join(dir, "absent"): "no such file", dir: ": the directory has no table file (such as people.json)",
	} {
		if _, err := dataset.Open(path, layout, nil); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
	only := folder(t, map[string]string{"dataset.json": "{}"})
	if _, err := dataset.Open(only, layout, nil); err == nil {
		t.Error("a description without tables is a dataset")
	}
}

func TestAFileGoneSinceIsAnError(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"plays.json": `{"plays":[]}`})
	d := open(t, dir)
	if err := os.Remove(filepath.Join(dir, "plays.json")); err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range d.Read(context.Background()) {
		last = err
	}
	if !errors.Is(last, os.ErrNotExist) {
		t.Errorf("%v", last)
	}
}

func TestATableFileIsReadWithItsDirectory(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"plays.json": `{"plays":[{"id":"a"}]}`, "people.json": `{"people":[{"id":"p"}]}`})
	path := filepath.Join(dir, "plays.json")
	d := open(t, path)
	if d.Only != path || d.Name != path {
		t.Errorf("only %q of %q", d.Only, d.Name)
	}
	expect(t, events(t, d, dir), "table people", `record people people.json:1:12@11 /people/0 {"id":"p"}`, "table plays", `record plays plays.json:1:11@10 /plays/0 {"id":"a"}`)
	alone := folder(t, map[string]string{"plays.jsonl": `{"id":"a"}`})
	d = open(t, filepath.Join(alone, "plays.jsonl"))
	expect(t, events(t, d, alone), "table plays", `record plays plays.jsonl:1:1@0  {"id":"a"}`)
	if d.Only != "" {
		t.Errorf("only %q", d.Only)
	}
}

func TestHasFileKnowsTheFilesOfADataset(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"plays.json": `{"plays":[]}`, "other.csv": "x"})
	if err := os.Symlink("plays.json", filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here")
	}
	d := open(t, dir)
	for name, want := range map[string]bool{"plays.json": true, "link": true, "./plays.json": true, "other.csv": false, "absent": false} {
		if got := d.HasFile(dir + "/" + name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
