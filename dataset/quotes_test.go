package dataset_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"malaga/internal/rawjson"
)

// page is the one document whose wording we have whole. Of all others we have reports in our own words, so a
// quote from them must stand in the research.
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
			if rawjson.GetText(s, "document") == page && quote == nil {
				t.Errorf("%s: a source on the UN page without a quote: %s", id, s)
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

// sourcesFolder has the research, which the quotes from other documents than the page must stand in.
const sourcesFolder = "../../shared/sources"

// TestQuotesAreNotMadeUp finds every quote of a document other than the page in the research, since the documents themselves
// are not at hand.
func TestQuotesAreNotMadeUp(t *testing.T) {
	files, err := filepath.Glob(sourcesFolder + "/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("%s is not there: the research is no part of the project", sourcesFolder)
	}
	var research strings.Builder
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		research.WriteString(foldText(string(b)) + "\n")
	}
	for id, r := range builtIn(t) {
		for _, s := range rawjson.Elements(rawjson.Get(r.Raw, "sources")) {
			quote, document := rawjson.GetText(s, "quote"), rawjson.GetText(s, "document")
			if document != page && !strings.Contains(research.String(), foldText(quote)) {
				t.Errorf("%s: no source has the quote %q from %s", id, quote, document)
			}
		}
	}
}

// mostCopied is how many words of the page a text of ours may repeat in a row: a run of that length is a name or chance, and
// a longer one a copy.
const mostCopied = 9

// printed are the fields that hold a name or title as it is printed.
var printed = []string{"title", "name", "value"}

// TestTextsAreOurOwn looks for texts that repeat ten words of the page.
func TestTextsAreOurOwn(t *testing.T) {
	b, err := os.ReadFile(pageText)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there: the text of the page is no part of the project", pageText)
	}
	if err != nil {
		t.Fatal(err)
	}
	records := builtIn(t)
	var names []string // they may stand in a text, whole
	for _, r := range records {
		for _, field := range printed {
			names = append(names, rawjson.GetText(r.Raw, field))
		}
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	runs := map[string]bool{}
	words := plainWords(string(b))
	for i := range len(words) - mostCopied {
		runs[strings.Join(words[i:i+mostCopied+1], " ")] = true
	}
	for _, id := range slices.Sorted(maps.Keys(records)) {
		for _, text := range ownTexts(records[id].Raw) {
			for _, name := range names {
				if len(strings.Fields(name)) > mostCopied {
					text = strings.ReplaceAll(text, name, "…")
				}
			}
			words := plainWords(text)
			for i := range len(words) - mostCopied {
				if run := strings.Join(words[i:i+mostCopied+1], " "); runs[run] {
					t.Errorf("%s: copied from the UN page: %q", id, run)
				}
			}
		}
	}
}

// ownTexts lists the texts of a record that are not printed names.
func ownTexts(v []byte) []string {
	var texts []string
	switch rawjson.Kind(v) {
	case '"':
		texts = append(texts, rawjson.Text(v))
	case '[':
		for _, e := range rawjson.Elements(v) {
			texts = append(texts, ownTexts(e)...)
		}
	case '{':
		for m := range rawjson.Members(v) {
			if !slices.Contains(printed, rawjson.Text(m.Name)) {
				texts = append(texts, ownTexts(m.Value)...)
			}
		}
	}
	return texts
}

// plainWords splits a text into words without punctuation and capitals.
func plainWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(foldText(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
}
