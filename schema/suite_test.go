package schema

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/rawjson"
)

// suiteFolder holds the public JSON-Schema-Test-Suite: "tests/draft2020-12", and "remotes" if it was
// fetched whole. It belongs to others, and is not part of this project.
var suiteFolder = filepath.Join("..", "..", "shared", "suites", "json-schema-test-suite")

// remoteHost is where the suite says that its remotes stand.
const remoteHost = "http://localhost:1234/"

// suiteCase is one test of the suite.
type suiteCase struct {
	file, group, name string
	data              []byte
	valid             bool
}

func (c suiteCase) String() string { return c.file + ": " + c.group + ": " + c.name }

// suiteGroup is a schema of the suite with its tests.
type suiteGroup struct {
	schema *jsonschema.Schema
	src    source
	err    error // why it does not compile
	remote bool  // because a remote is not there
	cases  []suiteCase
}

// suite reads a folder of the suite, without those below it.
func suite(t *testing.T, folder string, formats bool) []suiteGroup {
	t.Helper()
	if _, err := os.Stat(suiteFolder); err != nil {
		t.Skipf("the JSON-Schema-Test-Suite is not in %s", suiteFolder)
	}
	files, err := filepath.Glob(filepath.Join(suiteFolder, "tests", "draft2020-12", folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no tests in the suite", err)
	}
	var all []suiteGroup
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		v, _, err := rawjson.NewReader(file, bytes.NewReader(b)).Value()
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for _, e := range rawjson.Elements(v) {
			all = append(all, suiteGroupOf(filepath.ToSlash(filepath.Join(folder, filepath.Base(file))), e, formats))
		}
	}
	return all
}

func suiteGroupOf(file string, v []byte, formats bool) suiteGroup {
	var g suiteGroup
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = formats
	c.LoadURL = func(url string) (io.ReadCloser, error) {
		at, ours := strings.CutPrefix(url, remoteHost)
		f, err := os.Open(filepath.Join(suiteFolder, "remotes", filepath.FromSlash(at)))
		if !ours || err != nil {
			g.remote = true
			return nil, fmt.Errorf("no remote %s: %w", url, fs.ErrNotExist)
		}
		return f, nil
	}
	const url = "https://suite.example/schema.json"
	g.src = source{url: rawjson.Get(v, "schema")}
	if g.err = c.AddResource(url, bytes.NewReader(g.src[url])); g.err == nil {
		g.schema, g.err = c.Compile(url)
	}
	if g.err == nil {
		g.src[strings.TrimSuffix(g.schema.Location, "#")] = g.src[url] // its $id may be another
	}
	for _, e := range rawjson.Elements(rawjson.Get(v, "tests")) {
		g.cases = append(g.cases, suiteCase{
			file: file, group: rawjson.GetText(v, "description"), name: rawjson.GetText(e, "description"),
			data: rawjson.Get(e, "data"), valid: rawjson.GetText(e, "valid") == "true",
		})
	}
	return g
}

// suiteMistakes are the tests that the library gets wrong. An empty enum and an unusual $dynamicRef have no
// place in our schemas, so it is used all the same. A new version that mends one makes the test say so.
var suiteMistakes = []string{
	"dynamicRef.json: $dynamicRef skips over intermediate resources - direct reference: integer property passes",
	"dynamicRef.json: $dynamicRef skips over intermediate resources - direct reference: string property fails",
	"enum.json: empty enum: array is invalid",
	"enum.json: empty enum: boolean is invalid",
	"enum.json: empty enum: null is invalid",
	"enum.json: empty enum: number is invalid",
	"enum.json: empty enum: object is invalid",
	"enum.json: empty enum: string is invalid",
}

// remoteFiles are the files of the suite with tests that need the suite's remotes, which may not be there.
var remoteFiles = []string{"dynamicRef.json", "refRemote.json", "vocabulary.json"}

func TestSuite(t *testing.T) {
	t.Parallel()
	var count suiteCount
	for _, g := range suite(t, "", false) {
		switch {
		case g.remote:
			count.remote += len(g.cases)
			if file := g.cases[0].file; !slices.Contains(remoteFiles, file) {
				t.Errorf("%s needs a remote", g.cases[0])
			}
		case g.err != nil:
			t.Errorf("%s: %v", g.cases[0], g.err)
		default:
			count.group(t, g)
		}
	}
	slices.Sort(count.wrong)
	if diff := cmp.Diff(suiteMistakes, count.wrong); diff != "" {
		t.Errorf("what the library gets wrong (-want +got)\n%s", diff)
	}
	if count.run < 1250 || count.fast < 90 {
		t.Error("the suite was hardly run")
	}
	t.Log(count)
}

// The optional tests, formats included, say nothing of what the library has to do; but the fast path must agree.
func TestSuiteOptional(t *testing.T) {
	t.Parallel()
	var count suiteCount
	left := 0
	for _, folder := range []string{"optional", filepath.Join("optional", "format")} {
		for _, g := range suite(t, folder, true) {
			if g.err != nil { // patterns that Go does not know, remotes, other drafts
				left += len(g.cases)
				continue
			}
			count.group(t, g)
		}
	}
	t.Log(count, "left out, as the schema does not compile:", left)
}

// suiteCount is the outcome of a part of the suite.
type suiteCount struct {
	run, remote int
	valid, fast int      // valid cases, and those that the fast path recognises
	invalid, no int      // the same of the others
	wrong       []string // cases in which the library is not of the suite's mind
}

func (n suiteCount) String() string {
	return fmt.Sprintf("%d cases (and %d without their remotes): the library gets %d wrong; of %d valid ones the fast path recognises %d, of %d others %d",
		n.run, n.remote, len(n.wrong), n.valid, n.fast, n.invalid, n.no)
}

// group runs the tests of a schema.
func (n *suiteCount) group(t *testing.T, g suiteGroup) {
	t.Helper()
	c := compiler{node: g.src.node, done: map[*jsonschema.Schema]*program{}}
	fast := FastValidator{parts: &Parts{}}
	p := c.compile(g.schema)
	for _, test := range g.cases {
		n.run++
		ok := g.schema.Validate(decode(test.data)) == nil
		if ok != test.valid {
			n.wrong = append(n.wrong, test.String())
		}
		_, v := fast.value(p, test.data, 0, recordLevels)
		if (v == valid && !ok) || (v == invalid && ok) { // invalid decides which branch of a condition holds
			t.Errorf("%s: the fast path has %d, but the library says %v", test, v, ok)
		}
		if ok {
			n.valid++
			if v == valid {
				n.fast++
			}
		} else {
			n.invalid++
			if v == invalid {
				n.no++
			}
		}
	}
}
