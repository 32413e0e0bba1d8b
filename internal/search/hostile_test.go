package search_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/search"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// indexOf is an index that knows some records, and those records.
func indexOf(set *schema.Set, records ...rawjson.Record) (*search.Index, query.Records) {
	x := search.New(set.Model, set.Model.Tables)
	known := x.Tables()
	for _, r := range records {
		if slices.Contains(known, r.Table) {
			x.Add(r)
		}
	}
	return x, func(yield func(rawjson.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func theme(label, definition string) rawjson.Record {
	return rawjson.Record{Table: "themes", Raw: fmt.Appendf(nil, `{"id":"thm-x","label":%s,"definition":%s}`, rawjson.Quote(label), rawjson.Quote(definition))}
}

// What is no word in any script is none here. A search that finds nothing looks at all words for near ones.
func TestWordsThatFoldToNothingDoNoHarm(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"We ❤️ Malaga", "\ufe0f", "\u0301\u0301", "\u200d \u200c", "\u0640", "🏳️‍🌈", "\u3164", "\u0378\U0010ffff", "1️⃣", "\u037a", "\ufe70"} {
		x, records := indexOf(set, theme(s, s+" text"))
		for _, question := range []string{"heart", "hearts \ufe0f", "texx", s + " word"} {
			if _, err := x.Search(context.Background(), question, records, everything, 0); err != nil {
				t.Errorf("%q in %q: %v", question, s, err)
			}
		}
	}
}

// What the data make of a word never makes it one too many, and takes no room from the words asked for.
func TestTheFormsOfAWordDoNotCountAsAsked(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var all []rawjson.Record
	for i := range 100 {
		raw := fmt.Sprintf(`{"id":"org-%d","name":"Ministry of Foreign Affairs of the %dth Country","acronym":"MFA"}`, i, i)
		all = append(all, rawjson.Record{Table: "organisations", Raw: []byte(raw)})
	}
	all = append(all, theme("Last", "The last word, w62."), theme("Counter-terrorism", "Counter-terrorism, and anti-racism."))
	x, records := indexOf(set, all...)
	if got := ranked(t, x, records, "MFA", 0); len(got) != 100 {
		t.Errorf("MFA finds %d", len(got))
	}
	many := ""
	for i := range 63 {
		many += fmt.Sprintf(" | w%d", i)
	}
	if got := ranked(t, x, records, "MFA"+many, 0); len(got) != 101 {
		t.Errorf("MFA and others find %d", len(got))
	}
	if got := ranked(t, x, records, "counterterrorism"+many, 0); len(got) != 2 {
		t.Errorf("a compound and others find %q", got)
	}
}

func TestTooManyWordsAreRefusedAtOnce(t *testing.T) {
	t.Parallel()
	x := index(t)
	words := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for _, question := range []string{words("w%d ", 65), words("w%d ", 100_000), `"` + words("w%d ", 100_000) + `"`, words("-w%d ", 100_000) + "w", words("w%d-", 100_000), words("| w%d", 100_000)[1:]} {
		start := time.Now()
		_, err := x.Compile(question)
		var asked *text.UsageError
		if !errors.As(err, &asked) || asked.Message != "too many words in one search" {
			t.Errorf("%.50q: %v", question, err)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%.50q takes %v", question, d)
		}
	}
	if _, err := x.Compile(words("of the %d ", 60) + strings.Repeat("victims ", 1000)); err != nil { // the same words again
		t.Error(err)
	}
}

// FuzzSearch asks anything of any text, in a field and in names that are learnt, and looks at what is shown of it.
func FuzzSearch(f *testing.F) {
	seeds := []string{
		"victims", `"human rights" -x`, "a* OR b", "title:a", "ﬁ", "e\u0301", "日本", "''s", "- \" : *", "counter-terrorism", strings.Repeat("word ", 60),
		"We ❤️ Malaga", "\ufe0f", "🏳️‍🌈 1️⃣", "\u0301\u200d", "\u0378\U0010ffff", `\ud83d\ude00`, `\ud800`, "हिन्दी में", "ที่ประชุม", "مُؤْتَمَر", "인권을 한국", "\u1112\u1161\u11ab",
		"(a OR b) NOT c", "a | (b && !c)", "((a)", "−a –b", "title:(a -b)", "NOT", "MFA (Ministry of Foreign Affairs)",
	}
	for i, s := range seeds {
		f.Add(s, seeds[(i+7)%len(seeds)]+" and more of this – “text”, P/CVE\n"+s)
	}
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, question, data string) {
		if !utf8.ValidString(question) || !utf8.ValidString(data) {
			t.Skip("no text")
		}
		value := rawjson.Quote(data)
		if rawjson.Text([]byte(`"`+data+`"`)) != "" && !strings.ContainsAny(data, "\"\n\r\t") && strings.Count(data, `\u`) == strings.Count(data, `\`) {
			value = []byte(`"` + data + `"`) // with its escapes
		}
		x, records := indexOf(set, theme(data, "D"), rawjson.Record{Table: "organisations", Raw: fmt.Appendf(nil, `{"id":"org-x","name":%s,"acronym":"AB"}`, value)},
			rawjson.Record{Table: "outcome_messages", Raw: fmt.Appendf(nil, `{"id":"msg-x","text":%s}`, value)})
		r, err := x.Search(context.Background(), question, records, everything, 0)
		if err != nil {
			var asked *text.UsageError
			if !errors.As(err, &asked) || asked.Message == "" {
				t.Errorf("%q: %v", question, err)
			}
			return
		}
		for snippet, rows := range map[int]table.Rows{3: r.Rows(), 2: r.Page()} { // by column
			for row, err := range rows.Seq {
				if err != nil {
					t.Fatal(err)
				}
				shown := table.Text(row[snippet])
				if strings.Count(shown, table.MarkStart) != strings.Count(shown, table.MarkEnd) || strings.ContainsAny(shown, "\n\r\x1b") || !utf8.ValidString(shown) {
					t.Errorf("%q in %q: %q", question, data, shown)
				}
			}
		}
	})
}
