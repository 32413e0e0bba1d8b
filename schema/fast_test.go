package schema_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// sound checks that a record that is certainly valid passes the guard and the library, and reports whether it is.
func sound(t *testing.T, set *schema.Set, g *schema.FastValidator, table string, v []byte) bool {
	t.Helper()
	if !g.Valid(table, v, &schema.Parts{}) {
		return false
	}
	if problems, _ := rawjson.Check(v, 0); problems != nil {
		t.Errorf("%s is certainly valid, but the guard says %v", v, problems)
	}
	if problems := set.Check(table, v); problems != nil {
		t.Errorf("%s is certainly valid, but the library says %v", v, problems)
	}
	return true
}

// FuzzFast changes values of a good record: the fast path must never call an invalid one valid.
func FuzzFast(f *testing.F) {
	set := load(f)
	g := set.FastValidator()
	if !g.Valid("sessions", []byte(session), &schema.Parts{}) {
		f.Error("a good record is not certainly valid")
	}
	for seed := range uint64(50) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		sound(t, set, g, "sessions", mutated(rand.New(rand.NewPCG(seed, 2)), []byte(session)))
	})
}

// FuzzFastRecords changes the real records of all tables.
func FuzzFastRecords(f *testing.F) {
	c, set := harvest(f), load(f)
	g := set.FastValidator()
	for seed := range uint64(50) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 4))
		for range 10 {
			if m := c.mutant(r); sound(t, set, g, m.table, m.v) {
				sameParts(t, set, g, m)
			}
		}
	})
}

// FuzzFastBytes leaves the changes to the fuzzer; what it makes has to be JSON to be looked at.
func FuzzFastBytes(f *testing.F) {
	c, set := harvest(f), load(f)
	g := set.FastValidator()
	for _, o := range c.origins {
		if len(o.v) < 2000 {
			f.Add(o.table, o.v)
		}
	}
	f.Fuzz(func(t *testing.T, table string, b []byte) {
		v, _, err := rawjson.NewReader("x", bytes.NewReader(b)).Value()
		if err != nil || set.Model.Table(table) == nil {
			return
		}
		if sound(t, set, g, table, v) {
			sameParts(t, set, g, mutant{origin: origin{table, v}})
		}
	})
}

// FuzzFastSchemas makes up both the schema and the value.
func FuzzFastSchemas(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { madeUp(t, seed) })
}

// A fast path that is never certain would make no mistakes.
func TestFastPathIsOftenCertain(t *testing.T) {
	t.Parallel()
	valid := 0
	for seed := range uint64(madeUpSchemas) {
		valid += madeUp(t, seed)
	}
	if valid < madeUpSchemas/2 {
		t.Errorf("only %d values are certainly valid", valid)
	}
}

// madeUp makes up a schema and values, and returns how many of them are certainly valid. For the others FastValidator.Check must
// find the same as the library alone.
func madeUp(t *testing.T, seed uint64) (valid int) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	fsys := small(map[string]string{
		"people": `"title":"P","type":"object","properties":{"people":{"type":"array","items":{"$ref":"#/$defs/one"}}},"$defs":{"one":` + invented(r, 3) + `,"r0":` + pick(r, `{"type":"array","items":{"type":"string"}}`, invented(r, 1)) + `,"r1":` + pick(r, `{"type":"object","properties":{"a":{"type":"string"}}}`, invented(r, 0)) + `}`,
	})
	set, err := schema.Load(fsys)
	if err != nil {
		return 0 // a record's description must stand by itself
	}
	if panics(func() { set.Check("people", []byte("{}")) }) != nil {
		return 0 // a schema that refers to itself without end
	}
	g := set.FastValidator()
	for range 40 {
		v := []byte(made(r, 3))
		if sound(t, set, g, "people", v) {
			valid++
		} else if diff := cmp.Diff(set.Check("people", v), g.Check("people", v)); diff != "" {
			t.Errorf("the library finds something else (-library +ours)\n%s", diff)
		}
		if t.Failed() {
			t.Fatalf("%s\n%s", fsys["people.schema.json"].Data, v)
		}
	}
	return valid
}

// invented is a schema made up of the keywords that the fast path knows, and a few that it does not.
func invented(r *rand.Rand, depth int) string {
	sub := func() string {
		if depth == 0 {
			return pick(r, `{"type":"string"}`, `{"const":"a"}`, "true", `{"type":"integer"}`)
		}
		return invented(r, depth-1)
	}
	makers := []func() string{
		func() string {
			return `"type":` + pick(r, `"string"`, `"object"`, `"array"`, `"integer"`, `"number"`, `["string","array"]`, `"boolean"`)
		},
		func() string { return `"type":"object"` },
		func() string { return `"$ref":"#/$defs/r` + pick(r, "0", "1") + `"` },
		func() string { return `"enum":["a","é"]` },
		func() string { return `"const":"a"` },
		func() string { return `"properties":{"a":` + sub() + `,"b":` + sub() + `}` },
		func() string {
			return `"additionalProperties":false,"properties":{"a":` + sub() + `,"a\b":` + sub() + `}`
		},
		func() string { return `"properties":{"a":` + sub() + `},"required":["a"]` },
		func() string { return `"additionalProperties":` + pick(r, "false", "true") },
		func() string { return `"items":` + sub() },
		func() string { return `"minItems":1` },
		func() string { return `"maxItems":1` },
		func() string { return `"uniqueItems":true` },
		func() string { return `"minLength":` + pick(r, "1", "2") },
		func() string { return `"maxLength":` + pick(r, "0", "1", "2") },
		func() string { return `"pattern":"` + pick(r, "^a", "^é$", "^.{2}$") + `"` },
		func() string { return `"format":"date"` },
		func() string { return `"minimum":` + pick(r, "0", "2", "-1.5") },
		func() string { return `"maximum":` + pick(r, "1", "9007199254740991") },
		func() string { return `"allOf":[` + sub() + `]` },
		func() string { return `"if":` + sub() + `,"then":` + sub() },
		func() string { return `"if":` + sub() + `,"then":` + sub() + `,"else":` + sub() },
		func() string {
			return pick(r, `"minProperties":1`, `"not":{"type":"string"}`, `"anyOf":[true]`, `"title":"T"`)
		},
	}
	var parts []string
	seen := map[string]bool{}
	for range 1 + r.IntN(4) {
		part := makers[r.IntN(len(makers))]()
		keyword, _, _ := strings.Cut(part, ":")
		if !seen[keyword] {
			seen[keyword] = true
			parts = append(parts, part)
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// made is a value made up.
func made(r *rand.Rand, depth int) string {
	if depth > 0 && r.IntN(3) == 0 {
		var parts []string
		for _, name := range []string{"a", "b", "c", `\u0061`, `a\b`, `a\\b`} {
			if r.IntN(3) == 0 {
				parts = append(parts, fmt.Sprintf(`"%s": %s`, name, made(r, depth-1)))
			}
		}
		return "{" + strings.Join(parts, " ,") + "}"
	}
	if depth > 0 && r.IntN(4) == 0 {
		var parts []string
		for range r.IntN(3) {
			parts = append(parts, made(r, depth-1))
		}
		return "[ " + strings.Join(parts, ",") + "]"
	}
	return pick(r, `"a"`, `"é"`, `""`, `"ab"`, `"\u0061"`, `"2022-05-10"`, `"2022-02-30"`, "0", "1", "-1", "2", "1.0", "1e0", "-0", "9007199254740992", "true", "null", `"éé"`)
}

func pick(r *rand.Rand, list ...string) string { return list[r.IntN(len(list))] }

func TestTheRecordsOfTheDatasetAreCertainlyValid(t *testing.T) {
	t.Parallel()
	f := load(t).FastValidator()
	for _, o := range harvest(t).origins {
		if !f.Valid(o.table, o.v, &schema.Parts{}) {
			t.Errorf("%s: %s", o.table, o.v)
		}
	}
}
