package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/text"
)

func TestWordsAreRunsOfLettersAndDigits(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"":                                nil,
		" — … \"\" ":                      nil,
		"Counter-Terrorism, 10-11 May":    {"counter", "terrorism", "10", "11", "may"},
		"Málaga's (A/RES/60/288) a_b":     {"malaga", "a", "res", "60", "288", "a", "b"},
		"日本 Ｔｏｋｙｏ":                        {"日", "本", "tokyo"},
		"don’t.Stop\u00a0now\tor\nnever!": {"don", "t", "stop", "now", "or", "never"},
		// marks belong to the letter before them, and are no words without one
		"हिन्दी সম্মেলন தமிழ்":       {"हिन्दी", "সম্মেলন", "தமிழ்"},
		"مُؤْتَمَر مَلَقَة":          {"مؤتمر", "ملقة"},
		"We ❤️ 🏳️‍🌈 1️⃣ \u0301":      {"we", "1"},
		"\ufe0f \u200d\u0300a\u0301": {"a"},
		"می\u200cخواهم":              {"میخواهم"},
		// scripts without spaces
		"2022年人权会议":           {"2022", "年", "人", "权", "会", "议"},
		"ที่กำ๒๕":             {"ที่", "กำ", "๒๕"},
		"ｶﾞｰデ\u200bんabc":      {"ガ", "ー", "デ", "ん", "abc"},
		"인권을 UN에":             {"인", "권", "을", "un", "에"},
		"\u1112\u1161\u11ab글": {"한", "글"},
		"ꦗꦮ":                  {"ꦗ", "ꦮ"}, "བོད་": {"བོ", "ད"},
		"ស្រុក": {"ស្រុ", "ក"},
	} {
		folded := []string{}
		for _, w := range want {
			folded = append(folded, text.Fold(w))
		}
		if diff := cmp.Diff(folded, foldedWords(in)); diff != "" && len(want)+len(foldedWords(in)) > 0 {
			t.Errorf("%q\n%s", in, diff)
		}
	}
}

// FuzzWords checks what must hold of the words of every text.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"Málaga", "ß", "ﬁ", "e\u0301\u0302", "한국", "We ❤️ 🏳️‍🌈", "\ufe0f", "हिन्दी", "ที่ประชุม", "人权\U000e0101", "a\u00ad-b's", "\U0010ffff\u0378", "ـ", "\u3164"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip("no text")
		}
		once := text.Fold(s)
		for _, w := range foldedWords(s) {
			if w == "" || !strings.Contains(once, w) {
				t.Errorf("%q has the word %q", s, w)
			}
		}
		m := matcher{keepSpans: true}
		m.scan([]byte(s), func(uint64, int) {})
		var words []span
		segment([]byte(s), func(from, to int) { words = append(words, span{from, to}) })
		if !slices.Equal(m.spans, words) {
			t.Errorf("%q: the matcher sees words at %v, not %v", s, m.spans, words)
		}
		end := 0
		for _, w := range words {
			if w.from < end || w.to <= w.from || !utf8.ValidString(s[w.from:w.to]) {
				t.Errorf("%q has a word from %d to %d", s, w.from, w.to)
			}
			end = w.to
		}
	})
}
