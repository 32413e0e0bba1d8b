package dataset_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"malaga/internal/rawjson"
)

// page is the one document whose wording we have. Of all others we have reports in our own words, so a
// quote from them would be made up.
const page = "doc-unoct-page"

// pageText is the wording of the page. It belongs to others and is no part of the project.
const pageText = "../../shared/sources/unoct-malaga-2022.txt"

// unsourced are the tables whose records may do without sources: themes are our own list, and
// documents are the sources.
var unsourced = []string{"themes", "documents"}

// mostWords is how long a quote may be: it locates a passage, and does not copy it.
const mostWords = 8

// TestSources holds every record to the rules of provenance.
func TestSources(t *testing.T) {
	records := builtIn(t)
	for _, id := range slices.Sorted(maps.Keys(records)) {
		r := records[id]
		sources := rawjson.Get(r.Raw, "sources")
		if sources == nil && !slices.Contains(unsourced, r.Table) {
			t.Errorf("%s: no sources", id)
		}
		for _, s := range rawjson.Elements(sources) {
			quote := rawjson.Get(s, "quote")
			switch document := rawjson.GetText(s, "document"); {
			case document == page && quote == nil:
				t.Errorf("%s: a source on the UN page without a quote: %s", id, s)
			case document != page && quote != nil:
				t.Errorf("%s: a quote from %s, whose wording we do not have: %s", id, document, quote)
			}
			if n := len(strings.Fields(rawjson.Text(quote))); n > mostWords {
				t.Errorf("%s: a quote of %d words, more than %d: %s", id, n, mostWords, quote)
			}
		}
	}
}

// TestQuotes finds every quote on the page, word for word.
func TestQuotes(t *testing.T) {
	text, err := os.ReadFile(pageText)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there: the text of the page is no part of the project", pageText)
	}
	if err != nil {
		t.Fatal(err)
	}
	whole := foldText(string(text))
	records := builtIn(t)
	for _, id := range slices.Sorted(maps.Keys(records)) {
		for _, s := range rawjson.Elements(rawjson.Get(records[id].Raw, "sources")) {
			quote := rawjson.GetText(s, "quote")
			if !strings.Contains(whole, foldText(quote)) {
				t.Errorf("%s: the UN page does not say %q", id, quote)
			}
		}
	}
}

// foldText makes texts alike that differ only in white space (the page has no-break spaces) and in
// the form of quotation marks and apostrophes.
func foldText(s string) string {
	s = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}
