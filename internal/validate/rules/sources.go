package rules

import (
	"fmt"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// ours are the fields that no source can bear out.
var ours = []string{"id", sources}

// provenance checks the sources and variants of one record.
func provenance(v *view) {
	var seen map[string]bool
	for i, s := range entries(v.get(sources)) {
		for j, f := range entries(rawjson.Get(s, bornOut)) {
			switch name := rawjson.Text(f); {
			case slices.Contains(ours, name):
				v.say("SRC007", fmt.Sprintf("bears out %s, which no source has", name), "leave it out: it is of the dataset's own making", sources, i, bornOut, j)
			case !v.has(name):
				v.say("SRC001", fmt.Sprintf("bears out %q, which the record does not have", rawjson.Text(f)), v.nearField(rawjson.Text(f)), sources, i, bornOut, j)
			}
		}
		if i == "0" && rawjson.Get(s, bornOut) == nil && v.get(variants) == nil && single(v.get(sources)) {
			return // the one plain source that most records of a large table have
		}
		if seen == nil {
			seen = map[string]bool{}
		}
		key := strings.Join([]string{rawjson.GetText(s, document), rawjson.GetText(s, basis), table.Text(rawjson.Get(s, bornOut)), rawjson.GetText(s, quoteField), rawjson.GetText(s, noteField)}, "\x00")
		if seen[key] {
			v.say("SRC006", "the same source stands twice", "remove one of them", sources, i)
		}
		seen[key] = true
	}
	for i, e := range entries(v.get(variants)) {
		name := rawjson.GetText(e, variantOf)
		if !v.has(name) {
			v.say("SRC004", fmt.Sprintf("a variant of %q, which the record does not have", name), v.nearField(name), variants, i, variantOf)
			continue
		}
		if !strings.Contains(name, ".") && v.text(name) == rawjson.GetText(e, variantValue) {
			v.say("SRC005", fmt.Sprintf("a variant that says what %s says", name), "remove it", variants, i, variantValue)
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

// Quotes checks the quotes of documents against their texts.
type Quotes map[string]string // by the document's id, see FoldQuote

// FoldQuote makes texts comparable that differ only in white space, no-break spaces included, and in the
// form of their quotation marks.
func FoldQuote(text string) string {
	text = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'").Replace(text)
	return strings.Join(strings.Fields(text), " ")
}

func (q Quotes) check(v *view) {
	if len(q) == 0 {
		return
	}
	for i, s := range entries(v.get(sources)) {
		text, known := q[rawjson.GetText(s, document)]
		if !known {
			continue
		}
		quote := rawjson.Get(s, quoteField)
		switch {
		case quote == nil:
			v.say("SRC003", fmt.Sprintf("no quote from %s, whose text is at hand", rawjson.GetText(s, document)), "quote at most eight words by which the passage is found", sources, i)
		case !strings.Contains(text, FoldQuote(rawjson.Text(quote))):
			v.say("SRC002", fmt.Sprintf("%s is not in the text of %s", quote, rawjson.GetText(s, document)), "quote word for word", sources, i, quoteField)
		}
	}
}
