package schema_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// files are small schemas with a field of every kind.
var files = map[string]string{
	"dataset": `"type":"object","properties":{"title":{"type":"string"}},"$defs":{"plays":{"$ref":"plays.schema.json"},"people":{"$ref":"people.schema.json"}}`,
	"common":  `"$defs":{"text":{"type":"string","minLength":1,"title":"A text","description":"Any text.","pattern":"^x"},"day":{"type":"string","format":"date","examples":["2022-05-10"]},"way":{"type":"string","enum":["by-air","by-sea"]}}`,
	"people": `"title":"People","description":"Who.","type":"object","properties":{"people":{"type":"array","items":{"$ref":"#/$defs/person"}}},
		"$defs":{"person":{"title":"Person","description":"One.","type":"object","x-display":"name","x-list":["id"],"properties":{"id":{"type":"string"},"name":{"type":"string"}}}}`,
	"plays": `"title":"Plays","type":"object","properties":{"$schema":{"type":"string"},"plays":{"type":"array","items":{"$ref":"#/$defs/play"}}},
		"$defs":{"play":{"title":"Play","description":"A play.","type":"object","x-display":"z","x-short":"a","x-list":["id","z"],"required":["z","id"],"properties":{
		"z":{"$ref":"common.schema.json#/$defs/text","title":"Zed","description":"The last letter.","x-search":3,"examples":["xyz","x"]},
		"id":{"title":"Id","type":"string"},
		"a":{"$ref":"common.schema.json#/$defs/text"},
		"day":{"$ref":"common.schema.json#/$defs/day","title":"Day"},
		"n":{"type":"integer"}, "r":{"type":"number"}, "ok":{"type":"boolean"},
		"way":{"$ref":"common.schema.json#/$defs/way"},
		"kind":{"title":"Kind","type":"string","enum":["b","a"],"$defs":{"one":{"const":"a","title":"Ay","description":"First."},"two":{"const":"b","title":"Bee"}}},
		"author":{"type":"string","x-ref":"people"},
		"tags":{"title":"Tags","type":"array","x-set":true,"examples":[["x"]],"items":{"$ref":"common.schema.json#/$defs/text"}},
		"cast":{"title":"Cast","type":"array","items":{"type":"object","title":"Part","required":["who"],"properties":{
			"who":{"type":"string","x-ref":"people"},"lines":{"type":"array","items":{"type":"integer"}}}}}
		}}}`,
}

func small(extra map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, m := range []map[string]string{files, extra} {
		for name, body := range m {
			fsys[name+".schema.json"] = &fstest.MapFile{Data: []byte(`{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://test.example/v1/` + name + `.schema.json",` + body + `}`)}
		}
	}
	return fsys
}

// view is all that the model says of a table.
type view struct {
	Name, Title, Singular, Description, Display, Short string
	Default                                            []string
	Fields                                             []*schema.Field
}

func TestTheModelIsWhatTheSchemaSays(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	table := set.Model.Table("plays")
	got := view{table.Name, table.Title, table.Singular, table.Description, table.Display, table.Short, table.Default, table.Fields()}
	want := view{"plays", "Plays", "Play", "A play.", "z", "a", []string{"id", "z"}, []*schema.Field{
		{Name: "z", Title: "Zed", Description: "The last letter.", Kind: schema.Text, Required: true, Pattern: "^x", Weight: 3, Examples: []string{`"xyz"`, `"x"`}},
		{Name: "id", Title: "Id", Kind: schema.Text, Required: true},
		{Name: "a", Title: "A text", Description: "Any text.", Kind: schema.Text, Pattern: "^x"},
		{Name: "day", Title: "Day", Kind: schema.Date},
		{Name: "n", Kind: schema.Integer},
		{Name: "r", Kind: schema.Number},
		{Name: "ok", Kind: schema.Boolean},
		{Name: "way", Kind: schema.CodeKind, Codes: []schema.Code{{Code: "by-air"}, {Code: "by-sea"}}},
		{Name: "kind", Title: "Kind", Kind: schema.CodeKind, Codes: []schema.Code{{Code: "b", Title: "Bee"}, {Code: "a", Title: "Ay", Description: "First."}}},
		{Name: "author", Kind: schema.Reference, Ref: "people"},
		{Name: "tags", Title: "Tags", Kind: schema.Text, List: true, Set: true, Pattern: "^x", Examples: []string{`["x"]`}},
		{Name: "cast", Title: "Cast", Kind: schema.Object, List: true, Fields: []*schema.Field{
			{Name: "who", Kind: schema.Reference, Ref: "people", Required: true},
			{Name: "lines", Kind: schema.Integer, List: true},
		}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestFieldsAreDescribedInWords(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range set.Model.Table("plays").Fields() {
		got[f.Name] = f.Describe()
	}
	got["cast.who"] = set.Model.Table("plays").Field("cast").Field("who").Describe()
	got["cast.lines"] = set.Model.Table("plays").Field("cast").Field("lines").Describe()
	want := map[string]string{
		"z": "text", "id": "text", "a": "text", "day": "date", "n": "integer", "r": "number", "ok": "boolean", "way": "code", "kind": "code", "author": "reference to people",
		"tags": "list of texts", "cast": "list of objects", "cast.who": "reference to people", "cast.lines": "list of integers",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The real schemas: names and order come from their own bytes.
func TestTablesAndFieldsStandInTheOrderOfTheSchemas(t *testing.T) {
	t.Parallel()
	set := load(t)
	fsys := copied(t)
	var tables []string
	for m := range rawjson.Members(rawjson.Get(fsys["dataset.schema.json"].Data, "$defs")) {
		tables = append(tables, rawjson.Text(m.Name))
	}
	if diff := cmp.Diff(tables, set.Model.Names()); diff != "" {
		t.Error(diff)
	}
	for _, table := range set.Model.Tables {
		var fields, required []string
		for _, n := range below(node{v: fsys[table.Name+".schema.json"].Data}, true) {
			if n.property != "" && strings.Count(n.pointer, "/") == 4 && strings.HasPrefix(n.pointer, "/$defs/") {
				fields = append(fields, n.property)
			}
			if n.get("x-display") != nil {
				required = list(n.get("required"))
			}
		}
		var got, gotRequired []string
		for _, f := range table.Fields() {
			got = append(got, f.Name)
			if f.Required {
				gotRequired = append(gotRequired, f.Name)
			}
		}
		slices.Sort(required)
		slices.Sort(gotRequired)
		if diff := cmp.Diff([][]string{fields, required}, [][]string{got, gotRequired}); diff != "" || len(fields) < 5 {
			t.Errorf("%s (-schema +model)\n%s", table.Name, diff)
		}
	}
}

func TestEveryRecordHasTheCommonFields(t *testing.T) {
	t.Parallel()
	for _, table := range load(t).Model.Tables {
		for _, name := range []string{"id", "note", "variants", "sources"} {
			f := table.Field(name)
			if f == nil {
				t.Errorf("%s has no %s", table.Name, name)
				continue
			}
			optional := name == "sources" && (table.Name == "documents" || table.Name == "themes")
			if want := name == "id" || (name == "sources" && !optional); f.Required != want {
				t.Errorf("%s.%s: required is %v", table.Name, name, f.Required)
			}
		}
	}
}

func TestReferencesAreKnownHoweverDeep(t *testing.T) {
	t.Parallel()
	set := load(t)
	for path, want := range map[string]string{
		"sessions.conference": "conferences", "sessions.follows": "sessions", "sessions.speakers.person": "people", "sessions.themes": "themes",
		"side_events.organisers.organisation": "organisations", "outcome_messages.side_event": "side_events", "people.sources.document": "documents",
		"themes.broader": "themes", "organisations.parent": "organisations", "conferences.variants.document": "documents", "conferences.attendance.scope": "",
	} {
		names := strings.Split(path, ".")
		f := set.Model.Table(names[0]).Field(names[1])
		for _, n := range names[2:] {
			f = f.Field(n)
		}
		if f == nil || f.Ref != want {
			t.Errorf("%s refers to %+v", path, f)
		}
	}
}

func TestAFieldAddedToASchemaAppearsInTheModel(t *testing.T) {
	t.Parallel()
	fsys := edited(t, copied(t), "sessions", `"label": {`, `"room": {"title": "Room", "description": "Where.", "type": "string", "minLength": 1, "examples": ["A"]}, "label": {`)
	set, err := schema.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	fields := set.Model.Table("sessions").Fields()
	i := slices.IndexFunc(fields, func(f *schema.Field) bool { return f.Name == "room" })
	if i < 0 || fields[i+1].Name != "label" {
		t.Fatalf("room is at %d", i)
	}
	want := &schema.Field{Name: "room", Title: "Room", Description: "Where.", Kind: schema.Text, Examples: []string{`"A"`}}
	if diff := cmp.Diff(want, fields[i]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if problems := set.Check("sessions", with(t, "room", `"Hall"`)); problems != nil {
		t.Errorf("%v", problems)
	}
	if problems := load(t).Check("sessions", with(t, "room", `"Hall"`)); len(problems) != 1 {
		t.Errorf("without the change: %v", problems)
	}
}

func TestATableIsFoundByForgivingNames(t *testing.T) {
	t.Parallel()
	m := load(t).Model
	for name, want := range map[string]string{
		"sessions": "sessions", "session": "sessions", "SESSIONS": "sessions", "side-events": "side_events", "side_events": "side_events", "side-event": "side_events",
		"Side events": "side_events", "messages": "outcome_messages", "outcome-message": "outcome_messages", "person": "people", "organisation": "organisations",
		"": "", "x": "", "events": "side_events", "sess": "", "theme": "themes", "common": "", "dataset": "",
	} {
		got := ""
		if table := m.Find(name); table != nil {
			got = table.Name
		}
		if got != want {
			t.Errorf("%q finds %q, not %q", name, got, want)
		}
	}
	if m.Table("session") != nil || m.Display("sessions") != "title" || m.Display("people") != "name" || m.Display("dataset") != "title" {
		t.Error("an exact name, or the display field, is not as it should be")
	}
}

// Several tables have the fields that all of them have. One that does not exist has nothing in common with others.
func TestSeveralTablesHaveTheirCommonFields(t *testing.T) {
	t.Parallel()
	m := load(t).Model
	events := m.Table("sessions|side_events")
	if events == nil || events.Field("title") == nil || events.Field("follows") != nil || events.Field("date") != nil {
		t.Fatalf("%v", events)
	}
	if again := m.Table("sessions|side_events"); again != events || m.Display("sessions|side_events") != "title" {
		t.Error("the table is made anew")
	}
	if m.Table("sessions|none") != nil || m.Table("none|sessions") != nil {
		t.Error("a table that does not exist is found")
	}
}

func TestWhatIsReferredToIsReadFirst(t *testing.T) {
	t.Parallel()
	m := load(t).Model
	order := m.ReadOrder()
	if diff := cmp.Diff(slices.Sorted(slices.Values(m.Names())), slices.Sorted(slices.Values(order))); diff != "" {
		t.Error(diff)
	}
	var reaches func(from, to string, seen []string) bool
	reaches = func(from, to string, seen []string) bool {
		return from == to || !slices.Contains(seen, from) && slices.ContainsFunc(m.Table(from).Targets(), func(next string) bool {
			return reaches(next, to, append(slices.Clone(seen), from))
		})
	}
	pairs := 0
	for _, table := range m.Tables {
		for _, target := range table.Targets() {
			if reaches(target, table.Name, nil) {
				continue // a circle has no order
			}
			pairs++
			if slices.Index(order, target) > slices.Index(order, table.Name) {
				t.Errorf("%s is read before %s: %v", table.Name, target, order)
			}
		}
	}
	if pairs < 7 { // outcome messages refer to the others; the others form a circle through their sources
		t.Errorf("only %d references between tables", pairs)
	}
}

func TestSchemasThatCannotBeUsedAreRefused(t *testing.T) {
	t.Parallel()
	for want, fsys := range map[string]fstest.MapFS{
		"schema dataset: it is missing":                               {"people.schema.json": small(nil)["people.schema.json"]},
		"schema people: its $id does not end in the file's name":      edited(t, small(nil), "people", "/v1/people", "/v1/other"),
		"schema plays: no list \"plays\" of records that are defined": small(map[string]string{"plays": `"type":"object"`}),
		"schema gone: no list":                                        edited(t, small(nil), "dataset", `"$defs":{`, `"$defs":{"gone":{},`),
		`schema people: "title" appears twice in the same object`:     edited(t, small(nil), "people", `"title":"People"`, `"title":"People","title":"People"`),
		"schema people: people.schema.json:1:":                        edited(t, small(nil), "people", `"title":"People",`, `"title":"People",,`),
		"schema people: number over the limit of 400 characters":      edited(t, small(nil), "people", `"title":"People"`, `"title":"People","minimum":1e1000001`),
		"schema people: nested more than 64 levels":                   edited(t, small(nil), "people", `"title":"People"`, `"title":"People","examples":[`+strings.Repeat("[", 64)+strings.Repeat("]", 64)+`]`),
		"schema people: people.schema.json:3:1: more data after the end": {
			"dataset.schema.json": small(nil)["dataset.schema.json"],
			"people.schema.json":  &fstest.MapFile{Data: append(slices.Clone(small(nil)["people.schema.json"].Data), "\n{}"...)},
		},
	} {
		_, err := schema.Load(fsys)
		var invalid *schema.Error
		if !errors.As(err, &invalid) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}

// Nothing outside the folder is read or fetched, and nothing of it appears in the message.
func TestReferencesOutOfTheFolderAreRefused(t *testing.T) {
	t.Parallel()
	for _, ref := range []string{"file:///etc/passwd", "/etc/passwd", "http://127.0.0.1:1/x.json", "https://test.example/other.schema.json", "../secret.schema.json", "ftp://x/y", "data:application/json,{}"} {
		set, err := schema.Load(edited(t, small(nil), "people", `"id":{"type":"string"}`, `"id":{"$ref":"`+ref+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		p := panics(func() { set.Check("people", []byte(`{"id":"x"}`)) })
		e, ok := p.(*schema.Error)
		if !ok || !strings.Contains(e.Error(), "is not in the folder of schemas") || strings.Contains(e.Error(), "root:") {
			t.Errorf("%s: %v", ref, p)
		}
	}
}

func TestAMisspeltTypeOrPatternIsRefused(t *testing.T) {
	t.Parallel()
	for _, to := range []string{`"id":{"type":"sting"}`, `"id":{"type":"string","pattern":"(?=x)"}`, `"id":{"required":"x"}`, `"id":{"$ref":"#/$defs/absent"}`} {
		set, err := schema.Load(edited(t, small(nil), "people", `"id":{"type":"string"}`, to))
		if err != nil {
			continue
		}
		if p := panics(func() { set.FastValidator().Valid("people", []byte(`{}`), &schema.Parts{}) }); p == nil {
			t.Errorf("%s is taken", to)
		}
	}
}

func TestSchemasAreReadByName(t *testing.T) {
	t.Parallel()
	names, err := schema.Names(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], ".schema.json")
	}
	if diff := cmp.Diff(files, names); diff != "" || len(files) < len(load(t).Model.Tables) {
		t.Error(diff)
	}
	b, err := schema.Read(schema.Embedded(), "themes")
	if err != nil || rawjson.GetText(b, "title") != "Themes" {
		t.Errorf("%.40s %v", b, err)
	}
	if _, err := schema.Read(schema.Embedded(), "absent"); err == nil {
		t.Error("a schema that is not there is read")
	}
}

func TestReferencesOfARecord(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	record := `{"cast": [{"who": "p1"}, {"lines": [1], "who": "p\u0032"}], "tags": ["x"], "author": "p3", "other": "p4", "author": 5}`
	var got []string
	for link := range set.Model.Table("plays").References([]byte(record)) {
		parent := ""
		if link.Parent != nil {
			parent = link.Parent.Name
		}
		got = append(got, strings.Join([]string{link.Name(), strings.Join(link.Path(), "/"), link.Field.Ref, link.ID, parent, string(link.Object[:6])}, " "))
	}
	want := []string{
		`cast.who cast/0/who people p1 cast {"who"`, `cast.who cast/1/who people p2 cast {"line`, `author author people p3  {"cast`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for range set.Model.Table("plays").References([]byte(record)) {
		break // must not panic
	}
}

func TestAReferenceIntoSeveralTables(t *testing.T) {
	t.Parallel()
	set := load(t)
	f := set.Model.Table("documents").Field("event")
	if got := schema.RefTables(f.Ref); !slices.Equal(got, []string{"sessions", "side_events"}) || f.Describe() != "reference to sessions or side_events" {
		t.Errorf("%v, %s", got, f.Describe())
	}
	union := set.Model.Table(f.Ref)
	for name, want := range map[string]bool{"title": true, "speakers": true, "label": false, "organisers": false} {
		if got := union.Field(name) != nil; got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	kind := union.Field("kind")
	if kind.CodeTitle("workshop") != "Workshop" || kind.CodeTitle("thematic") != "Thematic session" || union.Display != "title" {
		t.Errorf("%+v", kind)
	}
	for _, name := range []string{"sessions", "side_events"} { // they stay as they are
		if set.Model.Table(name).Field("kind").CodeTitle("workshop") == set.Model.Table(name).Field("kind").CodeTitle("thematic") {
			t.Errorf("%s has the codes of both", name)
		}
	}
	if targets := set.Model.Table("documents").Targets(); !slices.Contains(targets, "side_events") || !slices.Contains(targets, "sessions") {
		t.Errorf("%v", targets)
	}
}
