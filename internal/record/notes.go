package record

import (
	"fmt"
	"slices"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/vocab"
	"malaga/schema"
)

// notes are the numbered notes of a page: one for each source, and one for each document that only says
// something else.
type notes struct {
	list      [][2]string      // the number in brackets, and what the note says
	fields    map[string][]int // the numbers by field; "" is the record as a whole
	documents map[string]int   // the first note of each
}

// notes numbers the sources of a record.
func (s Source) notes(t *schema.Table, v []byte) *notes {
	n := &notes{fields: map[string][]int{}, documents: map[string]int{}}
	f := t.Field(vocab.Sources)
	if f == nil {
		return n
	}
	for _, e := range query.Entries(rawjson.Get(v, vocab.Sources)) {
		number := len(n.list) + 1
		var named []string // what the page itself does not show to be vouched for
		for _, path := range query.Entries(rawjson.Get(e, vocab.Fields)) {
			whole, inner, _ := strings.Cut(rawjson.Text(path), ".")
			if !slices.Contains(n.fields[whole], number) {
				n.fields[whole] = append(n.fields[whole], number)
			}
			if inner != "" || rawjson.Get(v, whole) == nil || whole == vocab.Sources {
				named = append(named, titles(t, rawjson.Text(path)))
			}
		}
		if rawjson.Get(e, vocab.Fields) == nil {
			n.fields[""] = append(n.fields[""], number)
		}
		n.add(s, rawjson.GetText(e, vocab.Document), s.said(e, f, named))
	}
	return n
}

// said is what a note says beside naming the document.
func (s Source) said(e []byte, f *schema.Field, named []string) string {
	how := ""
	if b := f.Field(vocab.Basis); b != nil && rawjson.Get(e, vocab.Basis) != nil {
		how = s.words(rawjson.Get(e, vocab.Basis), b)
	}
	if named != nil {
		how = strings.TrimSpace(how + " (" + strings.Join(named, ", ") + ")")
	}
	if q := rawjson.GetText(e, vocab.Quote); q != "" {
		how = strings.TrimPrefix(how+": “"+q+"”", ": ")
	}
	return sentences(how, rawjson.GetText(e, vocab.Note))
}

// add adds a note. The document is described once.
func (n *notes) add(s Source, id, said string) {
	number := len(n.list) + 1
	about := fmt.Sprintf("Same document as [%d]", n.documents[id])
	where := ""
	if n.documents[id] == 0 {
		n.documents[id] = number
		doc := s.Look(vocab.Documents, id)
		about, where = s.named(vocab.Documents, id), rawjson.GetText(doc, vocab.URL)
		if p := rawjson.GetText(doc, vocab.Publisher); p != "" {
			about += ", " + p
		}
	}
	n.list = append(n.list, [2]string{fmt.Sprintf("[%d]", number), sentences(about, said, where)})
}

// marks are the numbers of the notes of some fields: [1, 3-5].
func (n *notes) marks(fields ...string) string {
	var all []int
	for _, f := range fields {
		all = append(all, n.fields[f]...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	var parts []string
	for i := 0; i < len(all); {
		j := i
		for j+1 < len(all) && all[j+1] == all[j]+1 {
			j++
		}
		switch {
		case j > i+1:
			parts = append(parts, fmt.Sprintf("%d-%d", all[i], all[j]))
			i = j + 1
		default:
			parts = append(parts, fmt.Sprint(all[i]))
			i++
		}
	}
	if parts == nil {
		return ""
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// others writes what other sources say, with notes for the documents that have none.
func (s Source) others(p *render.Page, t *schema.Table, v []byte, n *notes) {
	var items [][2]string
	before := ""
	for _, e := range query.Entries(rawjson.Get(v, vocab.Variants)) {
		id := rawjson.GetText(e, vocab.Document)
		if id != "" && n.documents[id] == 0 {
			n.add(s, id, "")
		}
		title := titles(t, rawjson.GetText(e, vocab.Field))
		said := sentences(marked(rawjson.GetText(e, vocab.Value), mark(n.documents[id])), rawjson.GetText(e, vocab.Note))
		if title == before {
			title = ""
		} else {
			before = title
		}
		items = append(items, [2]string{title, "- " + said})
	}
	if items != nil {
		p.Heading(marked("Other sources say", n.marks(vocab.Variants)))
		p.List(items)
	}
}

func mark(number int) string {
	if number == 0 {
		return ""
	}
	return fmt.Sprintf("[%d]", number)
}

// titles is a dotted name in the titles of its fields; what the schema does not have stays as it is.
func titles(t *schema.Table, path string) string {
	var parts []string
	var f *schema.Field
	for i, name := range strings.Split(path, ".") {
		switch {
		case i == 0:
			f = t.Field(name)
		case f != nil:
			f = f.Field(name)
		}
		if f == nil {
			return path
		}
		parts = append(parts, f.Title)
	}
	return strings.Join(parts, ": ")
}
