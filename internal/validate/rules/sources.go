package rules

import (
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

var sourceRules = []Rule{{
	Code: "SRC001", Severity: finding.Error, Title: "source for a field that is absent",
	Why:     "The source claims to support a value that the record does not have.",
	Example: `"fields": ["venue"] in a record without a venue`, Remedy: "Name the fields that the source supports.",
	Fields: []string{vocab.Sources}, All: true, Check: absentFields,
}, {
	Code: "SRC002", Severity: finding.Error, Title: "quote that is not in the text",
	Why:     "A quote helps a reader to find the passage. A wrong quote is worse than none.",
	Example: "a quote with a word of our own", Remedy: "Copy the words exactly. This is checked with --source-text.",
	Fields: []string{vocab.Sources}, All: true, Check: quotes,
}, {
	Code: "SRC003", Severity: finding.Error, Title: "no quote from an available text",
	Why:     "A reader should find the passage quickly.",
	Example: "a source in the page, without a quote",
	Remedy:  "Quote at most eight words. This is checked with --source-text.", // reported by quotes
}, {
	Code: "SRC004", Severity: finding.Error, Title: "variant of a field that is absent",
	Why:     "A variant is an alternative to the value of its field.",
	Example: `a variant of "venue" in a record without one`, Remedy: "Give the field its value, or remove the variant.",
	Fields: []string{vocab.Variants}, All: true, Check: absentVariants,
}, {
	Code: "SRC005", Severity: finding.Warning, Title: "variant with the same value",
	Why:     "A variant is a value that differs.",
	Example: "a variant of the title with the same words", Remedy: "Remove the variant.",
	Fields: []string{vocab.Variants}, All: true, Check: sameVariants,
}, {
	Code: "SRC006", Severity: finding.Warning, Title: "duplicate source",
	Why:     "The second entry adds nothing.",
	Example: "two entries with the same document, fields and quote", Remedy: "Remove one of them.",
	Fix:    "removes the later entry",
	Fields: []string{vocab.Sources}, All: true, Check: duplicateSources,
}, {
	Code: "SRC007", Severity: finding.Warning, Title: "source for a field of our own",
	Why:     "Ids and sources are made for this dataset. No source states them.",
	Example: `"fields": ["id"]`, Remedy: "Name the fields that the source supports.", // reported by absentFields
}}

func absentFields(r *record) {
	fields := fieldsOf{record: r}
	for i, s := range entries(r.get(vocab.Sources)) {
		for j, f := range entries(rawjson.Get(s, vocab.Fields)) {
			switch name := rawjson.Text(f); {
			case name == vocab.ID || name == vocab.Sources:
				r.add("SRC007", "no source states the field "+name, "remove it", vocab.Sources, i, vocab.Fields, j)
			case !fields.has(name):
				r.report(fmt.Sprintf("the record has no field %q", name), r.nearField(name), vocab.Sources, i, vocab.Fields, j)
			}
		}
	}
}

func absentVariants(r *record) {
	fields := fieldsOf{record: r}
	for i, v := range entries(r.get(vocab.Variants)) {
		if name := rawjson.GetText(v, vocab.Field); !fields.has(name) {
			r.report(fmt.Sprintf("a variant of %q, which the record does not have", name), r.nearField(name), vocab.Variants, i, vocab.Field)
		}
	}
}

// nearField returns the hint for the name of a field that the record does not have.
func (r *record) nearField(name string) string {
	var names []string
	for _, m := range r.members {
		names = append(names, rawjson.Text(m.Name))
	}
	if hint := text.DidYouMean(name, names); hint != "" {
		return hint
	}
	return "name a field of the record"
}

func sameVariants(r *record) {
	for i, v := range entries(r.get(vocab.Variants)) {
		name := rawjson.GetText(v, vocab.Field)
		if value := r.get(name); value != nil && rawjson.Text(value) == rawjson.GetText(v, vocab.Value) {
			r.report("the variant has the same value as "+name, "remove it", vocab.Variants, i, vocab.Value)
		}
	}
}

func duplicateSources(r *record) {
	list := r.get(vocab.Sources)
	n := 0
	for range rawjson.Elements(list) {
		n++
	}
	if n < 2 {
		return
	}
	seen := map[string]bool{}
	for i, s := range entries(list) {
		key := table.Text(rawjson.Get(s, vocab.Fields))
		for _, name := range []string{vocab.Document, vocab.Basis, vocab.Quote, vocab.Note} {
			key += "\x00" + rawjson.GetText(s, name)
		}
		if seen[key] {
			r.report("the same source is listed twice", "remove one of them", vocab.Sources, i)
		}
		seen[key] = true
	}
}

// Quotes are texts of documents, by id, to check quotes against.
type Quotes map[string]string

// NewQuotes prepares texts for comparison.
func NewQuotes(texts map[string]string) Quotes {
	q := Quotes{}
	for doc, text := range texts {
		q[doc] = foldQuote(text)
	}
	return q
}

// foldQuote makes texts equal that differ only in white space, no-break spaces included, and in what a PDF or a web page
// prints for the same characters: quotation marks, hyphens and dashes, ligatures, accents apart from their letters, and
// characters that nobody sees. A line may end behind a hyphen.
func foldQuote(text string) string {
	text = strings.NewReplacer(
		"“", `"`, "”", `"`, "„", `"`, "‘", "'", "’", "'", // quotation marks
		"\u2010", "-", "\u2011", "-", "\u2012", "-", "–", "-", "—", "-", // hyphens and dashes
		"\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", // not seen
	).Replace(norm.NFKC.String(text))
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "- ", "-")
}

// Documents returns those documents of q that the dataset has.
func (c *Checker) Documents(q Quotes) map[string]bool {
	found := map[string]bool{}
	for id := range q {
		if _, ok := c.known.find([]byte(id)); ok {
			found[id] = true
		}
	}
	return found
}

// quotes checks the quotes from documents whose text is known.
func quotes(r *record) {
	if len(r.checker.Quotes) == 0 {
		return
	}
	for i, s := range entries(r.get(vocab.Sources)) {
		document := rawjson.GetText(s, vocab.Document)
		text, known := r.checker.Quotes[document]
		quote := rawjson.Get(s, vocab.Quote)
		switch {
		case !known:
		case quote == nil:
			message := fmt.Sprintf("no quote from %s, whose text is available", document)
			r.add("SRC003", message, "quote at most eight words, so that the passage can be found", vocab.Sources, i)
		case !strings.Contains(text, foldQuote(rawjson.Text(quote))):
			r.report(fmt.Sprintf("%s is not in the text of %s", quote, document), "quote word for word", vocab.Sources, i, vocab.Quote)
		}
	}
}
