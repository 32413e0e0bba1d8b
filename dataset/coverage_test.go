package dataset_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"malaga/dataset"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// place says where a fact of the research stands in the dataset: in a field of a record. Facts are
// numbered as in the research file: P what the UN page says, S other sources, M messages; and as in the list of the
// fact-check: F what the UN page says, taken apart once more. Of those the words that carry the fact are given too.
type place struct{ fact, record, field, words string }

// left is the record of a fact that is left out on purpose; its field says why.
const left = "-"

// why is the one reason to leave a fact out: the research marks it as context, or as a trap.
const why = "context"

// facts is how many facts of each kind there are, in the order in which they are listed.
var facts = []struct {
	kind  string
	count int
}{{"P", 130}, {"S", 203}, {"M", 45}, {"F", 131}}

// unquoted stands for the words of a place that does not quote them.
const unquoted = "-"

// TestCoverage holds the dataset to the research it was entered from: every fact has a place, and every
// place is there. Whether the field really says it takes a reader; the table tells where to look.
func TestCoverage(t *testing.T) {
	records := builtIn(t)
	places := readPlaces(t)

	var want, got []string
	for _, f := range facts {
		for i := range f.count {
			want = append(want, f.kind+strconv.Itoa(i+1))
		}
	}
	for _, p := range places {
		got = append(got, p.fact)
	}
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("facts without a place: %v\nplaces of no known fact, or out of order: %v", without(want, got), without(got, want))
	}

	sorted := slices.Clone(places)
	slices.SortStableFunc(sorted, place.compare)
	if sorted = slices.Compact(sorted); !slices.Equal(places, sorted) {
		t.Error("testdata/coverage.tsv: sort the lines by fact, record, field and words, each once")
	}

	for _, p := range places {
		if err := p.check(records); err != nil {
			t.Errorf("%s: %v", p.fact, err)
		}
	}
}

// check says what is wrong with a place.
func (p place) check(records map[string]rawjson.Record) error {
	if p.record == left {
		if !strings.HasPrefix(p.fact, "S") || p.field != why {
			return fmt.Errorf("only facts of other sources may be left out, with %q as field; it has %q", why, p.field)
		}
		return nil
	}
	r, ok := records[p.record]
	if !ok {
		return fmt.Errorf("no record %q", p.record)
	}
	values := at(r.Raw, strings.Split(p.field, "."))
	if len(values) == 0 {
		return fmt.Errorf("record %s has no field %q", p.record, p.field)
	}
	if (p.words == unquoted) == strings.HasPrefix(p.fact, "F") {
		return fmt.Errorf("the words of facts of the fact-check, and only those, are given; it has %q", p.words)
	}
	carries := func(v string) bool { return strings.Contains(v, p.words) }
	if p.words != unquoted && !slices.ContainsFunc(values, carries) {
		return fmt.Errorf("%s of %s does not say %q", p.field, p.record, p.words)
	}
	return nil
}

func (p place) compare(q place) int {
	kind, n := p.number()
	otherKind, m := q.number()
	return cmp.Or(cmp.Compare(kind, otherKind), cmp.Compare(n, m), strings.Compare(p.record, q.record), strings.Compare(p.field, q.field), strings.Compare(p.words, q.words))
}

// number is the fact's kind, as its place in facts, and its number there.
func (p place) number() (kind, n int) {
	for i, f := range facts {
		if digits, ok := strings.CutPrefix(p.fact, f.kind); ok {
			if n, err := strconv.Atoi(digits); err == nil {
				return i, n
			}
		}
	}
	return len(facts), 0
}

// readPlaces reads the table of places.
func readPlaces(t *testing.T) []place {
	t.Helper()
	text, err := os.ReadFile("testdata/coverage.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if lines[0] != "fact\trecord\tfield\twords" {
		t.Fatalf("testdata/coverage.tsv:1: %q is not its header", lines[0])
	}
	var places []place
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 4 || slices.Contains(cells, "") {
			t.Fatalf("testdata/coverage.tsv:%d: four cells are wanted, not %q", i+2, line)
		}
		places = append(places, place{cells[0], cells[1], cells[2], cells[3]})
	}
	return places
}

// at lists the texts of the values at a path; of a list, those of all its elements.
func at(v []byte, path []string) []string {
	switch {
	case rawjson.Kind(v) == '[':
		var values []string
		for _, e := range rawjson.Elements(v) {
			values = append(values, at(e, path)...)
		}
		return values
	case v == nil:
		return nil
	case len(path) > 0:
		return at(rawjson.Get(v, path[0]), path[1:])
	case rawjson.Kind(v) == '"':
		return []string{rawjson.Text(v)}
	}
	return []string{string(v)}
}

// without lists what of a is not in b.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// builtIn reads the records of the built-in dataset, by id.
func builtIn(t *testing.T) map[string]rawjson.Record {
	t.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	names := set.Model.Names()
	d, err := dataset.Open("", dataset.Layout{Tables: names, Members: set.MemberNames}, nil)
	if err != nil {
		t.Fatal(err)
	}
	records := map[string]rawjson.Record{}
	for e, err := range d.Read(t.Context(), names...) {
		if err != nil {
			t.Fatal(err)
		}
		switch e.Kind {
		case dataset.Finding:
			t.Errorf("%s:%d: %s", e.Finding.File, e.Finding.Line, e.Finding.Message)
		case dataset.Problem:
			t.Errorf("%s:%d: %s", e.Record.File, e.Record.Pos.Line, e.Problem.Message)
		case dataset.Record:
			r := e.Record
			id := rawjson.GetText(r.Raw, "id")
			if _, twice := records[id]; twice {
				t.Fatalf("two records with id %q", id)
			}
			r.Raw = slices.Clone(r.Raw) // the reader uses its bytes again
			records[id] = r
		}
	}
	return records
}
