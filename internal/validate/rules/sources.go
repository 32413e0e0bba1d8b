package rules

import (
	"fmt"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// ours are the fields that no source can bear out.
var ours = []string{"id", vocab.Sources}

// provenance checks the sources and variants of one record.
func provenance(v *view) {
	var seen map[string]bool
	for i, s := range entries(v.get(vocab.Sources)) {
		for j, f := range entries(rawjson.Get(s, vocab.Fields)) {
			switch name := rawjson.Text(f); {
			case slices.Contains(ours, name):
				v.say("SRC007", fmt.Sprintf("bears out %s, which no source has", name), "leave it out: it is of the dataset's own making", vocab.Sources, i, vocab.Fields, j)
			case !v.has(name):
				v.say("SRC001", fmt.Sprintf("bears out %q, which the record does not have", rawjson.Text(f)), v.nearField(rawjson.Text(f)), vocab.Sources, i, vocab.Fields, j)
			}
		}
		if i == "0" && rawjson.Get(s, vocab.Fields) == nil && v.get(vocab.Variants) == nil && single(v.get(vocab.Sources)) {
			return // the one plain source that most records of a large table have
		}
		if seen == nil {
			seen = map[string]bool{}
		}
		key := strings.Join([]string{rawjson.GetText(s, vocab.Document), rawjson.GetText(s, vocab.Basis), table.Text(rawjson.Get(s, vocab.Fields)), rawjson.GetText(s, vocab.Quote), rawjson.GetText(s, vocab.Note)}, "\x00")
		if seen[key] {
			v.say("SRC006", "the same source stands twice", "remove one of them", vocab.Sources, i)
		}
		seen[key] = true
	}
	for i, e := range entries(v.get(vocab.Variants)) {
		name := rawjson.GetText(e, vocab.Field)
		if !v.has(name) {
			v.say("SRC004", fmt.Sprintf("a variant of %q, which the record does not have", name), v.nearField(name), vocab.Variants, i, vocab.Field)
			continue
		}
		if !strings.Contains(name, ".") && v.text(name) == rawjson.GetText(e, vocab.Value) {
			v.say("SRC005", fmt.Sprintf("a variant that says what %s says", name), "remove it", vocab.Variants, i, vocab.Value)
		}
	}
}

// nearField is the hint for the name of a field that the record does not have.
func (v *view) nearField(name string) string {
	var names []string
	for _, m := range v.members {
		names = append(names, rawjson.Text(m.Name))
	}
	if hint := text.DidYouMean(name, names); hint != "" {
		return hint
	}
	return "name a field of the record"
}

func single(list []byte) bool {
	n := 0
	for range rawjson.Elements(list) {
		n++
	}
	return n == 1
}

// has says whether a record has a field, named by a dotted path.
func (v *view) has(name string) bool {
	path := strings.Split(name, ".")
	return has(v.get(path[0]), path[1:])
}

// Quotes are the texts of documents, by id, that quotes are checked against. See NewQuotes.
type Quotes map[string]string

// NewQuotes prepares texts for comparison.
func NewQuotes(texts map[string]string) Quotes {
	q := Quotes{}
	for doc, text := range texts {
		q[doc] = foldQuote(text)
	}
	return q
}

// foldQuote makes texts comparable that differ only in white space, no-break spaces included, and in the
// form of their quotation marks.
func foldQuote(text string) string {
	text = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'").Replace(text)
	return strings.Join(strings.Fields(text), " ")
}

// Documents returns those documents that quotes are checked against and that the dataset has.
func (c *Checker) Documents(q Quotes) map[string]bool {
	found := map[string]bool{}
	for id := range q {
		if c.ids.find([]byte(id)).hash != 0 {
			found[id] = true
		}
	}
	return found
}

func (q Quotes) check(v *view) {
	if len(q) == 0 {
		return
	}
	for i, s := range entries(v.get(vocab.Sources)) {
		text, known := q[rawjson.GetText(s, vocab.Document)]
		if !known {
			continue
		}
		quote := rawjson.Get(s, vocab.Quote)
		switch {
		case quote == nil:
			v.say("SRC003", fmt.Sprintf("no quote from %s, whose text is at hand", rawjson.GetText(s, vocab.Document)), "quote at most eight words by which the passage is found", vocab.Sources, i)
		case !strings.Contains(text, foldQuote(rawjson.Text(quote))):
			v.say("SRC002", fmt.Sprintf("%s is not in the text of %s", quote, rawjson.GetText(s, vocab.Document)), "quote word for word", vocab.Sources, i, vocab.Quote)
		}
	}
}
