package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"malaga/internal/text"
)

func TestFoldForgetsAccentsCapitalsAndWidth(t *testing.T) {
	t.Parallel()
	for want, texts := range map[string][]string{
		"malaga":        {"malaga", "MALAGA", "Málaga", "MÁLAGA", "Ma\u0301laga", "Ｍａｌａｇａ", "mÀläga"},
		"strasse":       {"Straße", "strasse", "STRASSE"},
		"istanbul":      {"İstanbul", "ıstanbul", "ISTANBUL", "istanbul"},
		"orsted":        {"Ørsted", "ørsted"},
		"lodz":          {"Łódź", "łódź"},
		"aesir":         {"Æsir", "ÆSIR", "æsir", "Ǣsir"},
		"oeuvre":        {"Œuvre", "œuvre"},
		"thordur":       {"Þórður", "ÞÓRÐUR"},
		"dokovic":       {"Đoković", "ĐOKOVIĆ"},
		"οδυσσευσ":      {"Οδυσσεύς", "ΟΔΥΣΣΕΎΣ", "ὀδυσσεύς"},
		"fi":            {"ﬁ", "FI"},
		"10":            {"１０", "⑩"},
		"καλημερα":      {"Καλημέρα", "ΚΑΛΗΜΕΡΑ"},
		"ガ":             {"ｶﾞ"},
		"nino":          {"Niño", "NIN\u0303O"},
		"":              {"", "\u0301", "\ufe0f", "\u200d", "\u0640"},
		"مؤتمر":         {"مُؤتَمَر", "مـؤتمـر"},
		"שלום":          {"שָׁלוֹם"},
		"می\u200cخواهم": {"میخواهم"},
		"हिन्दी":        {"हिन्\u200dदी", "हिन्\u200cदी"},
		"ที่":           {"ที่"},
		"a-b_c (d)":     {"A-B_C (D)"},
	} {
		for _, s := range texts {
			want := text.Fold(want) // in its decomposed form
			if got := text.Fold(s); got != want {
				t.Errorf("%q is folded to %q, not %q", s, got, want)
			}
		}
	}
}

// Marks that are vowels, or make another letter, tell words apart.
func TestFoldKeepsTheMarksThatMakeAnotherWord(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"की", "का"}, {"कि", "क"}, {"মালা", "মলি"}, {"தமிழ்", "தமழ"}, {"ที่", "ทำ"}, {"นี", "นำ"}, {"が", "か"}, {"កា", "កិ"}, {"ދި", "ދު"}, {"말", "마"}} {
		if text.Fold(pair[0]) == text.Fold(pair[1]) {
			t.Errorf("%q and %q are the same", pair[0], pair[1])
		}
	}
}

func TestFoldIsIdempotentForEveryCharacter(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		once := text.Fold(string(r))
		if twice := text.Fold(once); twice != once {
			t.Errorf("%U %q is folded to %q, then to %q", r, r, once, twice)
		}
	}
}

// FuzzFold checks what must hold of every text.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"Málaga", "İı", "ß", "ﬁ", "e\u0301\u0302", "ΌΣΟΣ", "Ａ", "한국", "\u1e9b\u0323"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, 'ẞ') || !utf8.ValidString(s) {
			t.Skip("folded in two steps, or no text")
		}
		once := text.Fold(s)
		if twice := text.Fold(once); twice != once {
			t.Errorf("%q is folded to %q, then to %q", s, once, twice)
		}
	})
}

func TestNarrow(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "ＮＯＴ（ａ｜ｂ）～！": "NOT(a|b)~!", "人权 ｶﾞ ￥é": "人权 ｶﾞ ￥é"} {
		if got := text.Narrow(in); got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
	}
}
