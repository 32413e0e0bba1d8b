//go:build long

package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// edges are values at the edges of what a field can hold, as JSON: 150 with those that edgesOf adds for a field.
var edges = []string{
	"null", "true", "false", `""`, "[]", "{}", "0", "-0", "1", "-1", "1.0", "10e-1", "1e0", "1.5", "-1.5", "0.1", "1E+2", "1e308", "-1e308", "1e-308",
	"2147483647", "2147483648", "-2147483649", "4294967296", "9007199254740991", "9007199254740992", "9007199254740993", "123456789012345678901234567890", finer,
	"9999", "10000", "9999.0", "99990e-1", "12", "13", "17", "18", "169",
	"[1]", `["a"]`, `["a","a"]`, `["a","\u0061"]`, `["a","b"]`, "[1,1.0]", "[[]]", "[{}]", "[null]", `[""]`, "[[[1]]]", `{"a":1}`, `{"id":"x"}`, `{"a":{}}`, `[{"a":1},{"a":1.0}]`,
	`" "`, `"a"`, `" a"`, `"a "`, `"A"`, `"é"`, `"e\u0301"`, `"日本"`, `"😀"`, `"\ud83d\ude00"`, `"\u0000"`, `"\u0061"`, `"\n"`, `"a\nb"`, `"a\r\nb"`, `"\t"`, `"\""`, `"\\"`, `"\/"`, `"\u202e"`, `"\u200b"`, `"\ufeff"`, `"<b>"`,
	`"2022-05-10"`, `"2022-05-1\u0030"`, `"2022-02-29"`, `"2024-02-29"`, `"1900-02-29"`, `"2000-02-29"`, `"2022-04-31"`, `"2022-13-01"`, `"2022-00-10"`, `"2022-05-00"`, `"0000-01-01"`, `"0001-01-01"`, `"9999-12-31"`, `"10000-01-01"`,
	`"2022-5-10"`, `"2022-05"`, `"2022"`, `"2022-05-10T00:00:00Z"`, `"2022-05-10 "`, `"２０２２-05-10"`, `"soon"`,
	`"00:00"`, `"23:59"`, `"24:00"`, `"23:60"`, `"9:00"`, `"09:00:00"`, `"09:00\n"`, `"00:00Z"`,
	`"thm-a"`, `"thm-"`, `"thm"`, `"THM-A"`, `"thm-a "`, `"thm--a"`, `"-a"`, `"thm-é"`, `"thm_a"`, `"conf-1"`, `"org-x-1"`,
	`"ES"`, `"es"`, `"ESP"`, `"XX"`, `"en"`, `"EN"`, `"en-GB"`, `"en_GB"`, `"e"`, `"Europe/Madrid"`, `"Nowhere/City"`, `"UTC"`,
	`"http://"`, `"https://a"`, `"HTTPS://a"`, `"ftp://a"`, `"https://a b"`, `"https://é"`, `"https:\/\/a"`, `"//a"`, `"javascript:alert(1)"`,
}

// edgesOf returns the edge values of a field: texts around its limits, and its codes and examples as they are and changed.
func edgesOf(f *schema.Field) []string {
	const number = 150
	all := slices.Clone(edges)
	add := func(s string) {
		if v := string(rawjson.Quote(s)); len(all) < number && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	for _, c := range f.Codes[:min(3, len(f.Codes))] {
		add(c.Code)
		add(strings.ToUpper(c.Code))
		add(c.Code + " ")
	}
	for _, e := range f.Examples[:min(2, len(f.Examples))] {
		add(rawjson.Text([]byte(e)))
		add(rawjson.Text([]byte(e)) + "\n")
	}
	for _, n := range []int{2, 79, 80, 81, 199, 200, 201, 299, 300, 301, 499, 500, 501, 1999, 2000, 2001, 3999, 4000, 4001, 5000} {
		add(strings.Repeat("a", n))
		add(strings.Repeat("é", n))
	}
	return all
}

// withValue puts a value into a record, at a path: in the first entry of a list, which is made if there is none.
func withValue(record *tree, path []*schema.Field, value string) {
	f := path[0]
	i := slices.Index(record.names, `"`+f.Name+`"`)
	if i < 0 {
		record.add(`"`+f.Name+`"`, "{}")
		i = len(record.kids) - 1
	}
	if len(path) == 1 {
		record.kids[i] = planted([]byte(value))
		return
	}
	inner := record.kids[i]
	if f.List {
		if inner.open != '[' || len(inner.kids) == 0 || inner.kids[0].open != '{' {
			*inner = *planted([]byte("[{}]"))
		}
		inner = inner.kids[0]
	} else if inner.open != '{' {
		*inner = *planted([]byte("{}"))
	}
	withValue(inner, path[1:], value)
}

// leaves lists the paths to all fields, objects included.
func leaves(fields []*schema.Field, before []*schema.Field) (all [][]*schema.Field) {
	for _, f := range fields {
		path := append(slices.Clone(before), f)
		all = append(append(all, path), leaves(f.Fields, path)...)
	}
	return all
}

// Each field of each table gets 150 edge values, in a list also as an entry; the verdict must be that of the library.
func TestEdgeValuesAreJudgedAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	c, set, lib := harvest(t), load(t), onlyLibrary(t)
	g := set.FastValidator()
	fields, values, valid := 0, 0, 0
	for _, table := range set.Model.Tables {
		at := slices.IndexFunc(c.origins, func(o origin) bool { return o.table == table.Name })
		for _, path := range leaves(table.Fields(), nil) {
			fields++
			leaf := path[len(path)-1]
			list := edgesOf(leaf)
			if len(list) != 150 {
				t.Errorf("%s: %d values of %s", table.Name, len(list), leaf.Name)
			}
			for _, v := range list {
				forms := []string{v}
				if leaf.List {
					forms = append(forms, "["+v+"]")
				}
				for _, v := range forms {
					record := planted(c.origins[at].v)
					withValue(record, path, v)
					m := mutant{origin{table.Name, record.write(nil, none)}, []string{leaf.Name, fmt.Sprintf("%.40s", v)}}
					ours, fast := verdict(set, g, m)
					theirs, empty := lib.valid(t, m)
					if want := theirs && !empty; ours != want {
						t.Errorf("valid is %v here, %v there, fast is %v, empty is %v\n%s", ours, theirs, fast, empty, m)
					}
					values++
					if ours {
						valid++
					}
				}
			}
		}
	}
	t.Logf("%d fields, %d values, of which %d are valid", fields, values, valid)
	if fields < 120 || valid < values/50 {
		t.Error("the comparison says little")
	}
}
