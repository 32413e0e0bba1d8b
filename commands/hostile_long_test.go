//go:build long && unix

package commands_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"malaga/commands"
)

// largeDataset makes a dataset whose exports take a tenth of a second, and returns its directory.
func largeDataset(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	gen := exec.Command("go", "run", "./internal/gen", "-messages", "5000", "-o", dir)
	gen.Dir = ".."
	if out, err := gen.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// summed returns the sum of each file in a directory, and of those in it; nothing if it is not there.
func summed(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	sums := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		sums[name] = sha256.Sum256(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// exitOf returns the exit code of a process that has ended, and the signal that killed it.
func exitOf(err error) (code int, killed syscall.Signal) {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0, 0
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && exit.ExitCode() < 0 {
		return -1, status.Signal()
	}
	return exit.ExitCode(), 0
}

// writers are the commands that the full disks are for: what they print goes to standard output, or to out.
var writers = [][]string{
	{"list", "messages", "--format", "csv", "-o", "out"},
	{"list", "messages", "--format", "tsv", "-o", "out"},
	{"list", "messages", "--format", "json", "-o", "out"},
	{"list", "messages", "--format", "jsonl", "-o", "out"},
	{"list", "messages", "--format", "md", "-o", "out"},
	{"list", "messages", "--format", "table", "-o", "out"},
	{"list", "messages", "--sort", "text", "-o", "out"},
	{"list", "messages", "--jq", ".[]", "-o", "out"},
	{"show", "conf-malaga-2022", "-o", "out"},
	{"search", "rights", "--format", "json", "-o", "out"},
	{"summarise", "--coverage", "-o", "out"},
	{"timeline", "-o", "out"},
	{"cite", "-o", "out"},
	{"explain", "-o", "out"},
	{"validate", "--format", "sarif", "-o", "out"},
	{"export", "csv", "messages", "-o", "out"},
	{"export", "ics", "-o", "out"},
	{"export", "xlsx", "-o", "out"},
	{"export", "html", "-o", "out"},
}

// A full disk is exit code 1 and one line, and nothing changes: for standard output, for a device that is written to, and for a file
// that has no room for all of it, in which case what was there before stays.
func TestFullDisks(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	cases := 0
	for _, args := range writers {
		file := slices.Index(args, "out")
		for _, full := range []string{"stdout", "device", "file"} {
			cases++
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "out"), []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			args := slices.Clone(args)
			script := `exec malaga "$@"`
			switch full {
			case "stdout":
				script += " >/dev/full"
				args[file] = "-"
			case "device":
				args[file] = "/dev/full"
			case "file": // the limit of a file's size works without root, and for one process
				script = "ulimit -f 0; " + script
			}
			if full == "stdout" && args[1] == "xlsx" { // which writes no workbook to standard output
				script, args[file] = `exec malaga "$@"`, "/dev/full"
			}
			cmd := exec.Command("sh", append([]string{"-c", script, "sh"}, args...)...)
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			code, killed := exitOf(err)
			if code != 1 || killed != 0 || !bytes.HasPrefix(out, []byte("malaga: ")) || bytes.Contains(out, []byte(".tmp-")) || bytes.Count(out, []byte("\n")) > 2 {
				t.Errorf("%v, %s: exit code %d, %v\n%s", args, full, code, killed, out)
			}
			if left := summed(t, dir); len(left) != 1 || left["out"] != sha256.Sum256([]byte("old")) {
				t.Errorf("%v, %s: %d files", args, full, len(left))
			}
		}
	}
	t.Logf("%d full disks", cases)
	if cases != 57 {
		t.Errorf("%d cases", cases)
	}
}

// Several files are all as they were if one of them has no room.
func TestFullDisksOfDirectories(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"export", "csv", "-o", "out"}, {"help", "--man", "-o", "out"}} {
		for _, exists := range []bool{false, true} {
			dir := t.TempDir()
			if exists {
				if out, err := exec.Command("malaga", append(slices.Clone(args[:len(args)-1]), filepath.Join(dir, "out"))...).CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
			}
			before := summed(t, dir)
			cmd := exec.Command("sh", append([]string{"-c", `ulimit -f 4; exec malaga "$@"`, "sh"}, args...)...)
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			if code, _ := exitOf(err); code != 1 || bytes.Contains(out, []byte(".tmp-")) {
				t.Errorf("%v: exit code %d\n%s", args, code, out)
			}
			if _, err := os.Stat(filepath.Join(dir, "out")); exists != (err == nil) || !sameFiles(before, summed(t, dir)) {
				t.Errorf("%v: something has changed", args)
			}
		}
	}
}

func sameFiles(a, b map[string][32]byte) bool {
	if len(a) != len(b) {
		return false
	}
	for name, sum := range a {
		if b[name] != sum {
			return false
		}
	}
	return true
}

// exports are what the signals interrupt.
var exports = [][]string{
	{"export", "csv", "messages"},
	{"export", "csv", "--lists", "rows"},
	{"export", "xlsx"},
	{"list", "messages", "--sort", "text", "--format", "csv"},
	{"list", "messages", "--format", "table"},
	{"cite", "--in", "messages", "--format", "bibtex"},
}

// Four signals at ten moments of six exports: the exit code is 130, or 0 if the signal comes too late; the files are all those of
// before or all new; nothing else is left. A signal before the program has begun kills it.
func TestSignals(t *testing.T) {
	t.Parallel()
	data := largeDataset(t)
	for _, args := range exports {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			whole := t.TempDir()
			_, took := interrupted(t, args, data, whole, 0, 0)
			want := summed(t, whole)
			tally := map[string]int{}
			for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
				const moments = 10
				for i := range moments {
					dir, before := oldFiles(t, want)
					result, _ := interrupted(t, args, data, dir, s, took*time.Duration(i)/moments)
					left := summed(t, dir)
					old, complete := sameFiles(left, before), sameFiles(left, want)
					switch {
					case result == ended && complete, result == stopped && (old || complete), result == killed && old:
					default:
						t.Errorf("%v at moment %d: %s, %d files, old: %v, new: %v", s, i, result, len(left), old, complete)
					}
					tally[result]++
				}
			}
			t.Log(tally)
			if tally[stopped] < 5 {
				t.Error("the signals come too early or too late")
			}
		})
	}
}

// How an export ends that gets a signal.
const (
	ended   = "exit code 0"
	stopped = "exit code 130"
	killed  = "killed before it began"
)

// oldFiles makes a directory with other content in some files, and returns it and the sums of that.
func oldFiles(t *testing.T, names map[string][32]byte) (dir string, sums map[string][32]byte) {
	t.Helper()
	dir = t.TempDir()
	for name := range names {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("old "+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, summed(t, dir)
}

// interrupted runs an export into a directory, sends it a signal after a time, and returns how it ended and how long it took.
func interrupted(t *testing.T, args []string, data, dir string, s syscall.Signal, after time.Duration) (result string, took time.Duration) {
	t.Helper()
	out := filepath.Join(dir, "out")
	if slices.Contains(args, "xlsx") {
		out += ".xlsx"
	}
	cmd := exec.Command("malaga", append(slices.Clone(args), "--data", data, "-o", out)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if s != 0 {
		time.Sleep(after)
		_ = cmd.Process.Signal(s) // it may have ended
	}
	code, by := exitOf(cmd.Wait())
	took = time.Since(start)
	if s == 0 && code != 0 {
		t.Fatalf("%v: exit code %d\n%s", args, code, stderr.Bytes())
	}
	if by == s && s != 0 || s == syscall.SIGQUIT && bytes.HasPrefix(stderr.Bytes(), []byte("SIGQUIT")) { // by the runtime
		return killed, took
	}
	return fmt.Sprintf("exit code %d", code), took
}

// smallBundle returns the first records of each table, as one object.
func smallBundle(t *testing.T) []byte {
	t.Helper()
	all := map[string]any{}
	for _, v := range firstRecords(t) {
		for name, table := range v {
			if records, ok := table.([]any); ok {
				all[name] = records
			}
		}
	}
	b, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// tokens are what a mutation inserts.
var tokens = []string{
	"{", "}", "[", "]", ",", ":", `"`, `\`, "null", "true", "0", "-", "1e309", "1e1000001", "1.5", `""`, `"a"`, "[]", "{}", `{"id":"x"}`, `"id":`, `"sources":`, "//", "/*", "\xff", "\xc3", "\x00",
	"\ufeff", "\u202e", `\u0000`, `\ud800`, `\u2028`, " \n", "\r", "\t", `"x":1,`, `"themes":[],`, `"$schema":"x",`, `"2022-02-30"`, `"thm-none"`, `"per-nobody"`, "NaN", "Infinity", "'a'", "\x1b[2J", "##vso[x", "::error::x",
}

// mutated changes a text in one to four places: bytes, parts that are lost, repeated or moved, and tokens that are added.
func mutated(r *rand.Rand, b []byte) []byte {
	b = slices.Clone(b)
	for range 1 + r.IntN(4) {
		if len(b) < 2 {
			return b
		}
		at := r.IntN(len(b))
		end := min(len(b), at+1+r.IntN(1+r.IntN(200)))
		switch r.IntN(8) {
		case 0:
			b[at] = byte(r.IntN(256))
		case 1:
			b[at] ^= 1 << r.IntN(8)
		case 2:
			b = slices.Delete(b, at, end)
		case 3:
			b = slices.Insert(b, at, b[at:end]...)
		case 4:
			to := r.IntN(len(b))
			b = slices.Insert(b, to, slices.Clone(b[at:end])...)
		case 5:
			b = b[:at]
		case 6:
			s := tokens[r.IntN(len(tokens))]
			b = slices.Insert(b, at, []byte(strings.Repeat(s, 1+r.IntN(3)))...)
		case 7: // a value becomes another
			if i := bytes.IndexByte(b[at:], ':'); i >= 0 {
				from := at + i + 1
				if n := bytes.IndexAny(b[from:], ",}]\n"); n > 0 {
					b = slices.Replace(b, from, from+n, []byte(tokens[r.IntN(len(tokens))])...)
				}
			}
		}
	}
	return b
}

// reading are the commands that read the mutated datasets. Some differ from the one before only in their format.
var reading = [][]string{
	{"validate", "-", "--format", "json"},
	{"list", "messages", "--format", "json"},
	{"list", "messages", "--format", "csv"},
	{"search", "rights", "--format", "jsonl"},
	{"search", "rights", "--format", "table"},
	{"timeline"},
}

// Whatever a dataset is, the exit code is one of the contract, the same in each format, and JSON is JSON.
func TestMutatedDatasets(t *testing.T) {
	t.Parallel()
	origin := smallBundle(t)
	number := 5000
	if testing.Short() {
		number = 500
	}
	const parts = 4
	for part := range parts {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			tally := map[int]int{}
			for seed := part; seed < number; seed += parts {
				data := mutated(rand.New(rand.NewPCG(uint64(seed), 19)), origin)
				var before int
				for i, args := range reading {
					code, stdout, stderr := reads(t, data, args)
					tally[code]++
					problem := ""
					switch {
					case !slices.Contains([]int{0, 1, 2, 3, 130}, code):
						problem = "is not of the contract"
					case i > 0 && args[0] == reading[i-1][0] && code != before:
						problem = fmt.Sprintf("is %d in another format", before)
					case slices.Contains(args, "json") && (code == 0 || args[0] == "validate") && !json.Valid(stdout):
						problem = "with something that is no JSON"
					case control(string(stdout)+stderr) != "":
						problem = control(string(stdout) + stderr)
					}
					if problem != "" {
						t.Errorf("seed %d, %v: exit code %d %s\n%.500s\n%s", seed, args, code, problem, stderr, data)
					}
					before = code
				}
			}
			t.Log(tally)
		})
	}
}

// reads runs a command with data on standard input.
func reads(t *testing.T, data []byte, args []string) (code int, stdout []byte, stderr string) {
	t.Helper()
	if args[0] != "validate" {
		args = append(slices.Clone(args), "--data", "-")
	}
	var out bytes.Buffer
	var errs strings.Builder
	code = commands.Run(context.Background(), commands.Env{
		Args: args, Stdin: bytes.NewReader(data), Stdout: &out, Stderr: &errs, Now: func() time.Time { return time.Time{} },
		LookupEnv: func(string) (string, bool) { return "", false },
	})
	return code, out.Bytes(), errs.String()
}

// large are files of 64 MB, as a beginning, a part that is repeated with a number in it, and an end.
var large = map[string][3]string{
	"empty values":      {`{"themes":[{"id":"thm-a","x":[`, `null`, `]}]}`},
	"unknown members":   {`{"themes":[{"id":"thm-a",`, `"u%d":"x"`, `}]}`},
	"beside the tables": {`{"themes":[],`, `"x":1`, `}`},
	"long texts":        {`{"themes":[`, `{"id":"thm-%d","definition":"` + strings.Repeat("word ", 200_000) + `"}`, `]}`},
	"no references":     {`{"outcome_messages":[`, `{"id":"msg-%d","themes":["thm-%[1]d"]}`, `]}`},
}

// No command takes more than 256 MiB for a file of 64 MB, nor for a stream without end.
func TestMemory(t *testing.T) {
	t.Parallel()
	for name, part := range large {
		file := filepath.Join(t.TempDir(), "data.json")
		writeLarge(t, file, part)
		for _, args := range [][]string{{"validate", file}, {"list", "themes", "--data", file}} {
			peak(t, name, append([]string{"malaga"}, args...)...)
		}
	}
	for _, args := range []string{"validate -", "list themes --data -"} {
		peak(t, "white space", "sh", "-c", `head -c 1000000000 /dev/zero | tr '\0' ' ' | exec malaga `+args)
	}
}

// largeTables are files of 64 MB that have one kind of record, and commands that hold something of each record. FILE stands for the
// file, LONGER for one with one more record, ONE for one with that record alone, and NEW for a new file.
var largeTables = []struct {
	kind     string
	record   string
	commands []string
}{
	{"themes", `{"id":"thm-%d","label":"theme number %[1]d"}`, []string{
		"export xlsx --data FILE -o NEW", "export csv themes --data FILE", "summarise --data FILE", "show thm-7 --data FILE",
		"summarise themes --by label --by broader --data FILE", "list themes --sort label --data FILE", "diff FILE LONGER",
	}},
	{"organisations", `{"id":"org-%d","name":"Organisation %[1]d","acronym":"O%[1]d","kind":"ngo"}`, []string{
		"search organisation --data FILE", "show org-7 --format json --data FILE", "cite --in organisations --data FILE",
	}},
	{"people", `{"id":"per-%d","name":"Person %[1]d","organisation":"org-%[1]d"}`, []string{
		"export xlsx --data FILE -o NEW", "summarise --data FILE", "cite --in people --format csl --data FILE",
	}},
	{"conferences", `{"id":"conf-%d","title":"Conference %[1]d","start_date":"2022-05-10","end_date":"2022-05-11","follow_up_to":"conf-0"}`, []string{
		"export xlsx --data FILE -o NEW", "summarise --data FILE",
	}},
	{"side_events", `{"id":"side-%d","conference":"conf-%[1]d","speakers":[{"person":"per-%[1]d"}],"follows":"side-x%[1]d"}`, []string{
		"summarise --data FILE", "export xlsx --data FILE -o NEW",
	}},
	{"themes", `{}`, []string{
		"validate FILE", "cite --in themes --data FILE", "diff FILE LONGER", "summarise themes --by label --data FILE", "search theme --data FILE",
	}},
	{"themes", `{"id":"thm-%d","label":"b c d e f g h i j k l m n o p q r s t u v w x y z"}`, []string{
		"search b OR " + strings.Join(strings.Split("cdefghijklmnopqrstuvwxyz", ""), " OR ") + " --limit 10 --data FILE",
	}},
	{"organisations", `{"id":"org-%d","name":"` + strings.Repeat("x", 990) + `%[1]d-` + strings.Repeat("y", 990) + `","acronym":"ABCDEFGHIJ%[1]d"}`, []string{
		"search zebra --data FILE",
	}},
	{"documents", `{"id":"doc-%d","title":"T","url":"https://example.org/%[1]d` + strings.Repeat("x", 1000) + `"}`, []string{"export xlsx --data FILE -o NEW"}},
	{"themes", `{"id":"` + strings.Repeat("\U0001F600", 900) + `%d","label":"` + strings.Repeat("\U0001F601", 900) + `%[1]d","definition":""}`, []string{
		"validate FILE --format sarif", "validate FILE --format junit",
	}},
	{"conferences", `{"id":"conf-%d","attendance":[{"count":0}` + strings.Repeat(`,{"count":1%[1]d}`, 9000) + `]}`, []string{
		"summarise --data FILE", "export xlsx --data FILE -o NEW", "diff ONE FILE --format json",
	}},
	{"outcome_messages", `{"id":"msg-%d","session":"ses-%[1]d","speaker":"per-%[1]d","organisation":"org-%[1]d","themes":["thm-%[1]d"]}`, []string{
		"validate FILE", "summarise --data FILE", "export xlsx --data FILE -o NEW", "summarise messages --by themes --data FILE", "summarise messages --coverage --data FILE",
	}},
}

// Nor does a command that holds something of each of a million small records.
func TestMemoryOfSmallRecords(t *testing.T) {
	for _, of := range largeTables {
		dir := t.TempDir()
		file, longer, one := filepath.Join(dir, "data.json"), filepath.Join(dir, "longer.json"), filepath.Join(dir, "one.json")
		begin := `{"` + of.kind + `":[`
		writeLarge(t, file, [3]string{begin, of.record, `]}`})
		writeLarge(t, longer, [3]string{begin, of.record, `,{"id":"one-more"}]}`})
		if err := os.WriteFile(one, []byte(begin+`{"id":"one-more"}]}`), 0o600); err != nil {
			t.Fatal(err)
		}
		names := strings.NewReplacer("FILE", file, "LONGER", longer, "ONE", one, "NEW", filepath.Join(dir, "new"))
		for _, args := range append(of.commands, "export html --data FILE -o NEW.html") {
			peak(t, of.kind+", "+args, strings.Fields("malaga "+names.Replace(args))...)
		}
	}
}

// writeLarge writes a large file. It does not keep it in memory, which a child would be blamed for.
func writeLarge(t *testing.T, file string, part [3]string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	b := bufio.NewWriter(f)
	size, _ := b.WriteString(part[0]) // errors are those of Flush
	for i := 0; size < 64_000_000; i++ {
		one := part[1]
		if strings.Contains(one, "%") {
			one = fmt.Sprintf(one, i)
		}
		if i > 0 {
			one = "," + one
		}
		n, _ := b.WriteString(one)
		size += n
	}
	_, _ = b.WriteString(part[2])
	if err := errors.Join(b.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// peak runs a command and checks how much memory it takes: the least of a few runs, because the garbage collector is late on a busy
// machine.
func peak(t *testing.T, name string, args ...string) {
	t.Helper()
	const most, runs = 256, 3 // MiB
	least := most + 1
	for run := 0; least > most && run < runs; run++ {
		least = memory(t, args...)
		t.Logf("%s: %d MiB", name, least)
	}
	if least > most {
		t.Errorf("%s, %v: %d MiB", name, args, least)
	}
}

// memory returns the MiB that a command takes at most.
func memory(t *testing.T, args ...string) int {
	t.Helper()
	var out bytes.Buffer // what goes to standard output may be large, and this process must not be
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stderr = &out
	code, killed := exitOf(cmd.Run())
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	refused := code == 1 && bytes.Contains(out.Bytes(), []byte("in memory"))
	if !ok || killed != 0 || code != 0 && code != 3 && !refused {
		t.Fatalf("%v: exit code %d\n%.500s", args, code, out.Bytes())
	}
	if runtime.GOOS == "darwin" { // which counts bytes
		return int(usage.Maxrss >> 20)
	}
	return int(usage.Maxrss >> 10)
}
