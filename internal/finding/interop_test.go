//go:build interop

package finding_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"malaga/internal/finding"
)

// schemas is where the public schemas of the report forms lie.
var schemas = filepath.Join("..", "..", "..", "shared", "schemas")

// sarifScript checks files against a schema, which is named first. The schema is of draft 4, of which it
// uses nothing that later drafts read in another way, except for its own name.
const sarifScript = `
const fs = require("fs");
const Ajv = require("ajv").default, formats = require("ajv-formats").default;
const [schema, ...files] = process.argv.slice(1).map(f => JSON.parse(fs.readFileSync(f)));
delete schema.$schema;
delete schema.id;
const ajv = new Ajv({strict: false, allErrors: true});
formats(ajv);
const check = ajv.compile(schema);
if (check({version: "2.1.0", runs: [{}]})) throw new Error("the schema lets anything pass");
let bad = 0;
files.forEach((f, i) => {
  if (!check(f)) { bad++; console.log(process.argv[i + 2], JSON.stringify(check.errors)); }
});
process.exit(bad ? 1 : 0);
`

// reports writes reports of none, of two and of random findings, and names their files.
func reports(t *testing.T, format string) []string {
	t.Helper()
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(2022, 11))
	var names []string
	for i := range 50 {
		fs := reported
		switch {
		case i == 0:
			fs = nil
		case i > 1:
			fs = randomFindings(r)
		}
		s := finding.Summary{Records: i, Tool: "1.0"}
		s.Errors, s.Warnings = finding.Count(fs)
		s.Errors += i % 3 // some are cut short
		name := filepath.Join(dir, strconv.Itoa(i))
		if err := os.WriteFile(name, finding.Append(nil, format, finding.Report{Findings: fs, Summary: s, Codes: finding.Codes()}), 0o666); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

// passes runs a program that is silent about good files.
func passes(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Errorf("%v\n%.4000s", err, out.Bytes())
	}
}

// public names a public schema, if it is there.
func public(t *testing.T, name ...string) string {
	t.Helper()
	name = append([]string{schemas}, name...)
	file := filepath.Join(name...)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("%s is not there: the public schemas lie beside the repository", file)
	}
	return file
}

func TestAjvTakesTheSARIF(t *testing.T) {
	t.Parallel()
	modules := os.Getenv("MALAGA_NODE_PATH")
	if modules == "" {
		t.Skip("MALAGA_NODE_PATH is not set: it names the folder in which npm has installed ajv and ajv-formats")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"-e", sarifScript, public(t, "sarif", "sarif-schema-2.1.0.json")}
	cmd := exec.Command(node, append(args, reports(t, "sarif")...)...)
	cmd.Env = append(os.Environ(), "NODE_PATH="+modules+string(filepath.ListSeparator)+filepath.Join(modules, "node_modules"))
	passes(t, cmd)
}

func TestXmllintTakesTheJUnit(t *testing.T) {
	t.Parallel()
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed: the JUnit reports are not checked against their schema")
	}
	args := []string{"--noout", "--nonet", "--schema", withPlaces(t, public(t, "junit", "JUnit.xsd"))}
	passes(t, exec.Command(xmllint, append(args, reports(t, "junit")...)...))
}

// withPlaces returns the schema of JUnit with the attributes file and line of a test case, which pytest, GitLab and CircleCI know
// and the schema does not.
func withPlaces(t *testing.T, schema string) string {
	t.Helper()
	b, err := os.ReadFile(schema)
	if err != nil {
		t.Fatal(err)
	}
	const before = `<xs:attribute name="classname"`
	if bytes.Count(b, []byte(before)) != 1 {
		t.Fatalf("%s is another schema", schema)
	}
	b = bytes.Replace(b, []byte(before), []byte(`<xs:attribute name="file" type="xs:string"/><xs:attribute name="line" type="xs:positiveInteger"/>`+before), 1)
	name := filepath.Join(t.TempDir(), "JUnit.xsd")
	if err := os.WriteFile(name, b, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}
