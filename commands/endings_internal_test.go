package commands

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/urfave/cli/v2"
)

// runOn runs the program on the built-in dataset.
func runOn(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = Run(context.Background(), Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &err,
		Now: time.Now, LookupEnv: func(string) (string, bool) { return "", false },
	})
	return code, out.String(), err.String()
}

// TestEndingsNameFormats runs every command that has --output with every ending of every format: the file has the format that its
// ending names, or the exit status is 2 and there is no file.
func TestEndingsNameFormats(t *testing.T) {
	t.Parallel()
	all := slices.Concat(rowFormats(), reportFormats(), citationFormats(), exportFormats(), diffFormats())
	arguments := map[string][]string{
		"validate": nil, "list": {"themes"}, "show": {"side-4"}, "search": {"law"}, "summarise": nil, "timeline": nil,
		"export xlsx": {"themes"}, "export csv": {"themes"}, "export ics": nil, "export html": nil, "cite": nil, "explain": {"REF001"},
		"schema": {"themes"}, "help": {"--man"}, "diff": {"../dataset/malaga-2022"},
	}
	formats := map[string][]format{ // of commands without --format, and beside those of --format
		"list": exportFormats()[:1], "export xlsx": exportFormats()[:1], "export csv": formatNamed("csv", rowFormats()),
		"export ics": formatNamed("ics", exportFormats()), "export html": formatNamed("html", exportFormats()),
		"schema": formatNamed("json", rowFormats()), "diff": formatNamed("jsonpatch", diffFormats()),
	}
	a := newApp(context.Background(), Env{}, nil)
	var each func(path string, c *cli.Command)
	each = func(path string, c *cli.Command) {
		for _, s := range c.Subcommands {
			each(path+" "+s.Name, s)
		}
		if optionNamed(c.Flags, "output") == nil {
			return
		}
		args, known := arguments[path]
		if !known {
			t.Errorf("%s has --output and is not tested", path)
		}
		own := formats[path]
		if f := optionNamed(c.Flags, "format"); f != nil && path != "schema" {
			for _, one := range all {
				if slices.Contains(f.words, one.name) {
					own = append(own, one)
				}
			}
		}
		t.Run(path, func(t *testing.T) { testEndings(t, strings.Fields(path), args, own, all) })
	}
	for _, c := range a.root.Commands {
		each(c.Name, c)
	}
}

// testEndings runs one command, whose formats are own, with the endings of all formats and some others.
func testEndings(t *testing.T, command, args []string, own, all []format) {
	t.Helper()
	t.Parallel()
	endings := []string{"out", "txt", "yaml", "SARIF", "", "x.Csv"}
	for _, f := range all {
		endings = append(endings, f.endings...)
	}
	for _, ending := range endings {
		file := filepath.Join(t.TempDir(), strings.TrimSuffix("f."+ending, "."))
		code, _, stderr := runOn(slices.Concat(command, args, []string{"-o", file})...)
		f, isOwn := formatOf(file, own)
		_, isKnown := formatOf(file, all)
		refused := isKnown && !isOwn && !promisesNothing(file) || ending == "xls" || ending == "ods" ||
			slices.Equal(command, []string{"export", "xlsx"}) && ending != "" && ending != "xlsx"
		b, err := os.ReadFile(file)
		info, _ := os.Stat(file)
		switch {
		case refused && (code != exitUsage || info != nil):
			t.Errorf("%v -o %s: exit status %d, file %v", command, filepath.Base(file), code, info)
		case refused, ending == "ids" && code == exitUsage: // rows without ids
		case code != exitDone || info == nil:
			t.Errorf("%v -o %s: exit status %d: %s", command, filepath.Base(file), code, stderr)
		case ending == "yaml" && !info.IsDir() && !strings.Contains(stderr, `unknown ending "yaml"`):
			t.Errorf("%v -o %s: nothing is said: %s", command, filepath.Base(file), stderr)
		case isOwn && f.name != "xlsx" && optionOf(command) && command[0] != "schema":
			_, want, _ := runOn(slices.Concat(command, args, []string{"--format", f.name})...)
			if err != nil || string(b) != want {
				t.Errorf("%v -o %s is not %s", command, filepath.Base(file), f.name)
			}
		}
	}
}

// optionOf reports whether a command has --format.
func optionOf(command []string) bool { return command[0] != "export" && command[0] != "help" }
