package record

import (
	"fmt"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Note is a numbered note: a source of a record, or a document that is named only in a variant.
type Note struct {
	Document, Name, Publisher, URL string // of the document; only the first note of a document has the last three
	Same                           int    // the number of the first note of the same document; 0 if this is it
	Evidence                       string // the basis, the fields and the quote
}

// String returns the note as text.
func (n Note) String() string {
	if n.Same > 0 {
		return joinSentences(fmt.Sprintf("Same document as [%d]", n.Same), n.Evidence)
	}
	about := Words{n.Words()}.String()
	if n.Publisher != "" {
		about += ", " + n.Publisher
	}
	return joinSentences(about, n.Evidence, n.URL)
}

// Words returns the name of the document.
func (n Note) Words() Part { return Part{n.Name, n.Document} }

// Variant is what another source says of a field.
type Variant struct {
	Title, Value string // of the field
	Notes        Numbers
	Note         string // a remark
}

// notes are the notes of a record.
type notes struct {
	list      []Note
	fields    map[string]Numbers // the numbers by field; "" is the record as a whole
	documents map[string]int     // the first note of each
}

// notes numbers the sources of a record.
func (s Pages) notes(t *schema.Table, v []byte) *notes {
	n := &notes{fields: map[string]Numbers{}, documents: map[string]int{}}
	f := t.Field(vocab.Sources)
	if f == nil {
		return n
	}
	present := map[string]bool{}
	for m := range rawjson.Members(v) {
		present[rawjson.Text(m.Name)] = true
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
			if inner != "" || !present[name] || name == vocab.Sources {
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
	note := Note{Document: id, Same: n.documents[id], Evidence: evidence}
	if note.Same == 0 {
		n.documents[id] = len(n.list) + 1
		note.Name, note.URL = s.Name(vocab.Documents, id), s.Address(vocab.Documents, id)
		note.Publisher = s.Look(vocab.Documents, id).Name(vocab.Publisher)
	}
	n.list = append(n.list, note)
}

// numbers returns the numbers of the notes of some fields.
func (n *notes) numbers(fields ...string) Numbers {
	var all Numbers
	for _, f := range fields {
		all = append(all, n.fields[f]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// variants returns what other sources say, and adds notes for the documents that have none.
func (s Pages) variants(t *schema.Table, v []byte, n *notes) []Variant {
	var all []Variant
	for _, e := range Entries(v, vocab.Variants) {
		one := Variant{
			Title: titles(t, rawjson.GetText(e, vocab.Field)), Value: rawjson.GetText(e, vocab.Value), Note: rawjson.GetText(e, vocab.Note),
		}
		if id := rawjson.GetText(e, vocab.Document); id != "" {
			if n.documents[id] == 0 {
				n.add(s, id, "")
			}
			one.Notes = Numbers{n.documents[id]}
		}
		all = append(all, one)
	}
	return all
}

// titles returns the titles of the fields on a dotted path, or the path itself where a field is not known.
func titles(t *schema.Table, path string) string {
	var parts []string
	fields := t.Fields()
	for name := range strings.SplitSeq(path, ".") {
		f := schema.FieldNamed(fields, name)
		if f == nil {
			return path
		}
		parts = append(parts, f.Title)
		fields = f.Fields
	}
	return strings.Join(parts, ": ")
}
