package commands_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"malaga/commands"
	"malaga/schema"
)

// withRoom is a copy of the schemas in which sessions have one more optional field.
func withRoom(t *testing.T) fs.FS {
	t.Helper()
	fsys := fstest.MapFS{}
	names, err := schema.Names(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := schema.Read(schema.Embedded(), n)
		if err != nil {
			t.Fatal(err)
		}
		if n == "sessions" {
			const before = `"label": {`
			const field = `"probe_room": {"title": "Room", "description": "The probe_room in which it was held.", "type": "string", "minLength": 1, "examples": ["Sala A"]}, `
			b = bytes.Replace(b, []byte(before), []byte(field+before), 1)
		}
		fsys[n+".schema.json"] = &fstest.MapFile{Data: b}
	}
	return fsys
}

// dataWithRoom is a copy of the dataset in which one session has a probe_room.
func dataWithRoom(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "dataset", "malaga-2022"))); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "sessions.json")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.Replace(b, []byte(`"id": "ses-a",`), []byte(`"id": "ses-a", "probe_room": "Sala Ágora",`), 1)
	if err := os.WriteFile(name, b, 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

// run runs the program and gives its exit code and what it prints.
func run(t *testing.T, schemas fs.FS, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	code = commands.Run(t.Context(), commands.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		LookupEnv: func(string) (string, bool) { return "", false }, Now: func() time.Time { return time.Time{} }, Schemas: schemas,
	})
	return code, out.String(), errs.String()
}

// Adding a field means editing one schema and the data: no Go code knows the fields.
func TestAFieldAddedToASchemaIsKnownToTheCommands(t *testing.T) {
	t.Parallel()
	schemas, data := withRoom(t), dataWithRoom(t)
	for _, c := range []struct{ args, want string }{
		{"list sessions --fields", "\nprobe_room\ttext\t\tRoom\tThe probe_room in which it was held.\n"},
		{"list sessions --fields id,probe_room --where probe_room~agora", "id\tprobe_room\nses-a\tSala Ágora\n"},
		{"list sessions --format json --fields id,probe_room --where probe_room!=", "[\n{\"id\":\"ses-a\",\"probe_room\":\"Sala Ágora\"}\n]\n"},
		{"export csv sessions", ",probe_room,"},
		{"export csv sessions", ",Sala Ágora,"},
		{"explain sessions.probe_room", "sessions.probe_room: Room\n\nThe probe_room in which it was held.\n\n  kind      text\n  required  no\n  example   \"Sala A\"\n"},
		{"explain sessions", "  probe_room      The probe_room in which it was held. (text)\n"},
		{"show ses-a", "Sala Ágora\n"},
		{"validate", "no findings\n"},
		{"schema sessions", `"probe_room": {`},
	} {
		args := append([]string{"--data", data}, strings.Fields(c.args)...)
		code, stdout, stderr := run(t, schemas, args...)
		if code != 0 || !strings.Contains(stdout, c.want) {
			t.Errorf("%s: exit code %d, no %q in\n%s%s", c.args, code, c.want, stdout, stderr)
		}
	}
}

func TestWithoutTheSchemaTheFieldIsUnknown(t *testing.T) {
	t.Parallel()
	data := dataWithRoom(t)
	if code, stdout, _ := run(t, nil, "--data", data, "validate"); code != 3 || !strings.Contains(stdout, `unknown field "probe_room"`) {
		t.Errorf("exit code %d\n%s", code, stdout)
	}
	if code, _, stderr := run(t, nil, "list", "sessions", "--fields", "probe_room"); code != 2 || !strings.Contains(stderr, `sessions has no field "probe_room"`) {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
}

func TestAFieldAddedToASchemaIsAColumnOfTheWorkbook(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "m.xlsx")
	if code, _, stderr := run(t, withRoom(t), "export", "xlsx", "sessions", "-o", out); code != 0 {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	info, err := os.Stat(out)
	if err != nil || info.Size() == 0 {
		t.Error(err)
	}
}
