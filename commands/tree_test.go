package commands

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"
	"github.com/urfave/cli/v2"

	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// rowArguments returns the arguments with which the tests below run each command that writes rows. A command without
// arguments here makes them fail.
func rowArguments(t *testing.T) map[string][][]string {
	t.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	arguments := map[string][][]string{
		"list": {
			{"sessions", "--fields"},
			{"messages", "--expand", "session,themes", "--sort", "-session.title,id"},
			{"side-events", "--fields", "id,organisers.organisation,organisers.role", "--lists", "rows"},
			{"side-events", "--where", "organisers.organisation=none"},
		},
		"show":      {{"ses-a"}, {"org-unoct", "msg-12", "conf-malaga-2022"}},
		"search":    {{"victims"}, {"human", "rights", "--limit", "5"}, {"no-such-word"}},
		"summarise": {{}, {"sessions"}, {"messages", "--by", "standing"}, {"side-events", "--by", "organisers.role", "--by", "kind"}, {"--coverage"}, {"people", "--coverage"}},
		"timeline":  {{}, {"--day", "2022-05-10"}},
		"explain":   {{}, {"sessions"}, {"sessions.kind"}, {"REF001"}},
		"schema":    {{}},
	}
	for _, name := range set.Model.Names() {
		arguments["list"] = append(arguments["list"], []string{name})
	}
	return arguments
}

// isMarkdownPage names the commands whose Markdown is a document, or has totals, and not a table of the rows.
func isMarkdownPage(command string) bool { return command == "timeline" || command == "summarise" }

// eachRowCommand walks the command tree and calls fn with each command line to be tested.
func eachRowCommand(t *testing.T, fn func(t *testing.T, args []string)) {
	t.Helper()
	arguments := rowArguments(t)
	var walk func(cs []*cli.Command, above []string)
	walk = func(cs []*cli.Command, above []string) {
		for _, c := range cs {
			path := append(slices.Clone(above), c.Name)
			name := strings.Join(path, " ")
			walk(c.Subcommands, path)
			if optionNamed(c.Flags, "jq") == nil {
				continue
			}
			if arguments[name] == nil {
				t.Errorf("%s writes rows, and nothing is asked of it here", name)
			}
			for _, a := range arguments[name] {
				args := slices.Concat(path, a)
				t.Run(strings.Join(args, " "), func(t *testing.T) {
					t.Parallel()
					fn(t, args)
				})
			}
			delete(arguments, name)
		}
	}
	walk(newApp(t.Context(), Env{}, nil).root.Commands, nil)
	for name := range arguments {
		t.Errorf("%s is asked, and there is no such command that writes rows", name)
	}
}

// printed is what a command prints: on a terminal of some width, or in a pipe if width is 0. It is to succeed.
func printed(t *testing.T, width int, args ...string) string {
	t.Helper()
	code, out, errs := ran(t, width, args...)
	if code != 0 {
		t.Fatalf("%v exits with %d: %s", args, code, errs)
	}
	return out
}

func ran(t *testing.T, width int, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr strings.Builder
	code = Run(t.Context(), Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Width: width, Terminal: width > 0,
		LookupEnv: func(string) (string, bool) { return "", false }, Now: func() time.Time { return time.Time{} },
	})
	if width == 0 && strings.Contains(stdout.String()+stderr.String(), "\x1b") {
		t.Errorf("%v writes a sequence for a terminal to a pipe", args)
	}
	return code, stdout.String(), stderr.String()
}

// TestEveryFormatSaysTheSameRows compares all formats with the JSON, cell by cell, and files with what is printed.
func TestEveryFormatSaysTheSameRows(t *testing.T) {
	t.Parallel()
	eachRowCommand(t, func(t *testing.T, args []string) {
		t.Helper()
		as := func(format string) string { return printed(t, 0, append(slices.Clone(args), "--format", format)...) }
		whole := as("json")
		if !json.Valid([]byte(whole)) {
			t.Fatalf("no JSON: %s", whole)
		}
		records, err := csv.NewReader(strings.NewReader(as("csv"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		heading := records[0]
		var objects []string // as JSON
		var cells [][]string // as text
		for _, row := range rawjson.Elements([]byte(strings.TrimSpace(whole))) {
			objects = append(objects, string(row))
			line := make([]string, len(heading))
			n := 0
			for m := range rawjson.Members(row) {
				at := slices.Index(heading, rawjson.Text(m.Name))
				if at < n {
					t.Fatalf("%s is no column of the CSV, or not in its order", m.Name)
				}
				n = at
				line[at] = table.Text(m.Value)
				if rawjson.IsNumber(m.Value) { // percentages and scores keep their zeros
					line[at] = string(m.Value)
				}
			}
			cells = append(cells, line)
		}
		same(t, "csv", append([][]string{heading}, cells...), records)
		same(t, "jsonl", objects, lines(as("jsonl")))
		same(t, "tsv", append([][]string{heading}, cells...), ofTSV(as("tsv")))
		same(t, "in a pipe", as("tsv"), printed(t, 0, append(slices.Clone(args), "--output", "-", "--format", "tsv")...))
		if markdown := lines(as("md")); !isMarkdownPage(args[0]) {
			same(t, "md", ofMarkdown(cells), markdown[2:])
		}
		checkIDs(t, args, heading, cells)
		checkShapes(t, args, objects)
		checkFiles(t, args)
	})
}

func same[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-json +%s)\n%s", what, what, diff)
	}
}

// lines are the lines of a text, nil for none.
func lines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(s, "\n"), "\n")
}

func ofTSV(s string) [][]string {
	var rows [][]string
	for _, line := range lines(s) {
		row := strings.Split(line, "\t")
		for i, cell := range row {
			row[i] = strings.NewReplacer(`\\`, `\`, `\t`, "\t", `\n`, "\n", `\r`, "\r").Replace(cell)
		}
		rows = append(rows, row)
	}
	return rows
}

func ofMarkdown(rows [][]string) []string {
	all := []string{}
	for _, row := range rows {
		line := "|"
		for _, cell := range row {
			line += " " + text.EscapeMarkdown(cell) + " |"
		}
		all = append(all, line)
	}
	return all
}

// checkIDs checks that the ids alone are those of the rows, or that rows without are refused.
func checkIDs(t *testing.T, args, heading []string, cells [][]string) {
	t.Helper()
	code, out, _ := ran(t, 0, append(slices.Clone(args), "--format", "ids")...)
	at := slices.Index(heading, "id")
	if at < 0 {
		if code != exitUsage {
			t.Errorf("ids of rows without: %d", code)
		}
		return
	}
	var ids []string
	for _, row := range cells {
		if n := len(ids); n == 0 || ids[n-1] != row[at] { // with --lists rows a record has several
			ids = append(ids, row[at])
		}
	}
	same(t, "ids", ids, lines(out))
}

// checkShapes checks that jq and templates get the array of the JSON.
func checkShapes(t *testing.T, args, objects []string) {
	t.Helper()
	first := "null"
	if len(objects) > 0 {
		first = objects[0]
	}
	same(t, "jq", decoded(t, first), decoded(t, printed(t, 0, append(slices.Clone(args), "--jq", ".[0]")...)))
	same(t, "template", strconv.Itoa(len(objects))+"\n", printed(t, 0, append(slices.Clone(args), "--template", "{{len .}}")...))
}

func decoded(t *testing.T, text string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// checkFiles checks that a file has what is printed in the format that its ending tells.
func checkFiles(t *testing.T, args []string) {
	t.Helper()
	for _, f := range render.RowFormats() {
		format := string(f.Name)
		code, want, _ := ran(t, 0, append(slices.Clone(args), "--format", format)...)
		file := filepath.Join(t.TempDir(), "out."+format)
		if again, out, _ := ran(t, 0, append(slices.Clone(args), "--output", file)...); again != code || out != "" {
			t.Errorf("%s exits with %d and prints %q", file, again, out)
		}
		b, err := os.ReadFile(file)
		if (err == nil) != (code == 0) {
			t.Errorf("exit code %d, but %v", code, err)
		}
		same(t, file, want, string(b)+strings.Repeat(want, min(code, 1)))
	}
}

// TestNoLineIsWiderThanTheTerminal asks for tables and pages at many widths. Only an id may be wider, and on a page a web
// address, for they are never cut.
func TestNoLineIsWiderThanTheTerminal(t *testing.T) {
	t.Parallel()
	uncut := regexp.MustCompile(`^[a-z0-9_.-]+[;,]?$`)
	address := regexp.MustCompile(`(^|  )https?://\S+$`)
	bold := strings.NewReplacer("\x1b[1m", "", "\x1b[22m", "")
	widths := []int{50, 60, 70, 80, 100, 130, 200, 300}
	for w := 20; w <= 40; w++ {
		widths = append(widths, w)
	}
	if testing.Short() { // as where races are looked for
		widths = []int{20, 80, 300}
	}
	eachRowCommand(t, func(t *testing.T, args []string) {
		t.Helper()
		rows := append(slices.Clone(args), "--format", "table")
		isPage := printed(t, 80, args...) != printed(t, 80, rows...)
		for _, width := range widths {
			out, page := bold.Replace(printed(t, width, rows...)), "" // bold is what a search found
			if isPage {
				page = printed(t, width, args...)
			}
			for _, line := range lines(out + page) {
				if n := displaywidth.String(line); n > width && !uncut.MatchString(line) && (!isPage || !address.MatchString(line)) {
					t.Errorf("%d columns at a width of %d: %s", n, width, line)
				}
			}
			if strings.Contains(out+page, "\x1b") {
				t.Errorf("a sequence at a width of %d", width)
			}
		}
	})
}
