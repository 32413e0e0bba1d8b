package change_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/dataset"
	"malaga/internal/change"
	"malaga/internal/validate"
	"malaga/schema"
)

func load(tb testing.TB) *schema.Set {
	tb.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// bundle is a dataset in one object: the tables as lists of records.
type bundle map[string]any

// real returns the shipped dataset.
func real(tb testing.TB, set *schema.Set) bundle {
	tb.Helper()
	b := bundle{}
	for _, name := range append(set.Model.Names(), dataset.Meta) {
		text, err := os.ReadFile("../../dataset/malaga-2022/" + name + ".json")
		if err != nil {
			tb.Fatal(err)
		}
		var file map[string]any
		if err := json.Unmarshal(text, &file); err != nil {
			tb.Fatal(err)
		}
		delete(file, "$schema")
		for member, v := range file {
			b[member] = v
		}
	}
	return b
}

// few returns the first records of each table.
func (b bundle) few(n int) bundle {
	small := bundle{}
	for member, v := range b {
		if list, ok := v.([]any); ok {
			v = list[:min(n, len(list))]
		}
		small[member] = v
	}
	return small
}

func (b bundle) clone() bundle {
	var copied bundle
	text, _ := json.Marshal(b)
	_ = json.Unmarshal(text, &copied)
	return copied
}

func open(tb testing.TB, set *schema.Set, text []byte) *dataset.Dataset {
	tb.Helper()
	d, err := dataset.Open("-", validate.Layout(set), bytes.NewReader(text))
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func compare(tb testing.TB, set *schema.Set, old, new []byte) *change.Result {
	tb.Helper()
	r, err := change.Compare(tb.Context(), open(tb, set, old), open(tb, set, new), change.Options{Set: set})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func (b bundle) text() []byte {
	text, _ := json.Marshal(b)
	return text
}

// edit changes something at random. What it makes is not always valid, but a dataset.
func edit(r *rand.Rand, b bundle, names []string) {
	table := names[r.IntN(len(names))]
	list := b[table].([]any)
	if len(list) < 2 {
		return
	}
	i := r.IntN(len(list))
	record := list[i].(map[string]any)
	fields := make([]string, 0, len(record))
	for name := range record {
		fields = append(fields, name)
	}
	slices.Sort(fields)
	field := fields[r.IntN(len(fields))]
	switch r.IntN(9) {
	case 0: // an order of records is no content
		j := r.IntN(len(list))
		list[i], list[j] = list[j], list[i]
	case 1:
		b[table] = slices.Delete(list, i, i+1)
	case 2:
		copied := bundle(record).clone()
		copied["id"] = fmt.Sprintf("%s-x%d", record["id"], r.IntN(1000))
		b[table] = slices.Insert(list, r.IntN(len(list)+1), any(map[string]any(copied)))
	case 3: // a new id, and all that refers to it
		from := fmt.Sprintf("%q", record["id"])
		to := fmt.Sprintf("%q", fmt.Sprintf("%s-y%d", record["id"], r.IntN(1000)))
		text := bytes.ReplaceAll(b.text(), []byte(from), []byte(to))
		clear(b)
		_ = json.Unmarshal(text, &b)
	case 4:
		if field != "id" {
			delete(record, field)
		}
	case 5:
		if s, ok := record[field].(string); ok && field != "id" {
			words := strings.Fields(s)
			words[r.IntN(len(words))] = fmt.Sprintf("w%d", r.IntN(100))
			record[field] = strings.Join(words, " ")
		}
	case 6:
		if l, ok := record[field].([]any); ok && len(l) > 0 {
			j := r.IntN(len(l))
			record[field] = slices.Delete(slices.Clone(l), j, j+1)
		}
	case 7:
		if l, ok := record[field].([]any); ok {
			r.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
		}
	case 8:
		if l, ok := record[field].([]any); ok && len(l) > 0 {
			if o, ok := l[r.IntN(len(l))].(map[string]any); ok {
				o["note"] = fmt.Sprintf("note %d", r.IntN(100))
			}
		}
	}
}

// pairs yields random pairs of datasets.
func pairs(tb testing.TB, set *schema.Set, n int, each func(old, new bundle)) {
	tb.Helper()
	whole := real(tb, set)
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		old := whole.few(2 + r.IntN(8)).clone()
		for range r.IntN(4) {
			edit(r, old, set.Model.Names())
		}
		new := old.clone()
		for range 1 + r.IntN(6) {
			edit(r, new, set.Model.Names())
		}
		each(old, new)
	}
}

func TestADatasetDoesNotDifferFromItself(t *testing.T) {
	t.Parallel()
	set := load(t)
	pairs(t, set, numberOfPairs, func(old, _ bundle) {
		indented, _ := json.MarshalIndent(old, "", "\t")
		for _, same := range [][]byte{old.text(), indented} {
			if r := compare(t, set, old.text(), same); r.Total().Any() {
				t.Fatalf("%+v", r.Total())
			}
		}
	})
}

func TestTheWayBackIsTheMirror(t *testing.T) {
	t.Parallel()
	set := load(t)
	pairs(t, set, numberOfPairs, func(old, new bundle) {
		there, back := compare(t, set, old.text(), new.text()), compare(t, set, new.text(), old.text())
		if diff := cmp.Diff(told(there, false), told(back, true)); diff != "" {
			t.Fatalf("%s\n%s\n%s", old.text(), new.text(), diff)
		}
	})
}

// told returns the changes as sorted lines, or those of the way back.
func told(r *change.Result, back bool) []string {
	var lines []string
	add := func(parts ...any) { lines = append(lines, fmt.Sprint(parts...)) }
	renamed := map[string]string{} // by either id
	for _, t := range r.Tables {
		for _, n := range t.Renamed {
			renamed[n.ID], renamed[n.From] = n.From+"/"+n.ID, n.From+"/"+n.ID
			if back {
				renamed[n.ID], renamed[n.From] = n.ID+"/"+n.From, n.ID+"/"+n.From
			}
		}
	}
	name := func(id string) string {
		if both, ok := renamed[id]; ok {
			return both
		}
		return id
	}
	for _, t := range r.Tables {
		added, removed := t.Added, t.Removed
		if back {
			added, removed = removed, added
		}
		for _, a := range added {
			add(t.Name, " + ", a.ID)
		}
		for _, d := range removed {
			add(t.Name, " - ", d.ID)
		}
		for _, n := range t.Renamed {
			add(t.Name, " = ", name(n.ID))
		}
		for _, e := range t.Changed {
			for _, c := range e.Changes {
				before, after := c.Old, c.New
				if back {
					before, after = after, before
				}
				entry := c.Entry
				for id, both := range renamed {
					if entry == id {
						entry = both
					}
				}
				add(t.Name, " ", name(e.ID), " ", c.Kind, " ", c.Name, " ", entry, " ", string(before), " → ", string(after))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// changed returns the differences between the shipped dataset and an edited copy of it.
func changed(t *testing.T, edit func(b bundle)) *change.Result {
	t.Helper()
	set := load(t)
	old := real(t, set)
	new := old.clone()
	edit(new)
	return compare(t, set, old.text(), new.text())
}

func (b bundle) records(table string) []map[string]any {
	var all []map[string]any
	for _, r := range b[table].([]any) {
		all = append(all, r.(map[string]any))
	}
	return all
}

func TestOneChangeInManyRecordsIsOneGroup(t *testing.T) {
	t.Parallel()
	r := changed(t, func(b bundle) {
		for _, m := range b.records("outcome_messages")[:40] {
			m["original_language"] = "eo"
		}
	})
	for _, table := range r.Tables {
		groups, own := table.Groups()
		if table.Name != "outcome_messages" {
			if len(groups)+len(own) > 0 {
				t.Errorf("changes in %s", table.Name)
			}
			continue
		}
		n := 0
		for _, g := range groups {
			n += len(g.Records)
			if g.Name != "original_language" || string(g.New) != `"eo"` {
				t.Errorf("%+v", g)
			}
		}
		if n += len(own); n != 40 || len(groups) > 4 { // a group for each language of before, or none
			t.Errorf("%d records in %d groups", n, len(groups))
		}
	}
}

func TestARemovedRecordNamesWhatReferredToIt(t *testing.T) {
	t.Parallel()
	const gone = "org-unoct"
	var want []string
	r := changed(t, func(b bundle) {
		b["organisations"] = slices.DeleteFunc(b["organisations"].([]any), func(r any) bool { return r.(map[string]any)["id"] == gone })
		for table, v := range b {
			if _, ok := v.([]any); !ok {
				continue
			}
			for _, r := range b.records(table) {
				if strings.Contains(string(bundle(r).text()), `"`+gone+`"`) {
					want = append(want, r["id"].(string))
				}
			}
		}
	})
	if len(r.Dangling) != 1 || r.Dangling[0].ID != gone || len(r.New) > 0 {
		t.Fatalf("%d records are gone, %d other findings", len(r.Dangling), len(r.New))
	}
	var got []string
	for _, f := range r.Dangling[0].References {
		got = append(got, f.ID)
	}
	for _, ids := range []*[]string{&want, &got} {
		slices.Sort(*ids)
		*ids = slices.Compact(*ids)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestANewIDThatAllFollowIsOneRename(t *testing.T) {
	t.Parallel()
	set := load(t)
	old := real(t, set).text()
	new := bytes.ReplaceAll(old, []byte(`"thm-children"`), []byte(`"thm-childhood"`))
	new = bytes.ReplaceAll(new, []byte(`"org-unoct"`), []byte(`"org-office"`)) // many records refer to it, and it to others
	r := compare(t, set, old, new)
	if got, want := r.Total(), (change.Counts{Renamed: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if len(r.Dangling)+len(r.New)+len(r.Gone) > 0 {
		t.Errorf("%+v", r.Consequences)
	}
}

func TestFormAloneIsNoChange(t *testing.T) {
	t.Parallel()
	r := changed(t, func(b bundle) {
		themes := b["themes"].([]any)
		themes[0], themes[1] = themes[1], themes[0]
	})
	if got, want := r.Total(), (change.Counts{Moved: 1}); got != want {
		t.Errorf("swapped: %+v", got)
	}
	set := load(t)
	old := real(t, set).text()
	new := bytes.ReplaceAll(old, []byte(`"role":"organiser"`), []byte(` "rol\u0065" :"organiser" `))
	r = compare(t, set, old, new)
	if got := r.Total(); got.Any() || got.Moved > 0 || got.Reformed == 0 || r.Identical {
		t.Errorf("rewritten: %+v", got)
	}
	if r := compare(t, set, old, old); !r.Identical {
		t.Error("a copy is not identical")
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		old, new string
		want     []change.Piece
	}{
		{"a b c", "a x c", []change.Piece{{Old: "a ", New: "a "}, {Old: "b", New: "x"}, {Old: " c", New: " c"}}},
		{"a b c d", "a x y d", []change.Piece{{Old: "a ", New: "a "}, {Old: "b c", New: "x y"}, {Old: " d", New: " d"}}},
		{"", "a", []change.Piece{{Old: "", New: "a"}}},
		{"Málaga 😀 Ж", "Málaga 😀 Ш", []change.Piece{{Old: "Málaga 😀 ", New: "Málaga 😀 "}, {Old: "Ж", New: "Ш"}}},
	} {
		if diff := cmp.Diff(c.want, change.Words(c.old, c.new)); diff != "" {
			t.Errorf("%q, %q: %s", c.old, c.new, diff)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("one two", "one  three\n")
	f.Fuzz(func(t *testing.T, old, new string) {
		var before, after strings.Builder
		for _, p := range change.Words(old, new) {
			before.WriteString(p.Old)
			after.WriteString(p.New)
		}
		if before.String() != old || after.String() != new {
			t.Errorf("%q and %q become %q and %q", old, new, before.String(), after.String())
		}
	})
}
