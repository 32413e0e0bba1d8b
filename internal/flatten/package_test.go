package flatten_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/flatten"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// described is the descriptor of some tables without records.
func described(t *testing.T, lists flatten.Lists, names ...string) []byte {
	t.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	s := flatten.Source{Model: set.Model, Records: func(string) query.Records { return func(func(rawjson.Record, error) bool) {} }}
	for _, n := range names {
		s.Tables = append(s.Tables, set.Model.Table(n))
	}
	p := flatten.Package{
		Meta:      []byte(`{"title": "A Título, 2022", "version": "1.2.3", "licence": "CC-BY-4.0", "modified": "2022-05-11"}`),
		Documents: [][]byte{[]byte(`{"title": "Page", "url": "https://example.org/"}`), []byte(`{"title": "Paper"}`)},
	}
	for _, r := range flatten.Relations(s, flatten.Options{Lists: lists}) {
		p.Resources = append(p.Resources, flatten.Resource{Relation: r, Bytes: 7, SHA256: "ab"})
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// at follows names and, for lists, the names of entries.
func at(v []byte, path ...string) string {
	for _, step := range path {
		if rawjson.Kind(v) == '[' {
			for _, e := range rawjson.Elements(v) {
				if rawjson.GetText(e, "name") == step {
					v = e
				}
			}
			continue
		}
		v = rawjson.Get(v, step)
	}
	return strings.Join(strings.Fields(string(v)), "")
}

func TestADescriptorFollowsTheSchema(t *testing.T) {
	t.Parallel()
	d := described(t, flatten.Rows, "sessions", "conferences", "people", "themes")
	schemaOf := func(table string, path ...string) []string {
		return append([]string{"resources", table, "schema"}, path...)
	}
	for _, c := range []struct {
		path []string
		want string
	}{
		{[]string{"name"}, `"a-t-tulo-2022"`},
		{[]string{"version"}, `"1.2.3"`},
		{[]string{"created"}, `"2022-05-11T00:00:00Z"`},
		{[]string{"licenses"}, `[{"name":"CC-BY-4.0","path":"https://spdx.org/licenses/CC-BY-4.0.html"}]`},
		{[]string{"sources"}, `[{"title":"Page","path":"https://example.org/"},{"title":"Paper"}]`},
		{[]string{"resources", "sessions", "path"}, `"sessions.csv"`},
		{[]string{"resources", "sessions", "hash"}, `"sha256:ab"`},
		{schemaOf("sessions", "primaryKey"), `["id"]`},
		{schemaOf("sessions", "foreignKeys"), `[{"fields":["conference"],"reference":{"resource":"conferences","fields":["id"]}},{"fields":["follows"],"reference":{"fields":["id"]}}]`},
		{schemaOf("sessions", "fields", "start_date", "type"), `"date"`},
		{schemaOf("sessions", "fields", "id", "constraints", "unique"), `true`},
		{schemaOf("sessions", "fields", "label", "type"), `"string"`},
		{schemaOf("sessions_themes", "primaryKey"), `["record","no"]`},
		{schemaOf("sessions_themes", "foreignKeys"), `[{"fields":["record"],"reference":{"resource":"sessions","fields":["id"]}},{"fields":["themes"],"reference":{"resource":"themes","fields":["id"]}}]`},
		{schemaOf("speakers", "foreignKeys"), `[{"fields":["record"],"reference":{"resource":"sessions","fields":["id"]}},{"fields":["person"],"reference":{"resource":"people","fields":["id"]}}]`},
		{schemaOf("attendance", "foreignKeys"), `[{"fields":["record"],"reference":{"resource":"conferences","fields":["id"]}}]`},
		{schemaOf("attendance", "fields", "count", "type"), `"integer"`},
		{schemaOf("people", "foreignKeys"), ``}, // organisations are not in the package
	} {
		if diff := cmp.Diff(c.want, at(d, c.path...)); diff != "" {
			t.Errorf("%v (-want +got)\n%s", c.path, diff)
		}
	}
	if codes := at(d, schemaOf("sessions", "fields", "kind", "categories")...); !strings.Contains(codes, `{"value":"thematic","label":"`) {
		t.Errorf("codes %s", codes)
	}
}

func TestADatasetThatDoesNotDescribeItselfHasADescriptor(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := (flatten.Package{}).Write(&b); err != nil || at(b.Bytes(), "name") != `"dataset"` {
		t.Errorf("%s, %v", b.Bytes(), err)
	}
}
