package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// library is the library by itself: compiled and fed without any of our code.
type library map[string]*jsonschema.Schema

func onlyLibrary(tb testing.TB) library {
	tb.Helper()
	c := jsonschema.NewCompiler()
	c.Draft, c.AssertFormat = jsonschema.Draft2020, true
	ids := map[string]string{}
	for name, f := range copied(tb) {
		id := rawjson.GetText(f.Data, "$id")
		ids[strings.TrimSuffix(name, ".schema.json")] = id
		if err := c.AddResource(id, bytes.NewReader(f.Data)); err != nil {
			tb.Fatal(err)
		}
	}
	l := library{}
	for name, id := range ids {
		l[name] = c.MustCompile(id)
	}
	return l
}

// valid validates a file with one record.
func (l library) valid(tb testing.TB, m mutant) (ok, empty bool) {
	tb.Helper()
	d := json.NewDecoder(bytes.NewReader(m.v))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		tb.Fatalf("%s: %v", m, err)
	}
	return l[m.table].Validate(map[string]any{m.table: []any{v}}) == nil, holdsEmpty(v)
}

// holdsEmpty reports whether a value is empty or has an empty value in it.
func holdsEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0 || slices.ContainsFunc(v, holdsEmpty)
	case map[string]any:
		return len(v) == 0 || slices.ContainsFunc(slices.Collect(maps.Values(v)), holdsEmpty)
	}
	return false
}

// repeats reports whether an object in a value has a member twice.
func repeats(v []byte) bool {
	_, err := jsontext.NewDecoder(bytes.NewReader(v)).ReadValue()
	return err != nil
}

// verdict is ours: that of the fast path, or else of the guard and the library.
func verdict(set *schema.Set, g *schema.FastValidator, m mutant) (valid, fast bool) {
	if g.Valid(m.table, m.v, &schema.Parts{}) {
		return true, true
	}
	problems, safe := rawjson.Check(m.v, 0)
	return problems == nil && safe && set.Check(m.table, m.v) == nil, false
}

func TestMutantsAreJudgedAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	c, set, lib := harvest(t), load(t), onlyLibrary(t)
	g := set.FastValidator()
	n := mutants
	if testing.Short() {
		n /= 10
	}
	distinct := map[string]bool{}
	tally := map[string]int{}
	for i := 0; len(distinct) < n; i++ {
		m := c.mutant(rand.New(rand.NewPCG(uint64(i), 2022)))
		if distinct[string(m.v)] {
			continue
		}
		distinct[string(m.v)] = true
		ours, fast := verdict(set, g, m)
		if diff := cmp.Diff(set.Check(m.table, m.v), g.Check(m.table, m.v)); diff != "" {
			t.Errorf("the library finds something else (-library +ours)\n%s%s", diff, m)
		}
		theirs, empty := lib.valid(t, m)
		twice := repeats(m.v)
		if want := theirs && !empty && !twice; ours != want {
			t.Errorf("valid is %v here, %v there, fast is %v, empty is %v, repeated is %v\n%s", ours, theirs, fast, empty, twice, m)
		}
		if fast {
			tally["fast"]++
			sameParts(t, set, g, m)
		}
		for _, kind := range m.kinds {
			tally[fmt.Sprintf("%s, valid is %v", kind, ours)]++
		}
		tally[fmt.Sprintf("valid is %v", ours)]++
		tally[m.table]++
	}
	if tally["fast"] < n/10 || tally["valid is false"] < n/4 {
		t.Error("the comparison says little")
	}
	for _, k := range slices.Sorted(maps.Keys(tally)) {
		t.Logf("%6d %s", tally[k], k)
	}
}

// sameParts compares the members and references that the fast path collects with those that a walk by the model finds.
func sameParts(t *testing.T, set *schema.Set, g *schema.FastValidator, m mutant) {
	t.Helper()
	parts := schema.Parts{Members: []rawjson.Member{{}}, Refs: []schema.Ref{{}}} // which stay
	g.Valid(m.table, m.v, &parts)
	parts = schema.Parts{Members: parts.Members[1:], Refs: parts.Refs[1:]}
	if want := slices.Collect(rawjson.Members(m.v)); !slices.EqualFunc(parts.Members, want, func(a, b rawjson.Member) bool {
		return bytes.Equal(a.Name, b.Name) && bytes.Equal(a.Value, b.Value) && a.ValueAt == b.ValueAt
	}) {
		t.Errorf("other members\n%s", m)
	}
	var got []string
	for _, ref := range parts.Refs {
		got = append(got, ref.Table+" "+string(ref.ID))
	}
	var want []string
	for link := range set.Model.Table(m.table).References(m.v) {
		want = append(want, link.Field.Ref+" "+link.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("references %v, not %v\n%s", got, want, m)
	}
}
