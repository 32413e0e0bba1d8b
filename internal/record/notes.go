package record

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/vocab"
	"malaga/schema"
)

// notes are the numbered notes of a page: one for each source, and one for each document that is named only in a variant.
type notes struct {
	list      [][2]string      // the number in brackets, and the text
	fields    map[string][]int // the numbers by field; "" is the record as a whole
	documents map[string]int   // the first note of each
}

// notes numbers the sources of a record.
func (s Pages) notes(t *schema.Table, v []byte) *notes {
	n := &notes{fields: map[string][]int{}, documents: map[string]int{}}
	f := t.Field(vocab.Sources)
	if f == nil {
		return n
	}
	for _, e := range Entries(v, vocab.Sources) {
		number := len(n.list) + 1
		fields := Entries(e, vocab.Fields)
		if fields == nil {
			n.fields[""] = append(n.fields[""], number)
		}
		var hidden []string // fields that have no line of their own to number
		for _, field := range fields {
			path := rawjson.Text(field)
			name, inner, _ := strings.Cut(path, ".")
			if !slices.Contains(n.fields[name], number) {
				n.fields[name] = append(n.fields[name], number)
			}
			if inner != "" || rawjson.Get(v, name) == nil || name == vocab.Sources {
				hidden = append(hidden, titles(t, path))
			}
		}
		n.add(s, rawjson.GetText(e, vocab.Document), s.evidence(e, f, hidden))
	}
	return n
}

// evidence returns the text of a note behind its document: the basis, the fields and the quote.
func (s Pages) evidence(e []byte, f *schema.Field, fields []string) string {
	how := ""
	if b := f.Field(vocab.Basis); b != nil {
		how = b.CodeTitle(rawjson.GetText(e, vocab.Basis))
	}
	if fields != nil {
		how = strings.TrimSpace(how + " (" + strings.Join(fields, ", ") + ")")
	}
	if quote := rawjson.GetText(e, vocab.Quote); quote != "" {
		how = strings.TrimPrefix(how+": “"+quote+"”", ": ")
	}
	return joinSentences(how, rawjson.GetText(e, vocab.Note))
}

// add adds a note. The document is described once.
func (n *notes) add(s Pages, id, evidence string) {
	number := len(n.list) + 1
	about, where := fmt.Sprintf("Same document as [%d]", n.documents[id]), ""
	if n.documents[id] == 0 {
		n.documents[id] = number
		doc := s.Look(vocab.Documents, id)
		about, where = s.NameAndID(vocab.Documents, id), rawjson.GetText(doc, vocab.URL)
		if publisher := rawjson.GetText(doc, vocab.Publisher); publisher != "" {
			about += ", " + publisher
		}
	}
	n.list = append(n.list, [2]string{fmt.Sprintf("[%d]", number), joinSentences(about, evidence, where)})
}

// numbers returns the numbers of the notes of some fields: [1, 3-5].
func (n *notes) numbers(fields ...string) string {
	var all []int
	for _, f := range fields {
		all = append(all, n.fields[f]...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	var parts []string
	for len(all) > 0 {
		run := 1
		for run < len(all) && all[run] == all[0]+run {
			run++
		}
		if run > 2 {
			parts = append(parts, fmt.Sprintf("%d-%d", all[0], all[run-1]))
		} else {
			run = 1
			parts = append(parts, strconv.Itoa(all[0]))
		}
		all = all[run:]
	}
	if parts == nil {
		return ""
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// variants writes what other sources say, with notes for the documents that have none.
func (s Pages) variants(p *render.Page, t *schema.Table, v []byte, n *notes) {
	var items [][2]string
	before := ""
	for _, e := range Entries(v, vocab.Variants) {
		number, id := "", rawjson.GetText(e, vocab.Document)
		if id != "" && n.documents[id] == 0 {
			n.add(s, id, "")
		}
		if id != "" {
			number = fmt.Sprintf("[%d]", n.documents[id])
		}
		title := titles(t, rawjson.GetText(e, vocab.Field))
		value := joinSentences(withNumbers(rawjson.GetText(e, vocab.Value), number), rawjson.GetText(e, vocab.Note))
		if title == before {
			title = ""
		} else {
			before = title
		}
		items = append(items, [2]string{title, "- " + value})
	}
	if items != nil {
		p.Heading(withNumbers("Other sources say", n.numbers(vocab.Variants)))
		p.List(items)
	}
}

// titles returns the titles of the fields on a dotted path, or the path itself where a field is not known.
func titles(t *schema.Table, path string) string {
	var parts []string
	fields := t.Fields()
	for name := range strings.SplitSeq(path, ".") {
		i := slices.IndexFunc(fields, func(f *schema.Field) bool { return f.Name == name })
		if i < 0 {
			return path
		}
		parts = append(parts, fields[i].Title)
		fields = fields[i].Fields
	}
	return strings.Join(parts, ": ")
}
