package schema_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"malaga/internal/rawjson"
)

// tree is a JSON value taken apart, to be changed and written again.
type tree struct {
	open  byte     // { or [; 0 for any other value
	text  string   // of any other value, as it stands
	names []string // of an object's members, in quotation marks
	kids  []*tree
}

func planted(v []byte) *tree {
	n := &tree{}
	switch rawjson.Kind(v) {
	case '{':
		n.open = '{'
		for m := range rawjson.Members(v) {
			n.names = append(n.names, string(m.Name))
			n.kids = append(n.kids, planted(m.Value))
		}
	case '[':
		n.open = '['
		for _, e := range rawjson.Elements(v) {
			n.kids = append(n.kids, planted(e))
		}
	default:
		n.text = string(v)
	}
	return n
}

// nodes lists a value and all in it, each with the name of the member that it stands in.
func (n *tree) nodes(name string) (all []*tree, names []string) {
	all, names = append(all, n), append(names, name)
	for i, k := range n.kids {
		if n.open == '{' {
			name = n.names[i]
		}
		below, theirs := k.nodes(name)
		all, names = append(all, below...), append(names, theirs...)
	}
	return all, names
}

// write appends the value; space is what stands between tokens.
func (n *tree) write(b []byte, space func() string) []byte {
	if n.open == 0 {
		return append(b, n.text...)
	}
	b = append(b, n.open)
	for i, k := range n.kids {
		if i > 0 {
			b = append(append(b, space()...), ',')
		}
		b = append(b, space()...)
		if n.open == '{' {
			b = append(append(append(append(b, n.names[i]...), space()...), ':'), space()...)
		}
		b = k.write(b, space)
	}
	return append(append(b, space()...), n.open+2) // } and ] stand two behind { and [
}

// origin is a record of the real dataset.
type origin struct {
	table string
	v     []byte
}

// corpus makes mutants of the real dataset's records.
type corpus struct {
	origins []origin
	names   []string            // of all members, in quotation marks
	values  map[string][]string // that a member of a name has somewhere
}

func harvest(tb testing.TB) *corpus {
	tb.Helper()
	c := &corpus{values: map[string][]string{}}
	for _, table := range load(tb).Model.Names() {
		b, err := os.ReadFile(filepath.Join("..", "dataset", "malaga-2022", table+".json"))
		if err != nil {
			tb.Fatal(err)
		}
		var records []origin
		for _, e := range rawjson.Elements(rawjson.Get(b, table)) {
			records = append(records, origin{table, e})
			all, names := planted(e).nodes("")
			for i, n := range all {
				if v := string(n.write(nil, none)); !slices.Contains(c.values[names[i]], v) && names[i] != "" {
					c.values[names[i]] = append(c.values[names[i]], v)
				}
			}
		}
		for n := 0; n < 8; n += len(records) { // those of small tables count more than once
			c.origins = append(c.origins, records...)
		}
	}
	c.names = slices.Sorted(maps.Keys(c.values))
	if len(c.origins) < 200 {
		tb.Fatalf("only %d records", len(c.origins))
	}
	return c
}

func none() string { return "" }

// mutant is a changed record, and how it was changed.
type mutant struct {
	origin
	kinds []string
}

func (m mutant) String() string { return fmt.Sprintf("%s (%v): %s", m.table, m.kinds, m.v) }

// mutant changes a record in one place, sometimes in two or three.
func (c *corpus) mutant(r *rand.Rand) mutant {
	m := mutant{origin: c.origins[r.IntN(len(c.origins))]}
	root := planted(m.v)
	for range 1 + max(0, r.IntN(6)-3) {
		m.kinds = append(m.kinds, c.change(r, root))
	}
	space := none
	if r.IntN(3) == 0 {
		space = func() string { return pick(r, "", "", " ", "\n", "\t", "\r\n", "  ") }
		m.kinds = append(m.kinds, "white space")
	}
	m.v = root.write(nil, space)
	return m
}

// change changes one place in a record and says how. Few values are dates or numbers: each way gets many tries.
func (c *corpus) change(r *rand.Rand, root *tree) string {
	all, names := root.nodes("")
	for {
		how := mutations[r.IntN(len(mutations))]
		for range 200 {
			if i := r.IntN(len(all)); how.do(c, r, all[i], names[i]) {
				return how.kind
			}
		}
	}
}

// mutations change a value that stands in a member of a name; they say whether they could.
var mutations = []struct {
	kind string
	do   func(c *corpus, r *rand.Rand, n *tree, name string) bool
}{
	{"type", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		return n.become(pick(r, "7", "true", "false", "-1.5", `"x"`, `["x"]`, `{"a":1}`, `[["x"]]`, `{"id":"x"}`))
	}},
	{"empty", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		return n.become(pick(r, "null", `""`, "[]", "{}", `[""]`, "[null]", "[{}]"))
	}},
	{"dropped member", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		return n.open == '{' && n.drop(r)
	}},
	{"added member", func(c *corpus, r *rand.Rand, n *tree, _ string) bool {
		name := pick(r, c.names...)
		return n.open == '{' && !slices.Contains(n.names, name) && n.add(name, pick(r, c.values[name]...))
	}},
	{"unknown member", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		return n.open == '{' && n.add(pick(r, `"x"`, `""`, `"$schema"`, `"ID"`, `"é"`, `"\u0000"`, `"sources "`), pick(r, `"x"`, "1", `""`))
	}},
	{"renamed member", func(c *corpus, r *rand.Rand, n *tree, _ string) bool {
		if n.open != '{' || len(n.names) == 0 {
			return false
		}
		i := r.IntN(len(n.names))
		n.names[i] = pick(r, pick(r, c.names...), `"_`+n.names[i][1:], strings.Replace(n.names[i], "s", "S", 1))
		return true
	}},
	{"repeated member", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		if n.open != '{' || len(n.names) == 0 {
			return false
		}
		i := r.IntN(len(n.names))
		return n.add(pick(r, n.names[i], escaped(r, n.names[i])), pick(r, string(n.kids[i].write(nil, none)), `"x"`))
	}},
	{"escaped name", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		if n.open != '{' || len(n.names) == 0 {
			return false
		}
		i := r.IntN(len(n.names))
		n.names[i] = escaped(r, n.names[i])
		return true
	}},
	{"reordered", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		r.Shuffle(len(n.kids), func(i, j int) {
			n.kids[i], n.kids[j] = n.kids[j], n.kids[i]
			if n.open == '{' {
				n.names[i], n.names[j] = n.names[j], n.names[i]
			}
		})
		return len(n.kids) > 1
	}},
	{"other value", func(c *corpus, r *rand.Rand, n *tree, name string) bool {
		return len(c.values[name]) > 0 && n.become(pick(r, c.values[name]...))
	}},
	{"repeated entry", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		if n.open != '[' || len(n.kids) == 0 {
			return false
		}
		e := string(n.kids[r.IntN(len(n.kids))].write(nil, none))
		n.kids = append(n.kids, planted([]byte(pick(r, e, e, escaped(r, e)))))
		return true
	}},
	{"dropped entry", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool { return n.open == '[' && n.drop(r) }},
	{"many entries", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		if n.open != '[' || len(n.kids) == 0 || len(n.kids[0].text) < 3 || n.kids[0].text[0] != '"' {
			return false
		}
		first := strings.TrimSuffix(n.kids[0].text, `"`)
		for i := range 20 + r.IntN(30) {
			n.kids = append(n.kids, &tree{text: fmt.Sprintf(`%s-%d"`, first, i)})
		}
		return true
	}},
	{"date", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		return n.isDate() && n.become(`"`+pick(
			r, "2022-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "2022-13-01", "2022-00-10", "2022-01-00", "0000-01-01", "0001-01-01", "9999-12-31",
			"2022-04-31", "2022-04-30", "2022-05-1", "2022-5-10", "2022-05-10T00:00:00Z", "2022-05-10 ", " 2022-05-10", "12022-05-10", "-022-05-10",
			"2022/05/10", "10-05-2022", "20220510", "２０２２-05-10", `2022-05-1\u0030`, `2022-05-10\n`, "2022-05", "2022", "May 2022",
		)+`"`)
	}},
	{"time", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		return len(n.text) == len(`"12:00"`) && n.text[3] == ':' && n.become(pick(r, `"00:00"`, `"23:59"`, `"24:00"`, `"23:60"`, `"9:00"`, `"09:00 "`, `"09:00:00"`, `"09.00"`, `"09:00\n"`))
	}},
	{"id", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		if !strings.HasPrefix(n.text, `"`) || len(n.text) > 60 || strings.ContainsAny(n.text, ` \`) {
			return false
		}
		s := n.text[1 : len(n.text)-1]
		return n.become(`"` + pick(r, s+"-2", s+"-", s+"--x", "-"+s, strings.ToUpper(s), s+" ", s+`\n`, s+"é", "x"+s, strings.ReplaceAll(s, "-", "_"),
			s+strings.Repeat("a", max(0, 80-len(s))), s+strings.Repeat("a", max(0, 81-len(s))), strings.Replace(s, "-", `\u002d`, 1)) + `"`)
	}},
	{"link", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		return strings.HasPrefix(n.text, `"http`) && n.become(pick(r, `"http://"`, `"http://a"`, `"https://a b"`, `"HTTPS://a"`, `"https://a\tb"`, `"https:\/\/a"`, `"ftp://a"`, `"https://é"`, `" https://a"`))
	}},
	{"short text", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		return strings.HasPrefix(n.text, `"`) && n.become(pick(r, `"ES"`, `"es"`, `"ESP"`, `"en"`, `"en-GB"`, `"EN"`, `"a"`, `"é"`, `" "`, `"1"`, `"\u0000"`, `"\""`, `"\\"`))
	}},
	{"long text", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		lengths := []int{79, 80, 81, 299, 300, 301, 1999, 2000, 2001, 3999, 4000, 4001}
		one := pick(r, "a", "é", "😀", `\u00e9`, `\ud83d\ude00`, `\n`)
		return strings.HasPrefix(n.text, `"`) && n.become(`"`+strings.Repeat(one, lengths[r.IntN(len(lengths))])+`"`)
	}},
	{"escape", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		was := n.text
		n.text = escaped(r, n.text)
		return n.text != was
	}},
	{"number", func(_ *corpus, r *rand.Rand, n *tree, name string) bool {
		return (rawjson.IsNumber([]byte(n.text)) || name == `"position"` || r.IntN(400) == 0) && n.become(pick(
			r, "1.0", "1e0", "-0", "0", "-0.0", "-1", "1", "2.50", "9999", "9999.0", "99990e-1", "10000", "1E+2", "0.5", "1e-1",
			"9007199254740991", "9007199254740992", "9007199254740993", "123456789012345", "1234567890123456", "99999999999999999999", "1e308", "-1e308", finer,
		))
	}},
	{"nesting", func(_ *corpus, r *rand.Rand, n *tree, _ string) bool {
		levels := 1 + r.IntN(3)
		return n.become(strings.Repeat("[", levels) + string(n.write(nil, none)) + strings.Repeat("]", levels))
	}},
}

// finer is a number that a double cannot hold: read as one, it is 1.
const finer = "1.0000000000000000000001"

func (n *tree) become(v string) bool {
	*n = *planted([]byte(v))
	return true
}

func (n *tree) drop(r *rand.Rand) bool {
	if len(n.kids) == 0 {
		return false
	}
	i := r.IntN(len(n.kids))
	n.kids = slices.Delete(slices.Clone(n.kids), i, i+1)
	if n.open == '{' {
		n.names = slices.Delete(slices.Clone(n.names), i, i+1)
	}
	return true
}

func (n *tree) add(name, v string) bool {
	n.names, n.kids = append(n.names, name), append(n.kids, planted([]byte(v)))
	return true
}

func (n *tree) isDate() bool {
	return len(n.text) == len(`"2022-05-10"`) && n.text[5] == '-' && n.text[8] == '-'
}

// escaped writes one of a text's letters in another way.
func escaped(r *rand.Rand, quoted string) string {
	if len(quoted) < 3 || quoted[0] != '"' || strings.Contains(quoted, `\`) {
		return quoted
	}
	letters := []rune(quoted[1 : len(quoted)-1])
	i := r.IntN(len(letters))
	way := fmt.Sprintf(`\u%04x`, letters[i])
	switch {
	case letters[i] > 0xffff:
		return quoted
	case letters[i] == '/' && r.IntN(2) == 0:
		way = `\/`
	}
	return `"` + string(letters[:i]) + way + string(letters[i+1:]) + `"`
}
