// Package complete completes command lines for the completion scripts of shells.
//
// The possible words come from the command tree, the schema and the data. A script only passes the words typed so far and
// shows the reply, so that all shells offer the same.
package complete

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Word is one possible word at the cursor.
type Word struct {
	Text  string
	About string // what it means; may be empty
	Open  bool   // something can follow without a space
}

// Reply is the list of possible words at the cursor.
type Reply struct {
	Stem  string // the part of the typed word that stays, before each of Words or before a file's name
	Words []Word
	Files bool // names of files, which the shell completes
}

// Offer adds the words that begin with what is typed.
func (r *Reply) Offer(typed string, words ...Word) {
	for _, w := range words {
		if strings.HasPrefix(r.Stem+w.Text, typed) && insertable(w) {
			r.Words = append(r.Words, w)
		}
	}
}

// insertable reports whether a text is one word on the command line of every shell. Offers also come from data, and a title
// must not become a command, nor a redirection or a condition of its own. Only what something can follow may end in an operator.
func insertable(w Word) bool {
	text := w.Text
	if w.Open {
		text = strings.TrimRight(text, "=!~<>")
	}
	return text != "" && strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:", r)
	}) < 0
}

// After offers the rest of a word behind its last separator.
func After(typed, separators string, rest func(typed string) Reply) Reply {
	i := strings.LastIndexAny(typed, separators) + 1
	r := rest(typed[i:])
	r.Stem = typed[:i] + r.Stem
	return r
}

// Source has the schema and the data that offers come from.
type Source struct {
	Model  *schema.Model
	Inside bool // references are not followed
	// Records yields the records of some tables, as far as they can be read, until yield returns false.
	Records func(tables []string, yield func(rawjson.Record) bool)
}

// Tables offers the names of tables, in the form that the typed letters begin: side-events, which is how people
// write them, side_events, or the last word where it is enough.
func (s Source) Tables(typed string) Reply {
	var r Reply
	for _, t := range s.Model.Tables {
		hyphened := strings.ReplaceAll(t.Name, "_", "-")
		for _, name := range []string{hyphened, t.Name, hyphened[strings.LastIndexByte(hyphened, '-')+1:]} {
			if strings.HasPrefix(name, typed) && s.Model.Find(name) == t {
				r.Offer(typed, Word{Text: name, About: t.Title})
				break
			}
		}
	}
	return r
}

// maxOffered is the number of records that are offered: nobody reads more, and some shells become slow.
const maxOffered = 1000

// IDs offers the records of some tables.
func (s Source) IDs(tables []*schema.Table, typed string) Reply {
	var r Reply
	var names []string
	for _, t := range tables {
		names = append(names, schema.RefTables(t.Name)...)
	}
	s.Records(names, func(rec rawjson.Record) bool {
		if id := rawjson.GetText(rec.Raw, vocab.ID); !strings.HasPrefix(id, "-") { // it would be read as a flag
			r.Offer(typed, Word{Text: id, About: s.name(rec)})
		}
		return len(r.Words) < maxOffered
	})
	return r
}

// name returns the name of a record, or its id if it has none.
func (s Source) name(rec rawjson.Record) string {
	return cmp.Or(rawjson.GetText(rec.Raw, s.Model.Display(rec.Table)), rawjson.GetText(rec.Raw, vocab.ID))
}

// references offers what stands for the records of a table in conditions: their ids and, where something is typed, also their ids
// without the prefix and their names. Names are offered in small letters if they are typed so.
func (s Source) references(t *schema.Table, typed string) Reply {
	var ids, names Reply
	offered := map[string]bool{}
	s.Records([]string{t.Name}, func(rec rawjson.Record) bool {
		id, about := rawjson.GetText(rec.Raw, vocab.ID), s.name(rec)
		ids.Offer(typed, Word{Text: id, About: about})
		if typed == "" {
			return len(ids.Words) < maxOffered
		}
		_, bare, _ := strings.Cut(id, "-")
		forms := []string{bare}
		for _, name := range query.Names(t, query.Target{Raw: rec.Raw}) {
			if !strings.HasPrefix(name, typed) {
				name = text.Fold(name)
			}
			forms = append(forms, name)
		}
		for _, form := range forms {
			if !offered[form] {
				offered[form] = true
				names.Offer(typed, Word{Text: form, About: about})
			}
		}
		return len(ids.Words)+len(names.Words) < maxOffered
	})
	ids.Words = append(ids.Words, names.Words...)
	return ids
}

// Path offers the fields of some tables, through objects and references: "session", and "session." to go on. only, if not
// nil, reports whether a path may end at a field.
func (s Source) Path(tables []*schema.Table, typed string, only func(*schema.Field) bool) Reply {
	return After(typed, ".", func(last string) Reply {
		var r Reply
		seen := map[string]bool{}
		for _, f := range s.fields(tables, typed) {
			name := spelt(f.Name, last)
			if seen[f.Name] {
				continue
			}
			seen[f.Name] = true
			if only == nil || only(f) {
				r.Offer(last, Word{Text: name, About: about(f)})
			}
			if f.Kind == schema.Object || (f.Kind == schema.Reference && !s.Inside) {
				r.Offer(last, Word{Text: name + ".", About: "fields of " + strings.ToLower(f.Title), Open: true})
			}
		}
		return r
	})
}

// fields returns the fields that may follow the last dot of what is typed.
func (s Source) fields(tables []*schema.Table, typed string) []*schema.Field {
	var fields []*schema.Field
	dot := strings.LastIndexByte(typed, '.')
	for _, t := range tables {
		if dot < 0 {
			fields = append(fields, t.Fields()...)
			continue
		}
		path, err := query.NewPath(s.Model, t, typed[:dot])
		if err != nil {
			continue // another of the tables may have it
		}
		leaf := path.Leaf()
		if leaf.Ref != "" && !s.Inside {
			fields = append(fields, s.Model.Table(leaf.Ref).Fields()...)
		}
		fields = append(fields, leaf.Fields...)
	}
	return fields
}

// spelt returns a field's name as the user has begun to write it: hyphens may stand for underscores.
func spelt(name, typed string) string {
	if hyphened := strings.ReplaceAll(name, "_", "-"); !strings.HasPrefix(name, typed) && strings.HasPrefix(hyphened, typed) {
		return hyphened
	}
	return name
}

// about describes a field.
func about(f *schema.Field) string { return f.Title + ", " + f.Describe() }

// Fields offers the last field of a list. sort allows a "-" before each.
func (s Source) Fields(tables []*schema.Table, typed string, sort bool) Reply {
	return After(typed, ",", func(last string) Reply {
		bare := last
		if sort {
			bare = strings.TrimPrefix(last, "-")
		}
		r := s.Path(tables, bare, nil)
		r.Stem = last[:len(last)-len(bare)] + r.Stem
		return r
	})
}

// Where offers a condition: a field, then the operators, then its values.
func (s Source) Where(tables []*schema.Table, typed string) Reply {
	for _, t := range tables {
		if c, ok := s.condition(t, typed); ok {
			return s.values(t, c, typed)
		}
	}
	name := strings.TrimRight(typed, "!")
	r := s.Path(tables, name, nil)
	fields := r.Words
	r.Words = nil
	for _, w := range fields {
		switch {
		case w.Open:
			r.Offer(typed, w)
		case r.Stem+w.Text == name: // written in full, it can be followed by any operator
			for _, op := range operators() {
				r.Offer(typed, Word{Text: w.Text + op.Text, About: op.About, Open: true})
			}
		default:
			r.Offer(typed, Word{Text: w.Text + "=", About: w.About, Open: true})
		}
	}
	return r
}

// condition returns the condition that is being typed, once it has a field and an operator. What there is of its value may not be
// one yet: "2022-0".
func (s Source) condition(t *schema.Table, typed string) (c query.Condition, ok bool) {
	i := strings.IndexAny(typed, "=!~<>")
	if i < 0 {
		return c, false
	}
	value := strings.TrimLeft(typed[i:], "=!~<>")
	op := strings.TrimSuffix(typed[i:], value)
	path, err := query.NewPath(s.Model, t, strings.TrimSpace(typed[:i]))
	known := slices.ContainsFunc(operators(), func(w Word) bool { return w.Text == op })
	return query.Condition{Path: path, Op: op, Value: strings.TrimSpace(value)}, err == nil && known
}

// operators lists the operators of conditions.
func operators() []Word {
	return []Word{
		{Text: "=", About: "is"},
		{Text: "!=", About: "is not"},
		{Text: "~", About: "contains"},
		{Text: "!~", About: "does not contain"},
		{Text: "<", About: "is less or earlier than"},
		{Text: "<=", About: "is at most"},
		{Text: ">", About: "is more or later than"},
		{Text: ">=", About: "is at least"},
	}
}

// values offers the values that a condition's field can have: codes, records, yes and no, or those that it has in the data.
func (s Source) values(t *schema.Table, c query.Condition, typed string) Reply {
	last := c.Value
	if strings.HasSuffix(c.Op, "=") && !strings.ContainsAny(c.Op, "<>") { // of = and != several values may be given
		last = strings.TrimLeft(last[strings.LastIndexByte(last, ',')+1:], " ")
	}
	owner, path := s.end(t, c.Path)
	var r Reply
	switch f := c.Path.Leaf(); {
	case f.Kind == schema.CodeKind:
		for _, code := range f.Codes {
			r.Offer(last, Word{Text: code.Code, About: code.Title})
		}
	case f.Kind == schema.Boolean:
		r.Offer(last, Word{Text: "true"}, Word{Text: "false"})
	case f.Kind == schema.Reference:
		r = s.references(s.Model.Table(f.Ref), last)
	case f.Name == vocab.ID:
		r = s.IDs([]*schema.Table{owner}, last)
	case f.Kind != schema.Object && !f.Multiline:
		r = s.found(owner, path, last)
	}
	r.Stem = strings.TrimSuffix(typed, last)
	return r
}

// end returns the table in which a path ends, and the part of the path in it.
func (s Source) end(t *schema.Table, p query.Path) (*schema.Table, query.Path) {
	steps := strings.Split(p.Name, ".")
	through := p.Tables()
	if len(through) == 0 {
		return t, p
	}
	owner := s.Model.Table(through[len(through)-1])
	for i := len(steps) - 1; i > 0; i-- {
		if before, err := query.NewPath(s.Model, t, strings.Join(steps[:i], ".")); err == nil && before.Leaf().Ref != "" {
			p, _ = query.NewPath(s.Model, owner, strings.Join(steps[i:], ".")) // as the whole path is right, so is its end
			break
		}
	}
	return owner, p
}

// found offers the values that a field has in the data, each once and in order: days, times, numbers, and texts of one word.
func (s Source) found(t *schema.Table, p query.Path, typed string) Reply {
	var r Reply
	met := map[string]bool{}
	s.Records([]string{t.Name}, func(rec rawjson.Record) bool {
		p.Each(rec.Raw, nil, func(v []byte) bool {
			if value := rawjson.Text(v); !met[value] && len(v) <= longestValue {
				n := len(r.Words)
				r.Offer(typed, Word{Text: value, About: text.Weekday(value)})
				if len(r.Words) > n {
					met[value] = true
				}
			}
			return true
		})
		return len(r.Words) < maxOffered
	})
	slices.SortFunc(r.Words, func(a, b Word) int { return text.NaturalCompare(a.Text, b.Text) })
	return r
}

// longestValue is the length of the longest value that is offered, in bytes.
const longestValue = 100
