package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// occurrences counts a phrase in a list of words, the plain way.
func occurrences(words []string, phrase []position) int {
	n := 0
next:
	for i := 0; i+len(phrase) <= len(words); i++ {
		for j, p := range phrase {
			if !p.accepts(normalise(words[i+j]), stem(normalise(words[i+j]))) {
				continue next
			}
		}
		n++
	}
	return n
}

func TestTheMatcherCountsAsOneWouldByHand(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 3))
	words := strings.Fields("victim victims Victim analyse analy" + "ze analysis MÁLAGA málaga Ｍalaga rights right human a dying die the tie tying 2022 мир हिन्दी run running runs o is-land")
	for range 3000 {
		var text []string
		for range r.IntN(12) {
			text = append(text, words[r.IntN(len(words)-1)])
		}
		var m matcher
		asked := map[int][]position{}
		for range 1 + r.IntN(6) {
			t := term{prefix: r.IntN(3) == 0}
			for range 1 + r.IntN(3) {
				t.words = append(t.words, normalise(words[r.IntN(len(words)-1)]))
			}
			eachBit(m.add(t.positions()), func(b int) { asked[b] = t.positions() })
		}
		got := map[int]int{}
		separators := []string{" ", ", ", " – ", "’s ", "\n", " (“"}
		line := strings.Join(text, separators[r.IntN(len(separators))])
		if n := m.scan([]byte(line), func(bits uint64, _ int) { eachBit(bits, func(b int) { got[b]++ }) }); n != len(text) {
			t.Fatalf("%q has %d words", line, n)
		}
		for b, phrase := range asked {
			if want := occurrences(text, phrase); got[b] != want {
				t.Fatalf("%v in %q: %d times, not %d", phrase, line, got[b], want)
			}
		}
	}
}

func TestCompoundsAreTheirPartsAndTheWhole(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"counter-terrorism": "counter, terrorism, counterterrorism, counter terrorism", "counter\u2011terrorism laws": "counter, terrorism, counterterrorism, counter terrorism, counterterrorism law",
		"P/CVE": "pcve", "the counterterrorism": "counterterrorism", "counter -terrorism": "counter, terrorism, counter terrorism", "counter terrorism": "counter, terrorism, counter terrorism",
	} {
		var m matcher
		names := map[int]string{}
		var got []string
		for _, phrase := range []string{"counter", "terrorism", "counterterrorism", "counter terrorism", "counterterrorism law", "pcve"} {
			eachBit(m.add(wholeWords(strings.Fields(phrase)...)), func(b int) { names[b] = phrase })
		}
		m.scan([]byte(text), func(bits uint64, _ int) { eachBit(bits, func(b int) { got = append(got, names[b]) }) })
		list := strings.Split(want, ", ")
		slices.Sort(list)
		slices.Sort(got)
		if !slices.Equal(list, got) {
			t.Errorf("%q holds %q, not %q", text, got, list)
		}
	}
}

func TestNamesTeachAbbreviations(t *testing.T) {
	t.Parallel()
	a := abbreviations{}
	a.learn([]string{"OHCHR"}, []string{"Office of the High Commissioner", "Haut-Commissariat"})
	a.learn(nil, []string{"Civil society", "CSOs", "Civil society organisations", "NGO", "Non-governmental organisations", "Non-Government", "USA", "MPs", "Members of parliament", "VoT", "Victims of terrorism"})
	a.learn(nil, []string{"P/CVE", "Preventing and countering violent extremism", "UNICEF"})
	for short, want := range map[string]string{
		"ohchr": "office of the high commissioner", "cso": "civil society organisations", "ngo": "non governmental organisations", "mp": "members of parliament",
		"vot": "victims of terrorism", "pcve": "preventing and countering violent extremism", "usa": "", "unicef": "",
		"civil society organisations": "cso", "members of parliament": "mp",
	} {
		var got []string
		for _, words := range a.of(strings.Fields(short)) {
			got = append(got, strings.Join(words, " "))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s stands for %q, not %q", short, got, want)
		}
	}
}

// However few hits are kept with their bytes, the best ones are the same.
func TestTheBestHitsDoNotDependOnWhatIsKept(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 4))
	var texts []string
	for i := range 500 {
		text := strings.Repeat("peace ", r.IntN(4)) + strings.Repeat("war ", r.IntN(3)) + strings.Repeat("and so on ", r.IntN(9))
		texts = append(texts, fmt.Sprintf(`{"id":"msg-%d","text":"x %s"}`, i, text))
	}
	records := func(yield func(rawjson.Record, error) bool) {
		for _, s := range texts {
			if !yield(rawjson.Record{Table: "outcome_messages", Raw: []byte(s)}, nil) {
				return
			}
		}
	}
	best := func(margin, limit, kept int) (ids []string) {
		q, err := New(set.Model, set.Model.Tables).Compile("peace OR war")
		if err != nil {
			t.Fatal(err)
		}
		q.margin, q.mostKept = margin, kept
		result, err := q.Find(context.Background(), records, func(rawjson.Record) bool { return true }, limit)
		if err != nil {
			t.Fatal(err)
		}
		for row, err := range result.Rows().Seq {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, string(row[1])+" "+string(row[8]))
		}
		return append(ids, fmt.Sprint(result.Hits, result.Tables))
	}
	for _, limit := range []int{0, 1, 7, 100, 499} {
		want := best(1000, limit, mostKept)
		for _, margin := range []int{1, 2, 16} {
			for _, kept := range []int{1, 3000, 20_000, mostKept} {
				if got := best(margin, limit, kept); !slices.Equal(want, got) {
					t.Errorf("limit %d, margin %d, %d bytes: %v, not %v", limit, margin, kept, got, want)
				}
			}
		}
	}
	if all := best(1, 0, mostKept); len(all) < 400 || !slices.Equal(all[:100], best(1, 100, mostKept)[:100]) ||
		!slices.Equal(all, best(1, 0, 1)) {
		t.Errorf("all: %v", all)
	}
}

func TestSnippetsArePartsOfTheirTexts(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 5))
	words := strings.Fields("a peace Málaga counter-terrorism rights, (women’s) 日本語 of the")
	bare := strings.NewReplacer(table.MarkStart, "", table.MarkEnd, "")
	for range 2000 {
		var list []string
		for range r.IntN(60) {
			list = append(list, words[r.IntN(len(words))])
		}
		text := strings.Join(list, " ")
		var marks []span
		var m matcher
		m.keepSpans = true
		m.add(wholeWords("peace"))
		m.scan([]byte(text), func(_ uint64, n int) { marks = append(marks, m.spans[n]) })
		s := snippet(text, marks)
		part := strings.TrimSuffix(strings.TrimPrefix(bare.Replace(s), "… "), " …")
		if !strings.Contains(text, part) || utf8.RuneCountInString(part) > snippetLength {
			t.Fatalf("%q of %q", s, text)
		}
		if strings.Count(s, table.MarkStart) == 0 && len(marks) > 0 || strings.Count(s, table.MarkStart) != strings.Count(s, table.MarkEnd) {
			t.Fatalf("%q of %q has not its marks", s, text)
		}
	}
}

// A word is found wherever it stands in a compound.
func TestPartsOfCompoundsAreFound(t *testing.T) {
	t.Parallel()
	for asked, texts := range map[string][]string{
		"terrorism": {"counter-terrorism", "counter\u2011terrorism", "counter\u00adterrorism", "“terrorism”", "–terrorism", "anti/terrorism,", "non-counter-terrorism", "térrorism", "(Terrorism)", "ｔerrorism", "xé-terrorism"},
		"pcve":      {"P/CVE", "p-c-v-e", "“P/CVE”"}, "racism": {"anti-racism", "Anti\u2010Racism"}, "oecd": {"O.E.C.D.", "(O.E.C.D", "the O.E.C.D.’s", "o.e.c.d-led", "Ö.E.C.D."}, "un": {"U.N.", "U.N.-led"}, "оон": {"О.О.Н."}, "malaga": {"Málaga", "de-Ma\u0301laga", "«Málaga»"},
	} {
		for _, text := range texts {
			var m matcher
			m.add(wholeWords(asked))
			found := false
			m.scan([]byte(text), func(uint64, int) { found = true })
			if !found {
				t.Errorf("%s is not found in %q", asked, text)
			}
		}
	}
}

// A full stop joins only letters that stand alone.
func TestFullStopsPartWords(t *testing.T) {
	t.Parallel()
	for asked, texts := range map[string][]string{"exampleorg": {"example.org"}, "ab": {"plan a.b12", "x a. b", "a..b"}, "12": {"1.2"}, "ao": {"a.of"}} {
		for _, text := range texts {
			var m matcher
			m.add(wholeWords(asked))
			m.scan([]byte(text), func(uint64, int) { t.Errorf("%s is found in %q", asked, text) })
		}
	}
}

// Every word of the data, and many that English makes of them, begins as the atom for it says that it does.
func TestWordsBeginAsTheirAtomsSay(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../dataset/malaga-2022/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	words := map[string]bool{"dying": true, "ties": true, "skies": true, "happily": true, "sensibility": true, "rationalities": true, "agreed": true, "hopping": true, "hoping": true, "Izmir": true, "Izabela": true, "iz": true, "Yzeure": true}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		segment(b, func(from, to int) { words[string(b[from:to])] = true })
	}
	for w := range words {
		if len(w) == 1 { // aing is no word
			continue
		}
		for _, ending := range []string{"", "s", "es", "ed", "ing", "ally", "ization", "isations", "fulness", "ational", "bility", "ies", "izer", "y"} {
			inflected := w + ending
			var m matcher
			m.add(wholeWords(british(text.Fold(inflected))))
			if m.mask([]byte(inflected)) == 0 {
				t.Errorf("%s is not found by itself: %q, %v", inflected, m.positions[0].text, m.positions)
			}
			var beginning matcher
			beginning.add(term{words: []string{text.Fold(string([]rune(inflected)[:1+len([]rune(inflected))/2]))}, prefix: true}.positions())
			if beginning.mask([]byte(inflected)) == 0 {
				t.Errorf("%s is not found by its beginning: %v, %v", inflected, beginning.positions[0].text, beginning.positions)
			}
		}
	}
}

// Hits that have no room, in memory or in a temporary file, are an error.
func TestHitsWithoutRoomAreAnError(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	q, err := New(set.Model, set.Model.Tables).Compile("peace")
	if err != nil {
		t.Fatal(err)
	}
	q.mostKept = 1
	records := func(yield func(rawjson.Record, error) bool) {
		yield(rawjson.Record{Table: "outcome_messages", Raw: []byte(`{"id":"msg-a","text":"peace"}`)}, nil)
	}
	result, err := q.Find(context.Background(), records, func(rawjson.Record) bool { return true }, 0)
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range result.Rows().Seq {
		if row != nil || err == nil || !strings.Contains(err.Error(), "cannot sort in the folder") {
			t.Errorf("%s, %v", row, err)
		}
	}
}

// What names teach takes bounded memory, however long they are.
func TestWhatIsLearntIsBounded(t *testing.T) {
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	x := New(set.Model, set.Model.Tables)
	for i := range 20_000 {
		name := fmt.Sprintf("w%d-%s %s", i, strings.Repeat("x", 20), strings.Repeat("y", 700))
		x.Add(rawjson.Record{Table: "organisations", Raw: fmt.Appendf(nil, `{"id":"org-%d","name":"%s-z","acronym":"W%[1]d"}`, i, name)})
	}
	bytes := 0
	for key, same := range x.abbreviations.same {
		for _, words := range same {
			bytes += len(key) + len(strings.Join(words, ""))
		}
	}
	for whole, parts := range x.compounds.parts {
		if bytes += 2 * len(whole); len(whole) > maxCompound {
			t.Errorf("%d letters are learnt from %q", len(whole), parts)
		}
	}
	if n := len(x.compounds.parts); n < 20_000 || bytes < maxLearnt/2 || bytes > 2*maxLearnt {
		t.Errorf("%d bytes are learnt, and %d compounds", bytes, n)
	}
}
