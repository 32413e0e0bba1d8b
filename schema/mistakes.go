package schema

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf8"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// The problems of records with the same mistakes are kept, since most mistakes are made more than once: 1.4× on validate of data
// that is all bad.
const (
	maxKept = 1000
	longest = 1000 // bytes of what tells mistakes apart
)

// Check validates one record of a table, or the dataset's description as table "dataset". The bytes must have passed package
// rawjson. It finds the mistakes that the keywords of a program decide, and leaves other records to the library: 2.3× on
// validate of data in which each record has a mistake of its own.
func (f *FastValidator) Check(table string, v []byte) []finding.Problem {
	f.parts = &Parts{} // nobody needs them
	p := f.row(table)
	if p == nil || p.unsure || rawjson.Kind(v) != '{' || f.inPlace(p, v, recordLevels) != valid {
		return f.set.check(table, v)
	}
	key := f.mistakesOf(table, p, v)
	if problems, ok := f.kept[string(key)]; ok {
		return problems
	}
	var problems []finding.Problem
	m := &messages{set: f.set, subject: "the record", table: table, value: v}
	if f.mistakes(m, p, nil, v, recordLevels) && m.problems != nil {
		problems = m.sorted()
	} else {
		problems = f.set.check(table, v)
	}
	if len(f.kept) < maxKept && len(key) <= longest {
		f.kept[string(key)] = problems
	}
	return problems
}

// mistakesOf returns what the problems of a record depend on, if all schemas of it but its own are met: the names of its members, and
// the values that are not certainly valid.
func (f *FastValidator) mistakesOf(table string, p *program, v []byte) []byte {
	key := append(f.key[:0], table...)
	for m := range rawjson.Members(v) {
		key = append(key, m.Name...)
		isValid := false
		if i := p.property(m.Name, 0); i >= 0 {
			_, verdict := f.value(p.properties[i], m.Value, 0, recordLevels-1)
			isValid = verdict == valid
		}
		if !isValid && len(key) <= longest {
			key = append(append(key, ':'), m.Value...)
		}
	}
	f.key = key
	return key
}

// mistakes adds the problems of a value. It returns false if it does not know all of them.
func (f *FastValidator) mistakes(m *messages, p *program, path []string, v []byte, levels int) bool {
	if _, verdict := f.value(p, v, 0, levels); verdict == valid {
		return true
	}
	fail := func(keyword string) { m.fail(p, keyword, path, v) }
	kind := typeOf(v)
	switch {
	case p.unsure || levels == 0:
		return false
	case p.types != 0 && p.types&kind == 0:
		fail("type")
		return true
	case p.codes != nil && (kind != typeString || !p.codes[rawjson.Text(v)]):
		fail(p.choice)
	}
	sure := false
	switch kind {
	case typeString:
		p.textMistakes(rawjson.Unquote(v), fail)
		sure = true
	case typeObject:
		sure = f.objectMistakes(m, p, path, v, levels)
	case typeArray:
		sure = f.listMistakes(m, p, path, v, levels)
	case typeInteger | typeNumber: // the library's arithmetic is exact
		n, err := strconv.ParseInt(string(v), 10, 64)
		if sure = err == nil; n < p.minimum {
			fail("minimum")
		}
		if n > p.maximum {
			fail("maximum")
		}
	}
	return sure && (p.all == nil && p.cond == nil || f.inPlace(p, v, levels) == valid)
}

// typeOf returns the types that a value may be of.
func typeOf(v []byte) types {
	switch rawjson.Kind(v) {
	case '"':
		return typeString
	case '{':
		return typeObject
	case '[':
		return typeArray
	case 't', 'f', 'n':
		return otherType
	}
	return typeInteger | typeNumber
}

func (p *program) textMistakes(s []byte, fail func(keyword string)) {
	n := utf8.RuneCount(s)
	if p.date && !isDate(s) {
		fail("format")
	}
	if n < p.minLength {
		fail("minLength")
	}
	if p.maxLength >= 0 && n > p.maxLength {
		fail("maxLength")
	}
	if p.pattern != nil && !p.matches(s) {
		fail("pattern")
	}
}

// objectMistakes is mistakes for the members of an object. It does not know names with escapes and repeated names.
func (f *FastValidator) objectMistakes(m *messages, p *program, path []string, v []byte, levels int) bool {
	var present uint64
	var others [][]byte
	for member := range rawjson.Members(v) {
		i := p.property(member.Name, 0)
		switch {
		case bytes.IndexByte(member.Name, '\\') >= 0, i >= 0 && present&(1<<i) != 0:
			return false
		case i < 0 && !isNew(others, member.Name):
			return false
		case i < 0:
			others = append(others, member.Name)
			continue
		}
		present |= 1 << i
		if !f.mistakes(m, p.properties[i], append(slices.Clone(path), p.names[i]), member.Value, levels-1) {
			return false
		}
	}
	if present&p.required != p.required {
		m.fail(p, "required", path, v)
	}
	if p.closed && others != nil {
		m.fail(p, "additionalProperties", path, v)
	}
	return true
}

// listMistakes is mistakes for the entries of a list. It does not know repeated entries.
func (f *FastValidator) listMistakes(m *messages, p *program, path []string, v []byte, levels int) bool {
	if p.items == nil {
		return false
	}
	var entries [][]byte
	for _, e := range rawjson.Elements(v) {
		at := append(slices.Clone(path), strconv.Itoa(len(entries)))
		if p.unique && !isNew(entries, e) || !f.mistakes(m, p.items, at, e, levels-1) {
			return false
		}
		entries = append(entries, e)
	}
	if len(entries) < p.minItems {
		m.fail(p, "minItems", path, v)
	}
	return true
}
