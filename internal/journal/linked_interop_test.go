//go:build interop

package journal_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/timeline"
)

// expand prints the statements of the page's JSON-LD, one a line: identifier, property, value, with tabs between them.
const expand = `
const jsonld = require("jsonld");
const page = require("fs").readFileSync(process.argv[1], "utf8");
const source = page.match(/<script type="application\/ld\+json">([^]*?)<\/script>/)[1];
jsonld.toRDF(JSON.parse(source), {base: "https://example.org/", documentLoader: (url) => { throw new Error("it loads " + url); }}).then((all) => {
	for (const q of all) console.log([q.subject.value, q.predicate.value, q.object.value].map((s) => s.replace(/^https:\/\/(schema|example).org\//, "").replace(/\s+/g, " ")).join("\t"));
});
`

// TestLinkedDataAreTheTimeline has a JSON-LD processor read the page: its events have the days and times of malaga timeline.
func TestLinkedDataAreTheTimeline(t *testing.T) {
	t.Parallel()
	nodeModule(t, "jsonld/package.json")
	data := read(t, "")
	cmd := exec.Command("node", "-e", expand, saved(t, written(t, data)))
	cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(os.Getenv("MALAGA_NODE_PATH"), "node_modules"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.Bytes())
	}
	node := map[string]map[string][]string{} // by identifier and property
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if node[f[0]] == nil {
			node[f[0]] = map[string][]string{}
		}
		node[f[0]][f[1]] = append(node[f[0]][f[1]], f[2])
	}
	var want, got []string
	for row, err := range timeline.Rows(data.Chapters).Seq {
		if err != nil {
			t.Fatal(err)
		}
		value := func(i int) string { return rawjson.Text(row[i]) }
		start, end := value(3), value(4)
		if value(5) == "within" {
			start, end = "", ""
		}
		if value(7) != "" {
			start += "T" + value(7) + ":00"
		}
		if value(8) != "" {
			end += "T" + value(8) + ":00"
		}
		if end == start {
			end = "" // it goes without saying
		}
		want = append(want, strings.Join([]string{"#" + value(0), value(2), start, end, "#" + value(10)}, "; "))
	}
	counts := map[string]int{}
	for id, n := range node {
		kind := strings.Join(n["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"], " ")
		counts[kind]++
		if kind == "Event" && n["subEvent"] == nil && n["superEvent"] != nil {
			one := func(property string) string { return strings.Join(n[property], " ") }
			got = append(got, strings.Join([]string{id, one("name"), one("startDate"), one("endDate"), one("superEvent")}, "; "))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" || len(want) != 16 {
		t.Errorf("events (-timeline +page)\n%s", diff)
	}
	if subs := node["#conf-malaga-2022"]["subEvent"]; len(subs) != 16 {
		t.Errorf("%d events are of the conference", len(subs))
	}
	for kind, want := range map[string]int{"Event": 18, "Claim": 62, "Person": 23, "Organization": 48, "Dataset": 1} {
		if counts[kind] != want {
			t.Errorf("%d of the kind %s, not %d", counts[kind], kind, want)
		}
	}
}
