package flatten_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/flatten"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/schema"
)

var data = map[string][]string{
	"sessions": {
		`{"id":"ses-a","kind":"thematic","title":"Law","themes":["thm-a","thm-x"],"speakers":[{"person":"per-a","role":"spoke"},{"note":"n","person":"per-b"}],"speaker_groups":["states"]}`,
		`{"title":"Rest","id":"ses-b","follows":"ses-a"}`,
	},
	"side_events": {`{"id":"side-1","title":"Side","speakers":[{"person":"per-b"}],"sources":[{"document":"doc-a","basis":"stated","fields":["title","date"]}]}`},
	"people":      {`{"id":"per-a","name":"A"}`, `{"id":"per-b","name":"B"}`},
	"themes":      {`{"id":"thm-a","label":"Courts"}`},
}

// source gives the data above.
func source(t *testing.T, names ...string) flatten.Source {
	t.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	s := flatten.Source{Model: set.Model}
	for _, n := range names {
		s.Tables = append(s.Tables, set.Model.Table(n))
	}
	s.Records = func(name string) query.Records {
		return func(yield func(rawjson.Record, error) bool) {
			for _, r := range data[name] {
				if !yield(rawjson.Record{Table: name, Raw: []byte(r)}, nil) {
					return
				}
			}
		}
	}
	s.Look = func(name, id string) query.Target {
		for _, r := range data[name] {
			if rawjson.GetText([]byte(r), "id") == id {
				return query.Target{Raw: []byte(r)}
			}
		}
		return query.Target{}
	}
	return s
}

// text is a relation as lines, columns without values left out.
func text(t *testing.T, r flatten.Relation) string {
	t.Helper()
	rows := r.Rows()
	var cells [][]string
	used := make([]bool, len(rows.Columns))
	for row, err := range rows.Seq {
		if err != nil {
			t.Fatal(err)
		}
		var line []string
		for i, c := range row {
			used[i] = used[i] || c != nil
			line = append(line, table.Text(c))
		}
		cells = append(cells, line)
	}
	var b strings.Builder
	heading := make([]string, len(rows.Columns))
	for i, c := range rows.Columns {
		heading[i] = c.Name
	}
	for _, line := range append([][]string{heading}, cells...) {
		for i, c := range line {
			if used[i] {
				fmt.Fprintf(&b, "|%s", c)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestRelations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lists flatten.Lists
		want  map[string]string
	}{
		{"joined", flatten.Join, map[string]string{
			"sessions": "|id|kind|title|follows|speakers|speaker_groups|themes\n" +
				"|ses-a|thematic|Law||per-a, spoke; n, per-b|states|thm-a; thm-x\n|ses-b||Rest|ses-a|||\n",
			"side_events": "|id|title|speakers|sources\n|side-1|Side|per-b|doc-a, stated, title | date\n",
		}},
		{"split", flatten.Split, map[string]string{
			"sessions":    "|id|kind|title|follows|speaker_groups|themes\n|ses-a|thematic|Law||states|thm-a; thm-x\n|ses-b||Rest|ses-a||\n",
			"side_events": "|id|title\n|side-1|Side\n",
			"speakers": "|table|record|no|person|role|note\n" +
				"|sessions|ses-a|1|per-a|spoke|\n|sessions|ses-a|2|per-b||n\n|side_events|side-1|1|per-b||\n",
			"sources": "|table|record|no|document|basis|fields\n|side_events|side-1|1|doc-a|stated|title; date\n",
		}},
		{"rows", flatten.Rows, map[string]string{
			"sessions":                "|id|kind|title|follows\n|ses-a|thematic|Law|\n|ses-b||Rest|ses-a\n",
			"sessions_themes":         "|record|no|themes\n|ses-a|1|thm-a\n|ses-a|2|thm-x\n",
			"sessions_speaker_groups": "|record|no|speaker_groups\n|ses-a|1|states\n",
		}},
	} {
		got := map[string]string{}
		for _, r := range flatten.Relations(source(t, "sessions", "side_events"), flatten.Options{Lists: c.lists}) {
			if c.want[r.Name] != "" {
				got[r.Name] = text(t, r)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// With labels a reference shows the name of what it refers to; one that leads nowhere shows the id.
func TestLabels(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"sessions": "|id|kind|title|follows_label|follows|speaker_groups|themes_label|themes\n" +
			"|ses-a|Thematic session|Law|||states|Courts; thm-x|thm-a; thm-x\n|ses-b||Rest|Law|ses-a|||\n",
		"speakers": "|record_label|record|no|person_label|person|role|note\n|Law|ses-a|1|A|per-a|spoke|\n|Law|ses-a|2|B|per-b||n\n",
	}
	got := map[string]string{}
	for _, r := range flatten.Relations(source(t, "sessions"), flatten.Options{Lists: flatten.Split, Labels: true}) {
		if want[r.Name] != "" {
			got[r.Name] = text(t, r)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestNothingIsLost counts the values of the records and of the relations: each stands in exactly one cell.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	cells := map[string]int{}
	for _, r := range flatten.Relations(source(t, "sessions", "side_events"), flatten.Options{Lists: flatten.Rows}) {
		for row, err := range r.Rows().Seq {
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range row {
				if c != nil && r.Columns[i].Field != nil {
					for _, e := range query.Entries(c) {
						cells[rawjson.Text(e)]++
					}
				}
			}
		}
	}
	values := map[string]int{}
	var walk func(v []byte)
	walk = func(v []byte) {
		switch rawjson.Kind(v) {
		case '{':
			for m := range rawjson.Members(v) {
				walk(m.Value)
			}
		case '[':
			for _, e := range rawjson.Elements(v) {
				walk(e)
			}
		default:
			values[rawjson.Text(v)]++
		}
	}
	for _, name := range []string{"sessions", "side_events"} {
		for _, r := range data[name] {
			walk([]byte(r))
		}
	}
	if diff := cmp.Diff(values, cells); diff != "" {
		t.Errorf("(-values +cells)\n%s", diff)
	}
}
