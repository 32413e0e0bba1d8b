//go:build interop

package schema_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// ajvScript compiles the schemas of a folder in ajv's strict mode, then answers lines "SCHEMA<TAB>JSON" on
// stdin with "ok" or what is wrong. Our own keywords are declared: strict mode refuses unknown ones.
const ajvScript = `
const fs = require("fs"), path = require("path"), readline = require("readline");
const Ajv = require("ajv/dist/2020").default, formats = require("ajv-formats").default;
const dir = process.argv[1];
const ajv = new Ajv({strict: true, allErrors: true});
formats(ajv);
for (const k of ["x-ref", "x-display", "x-short", "x-list", "x-search", "x-set", "x-multiline"]) ajv.addKeyword(k);
const ids = {};
for (const f of fs.readdirSync(dir).filter(f => f.endsWith(".schema.json"))) {
  const s = JSON.parse(fs.readFileSync(path.join(dir, f)));
  ids[f] = s.$id;
  ajv.addSchema(s);
}
for (const f in ids) ajv.getSchema(ids[f]);
readline.createInterface({input: process.stdin}).on("line", line => {
  const tab = line.indexOf("\t");
  const check = ajv.getSchema(ids[line.slice(0, tab)]);
  console.log(check(JSON.parse(line.slice(tab + 1))) ? "ok" : JSON.stringify(check.errors));
});
`

// ajv asks ajv about documents and gives an answer for each.
func ajv(t *testing.T, lines []string) []string {
	t.Helper()
	modules := os.Getenv("MALAGA_NODE_PATH")
	if modules == "" {
		t.Skip("MALAGA_NODE_PATH is not set: it names the folder in which npm has installed ajv and ajv-formats")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", ajvScript, ".")
	cmd.Env = append(os.Environ(), "NODE_PATH="+modules+string(filepath.ListSeparator)+filepath.Join(modules, "node_modules"))
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, errs.Bytes())
	}
	answers := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(answers) != len(lines) {
		t.Fatalf("%d answers to %d questions", len(answers), len(lines))
	}
	return answers
}

// oneLine takes the line breaks out of JSON, where they can only stand between values.
func oneLine(v []byte) string {
	return strings.Join(strings.FieldsFunc(string(v), func(r rune) bool { return r == '\n' || r == '\r' }), " ")
}

func TestAjvTakesTheSchemasAndTheDataset(t *testing.T) {
	t.Parallel()
	names, err := schema.Names(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var lines, files []string
	for _, n := range names {
		if n == "common" || n == "findings" {
			continue
		}
		b, err := os.ReadFile(filepath.Join("..", "dataset", "malaga-2022", n+".json"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, n)
		lines = append(lines, n+".schema.json\t"+oneLine(b))
	}
	for i, answer := range ajv(t, lines) {
		if answer != "ok" {
			t.Errorf("%s: %s", files[i], answer)
		}
	}
}

func TestAjvAndWeAgree(t *testing.T) {
	t.Parallel()
	set := load(t)
	r := rand.New(rand.NewPCG(2022, 6))
	var lines []string
	var records [][]byte
	for i := range 2000 {
		v := []byte(session)
		if i > 0 {
			v = mutated(r, v)
		}
		records = append(records, v)
		lines = append(lines, fmt.Sprintf(`sessions.schema.json%s{"sessions": [%s]}`, "\t", oneLine(v)))
	}
	good := 0
	for i, answer := range ajv(t, lines) {
		guard, _ := rawjson.Check(records[i], 2) // it reports empty values
		problems := set.Check("sessions", records[i])
		valid := guard == nil && problems == nil
		if (answer == "ok") != valid {
			t.Errorf("%s\najv: %s\nhere: %v %v", records[i], answer, guard, problems)
		}
		if valid {
			good++
		}
	}
	if good == 0 || good == len(records) {
		t.Errorf("%d of %d records are valid: the comparison says nothing", good, len(records))
	}
}

// Each example of each property is valid for ajv too.
func TestAjvTakesTheExamples(t *testing.T) {
	t.Parallel()
	set := load(t)
	var lines []string
	for _, table := range set.Model.Tables {
		record := []byte("{")
		for _, f := range table.Fields() {
			if len(record) > 1 {
				record = append(record, ',')
			}
			record = append(append(append(record, rawjson.Quote(f.Name)...), ':'), f.Examples[0]...)
		}
		lines = append(lines, fmt.Sprintf("%s.schema.json\t{%q: [%s}]}", table.Name, table.Name, oneLine(record)))
	}
	for i, answer := range ajv(t, lines) {
		if answer != "ok" {
			t.Errorf("%s\n%s", lines[i], answer)
		}
	}
}
