//go:build interop

package commands_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/schema"
)

// citationSchemas are the published schemas of the formats of citations. They are no part of this project.
var citationSchemas = filepath.Join("..", "..", "shared", "schemas")

// checkDraft7 checks a document against a schema. Keywords beyond the standard are in the CFF's for its readers.
const checkDraft7 = `
const fs = require('fs'), Ajv = require('ajv').default, formats = require('ajv-formats').default;
const ajv = new Ajv({strict: false, allErrors: true, logger: false}); formats(ajv);
const valid = ajv.compile(JSON.parse(fs.readFileSync(process.argv[1])));
if (!valid(JSON.parse(fs.readFileSync(process.argv[2])))) { console.error(valid.errors); process.exit(1) }
`

// hostileCitations are data whose every text has what a format could stumble over.
const hostileCitations = `{
  "dataset": {"title": "A: & 5% $x #1 _y {z ~ ^ \\ - \"q\"", "version": "1.0.0", "licence": "CC-BY-4.0", "language": "en", "modified": "2022-06-01"},
  "documents": [
    {"id": "doc-a", "title": "- yes: no #1\nTY  - X\u0085 {a} {b{c}} -- ~^\\ & 100% $1 _b_ @x,", "kind": "report", "publisher": "A and B, {C}", "published": "2022-05-10", "language": "en"},
    {"id": "doc-b", "title": "!!map &a *b ? | > %TAG \u200f\ud83d\ude00", "kind": "web-page", "publisher": "'q' \"r\"", "url": "https://example.org/{a}?b=ü&c=%20#d", "published": "2022", "language": "ar"}
  ],
  "organisations": [{"id": "org-a", "name": "Law and Order, Inc. \\and # %"}],
  "conferences": [{"id": "conf-a", "title": "Conf {A", "start_date": "2022-05-10", "end_date": "2022-05-11", "city": "Málaga: #", "country": "ES", "organisers": [{"organisation": "org-a", "role": "organiser"}]}]
}`

// citations are those of all records of some data in one format, in a file.
func citations(t *testing.T, data, ending string) string {
	t.Helper()
	var ids []string
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range set.Model.Names() {
		_, out, _ := run(t, nil, "list", table, "--data", data, "--format", "ids")
		ids = append(ids, strings.Fields(out)...)
	}
	file := filepath.Join(t.TempDir(), "citations."+ending)
	if code, _, stderr := run(t, nil, append([]string{"cite", "--data", data, "-o", file}, ids...)...); code != 0 {
		t.Fatal(stderr)
	}
	return file
}

// citationData are the real data and the hostile.
func citationData(t *testing.T) []string {
	t.Helper()
	hostile := filepath.Join(t.TempDir(), "hostile.json")
	if err := os.WriteFile(hostile, []byte(hostileCitations), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{filepath.Join("..", "dataset", "malaga-2022"), hostile}
}

func published(t *testing.T, name ...string) string {
	t.Helper()
	file := filepath.Join(append([]string{citationSchemas}, name...)...)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("the schema is not in %s", file)
	}
	return file
}

func TestCSLKeepsToItsSchema(t *testing.T) {
	t.Parallel()
	for _, data := range citationData(t) {
		printed(t, "node", "-e", checkDraft7, published(t, "csl", "csl-data.json"), citations(t, data, "json"))
	}
}

const yamlToJSON = `
import sys, json, yaml
json.dump(yaml.safe_load(open(sys.argv[1], encoding='utf-8')), open(sys.argv[1] + '.json', 'w'))
`

func TestCFFKeepsToItsSchema(t *testing.T) {
	t.Parallel()
	for _, data := range citationData(t) {
		file := citations(t, data, "cff")
		printed(t, "/usr/bin/python3", "-c", yamlToJSON, file)
		printed(t, "node", "-e", checkDraft7, published(t, "cff", "schema.json"), file+".json")
		var titles []string
		for _, i := range items(t, citations(t, data, "json")) {
			titles = append(titles, i.Title)
		}
		b, err := os.ReadFile(file + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var read struct{ References []struct{ Title string } }
		if err := json.Unmarshal(b, &read); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range read.References {
			got = append(got, r.Title)
		}
		if diff := cmp.Diff(titles, got); diff != "" {
			t.Errorf("titles (-want +got)\n%s", diff)
		}
	}
}

// cslItem is what of a citation the programs must read alike.
type cslItem struct {
	ID, Title string
	Author    []struct{ Literal string }
	Issued    struct {
		Parts [][]int `json:"date-parts"`
	}
}

func items(t *testing.T, file string) []cslItem {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []cslItem
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPandocReadsBibTeXAsCSL has pandoc read the BibTeX: names whole, dates as ranges, titles to the letter. Braces that
// do not pair are commands of LaTeX, which pandoc leaves out.
func TestPandocReadsBibTeXAsCSL(t *testing.T) {
	t.Parallel()
	for _, data := range citationData(t) {
		want := items(t, citations(t, data, "json"))
		var got []cslItem
		if err := json.Unmarshal(printed(t, "pandoc", "--fail-if-warnings", "-f", "biblatex", "-t", "csljson", citations(t, data, "bib")), &got); err != nil {
			t.Fatal(err)
		}
		byID := func(a, b cslItem) int { return strings.Compare(a.ID, b.ID) }
		slices.SortFunc(want, byID)
		slices.SortFunc(got, byID)
		// Pandoc takes straight single quotes in pairs for quotation marks, and chooses their form.
		plainQuotes := strings.NewReplacer("’", "'", "‘", "'", "“", "'", "”", "'", `"`, "'", "\u0085", "", "\n", " ")
		for _, all := range [][]cslItem{want, got} {
			for i := range all {
				all[i].Title = strings.Join(strings.Fields(plainQuotes.Replace(all[i].Title)), " ")
			}
		}
		for i := range want {
			if strings.Count(want[i].Title, "{") != strings.Count(want[i].Title, "}") {
				want[i].Title = strings.Trim(strings.NewReplacer("{", "", "}", "").Replace(want[i].Title), " ")
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// TestPandocRendersCitations makes a bibliography of each, in which every record must stand.
func TestPandocRendersCitations(t *testing.T) {
	t.Parallel()
	all := filepath.Join(t.TempDir(), "all.md")
	if err := os.WriteFile(all, []byte("---\nnocite: \"@*\"\n---\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, data := range citationData(t) {
		want := len(items(t, citations(t, data, "json")))
		for _, ending := range []string{"bib", "json"} {
			out := printed(t, "pandoc", "--fail-if-warnings", "--citeproc", "--bibliography", citations(t, data, ending), "-t", "html", all)
			if got := strings.Count(string(out), `class="csl-entry"`); got != want {
				t.Errorf("%s: %d of %d records", ending, got, want)
			}
		}
	}
}

func TestBiberReadsBibTeX(t *testing.T) {
	t.Parallel()
	for _, data := range citationData(t) {
		file := citations(t, data, "bib")
		out := string(printed(t, "biber", "--tool", "--output-file", file+".out", "--logfile", file+".log", file))
		if strings.Contains(out, "WARN") || strings.Contains(out, "ERROR") {
			t.Errorf("biber says\n%s", out)
		}
	}
}
