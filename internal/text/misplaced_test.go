package text_test

import (
	"strings"
	"testing"
	"time"

	"malaga/internal/text"
)

func TestInvisibleCharactersThatAreRight(t *testing.T) {
	t.Parallel()
	for what, s := range map[string]string{
		"flag of England":           "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
		"flags of Scotland in text": "a 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f b 🏴",
		"heart":                     "We ❤\ufe0f Málaga", "text style": "☎\ufe0e", "information": "ℹ\ufe0f", "keycap": "1\ufe0f\u20e3",
		"family": "👩\u200d👩\u200d👧", "couple": "👩\u200d❤\ufe0f\u200d👨", "skin": "👩🏽\u200d🚀", "pirates": "🏴\u200d☠\ufe0f",
		"Hebrew and Latin": "שלום\u200e (UN) עולם", "Hebrew, at the end": "שלום!\u200f", "Hebrew, at the start": "\u200fשלום", "C++ in Hebrew": "עברית C++\u200e ועוד",
		"Arabic": "حقوق\u061c 10", "Persian": "می\u200cخواهم", "Arabic abbreviation": "ه\u200d", "Sinhala": "ශ්\u200dරී", "Hindi": "क्\u200dष", "Malayalam": "ന്\u200d",
		"isolate in Hebrew": "שלום \u2066UN (2022)\u2069 עולם", "Hebrew in English": "The \u2067שלום!\u2069 project", "first strong": "\u2068حقوق 10\u2069: rights", "embedding": "\u202bשלום!\u202c UN",
		"isolates in isolates": "א \u2067ב \u2066UN \u2068ج\u2069\u2069\u2069", "embedding in an isolate": "א \u2066UN \u202bב\u202c\u2069", "two paragraphs": "\u2067א\u2069\n\u2067ב\u2069",
		"Mongolian": "ᠬᠠᠷ\u180eᠠ", "Mongolian, a form": "ᠬ\u180b\u180eᠠ", "old Korean": "\u115f\u1161 \u1100\u1160",
		"Thai": "สิทธิ\u200bมนุษย์", "ideograph": "葛\U000e0100", "none": "Málaga – “a”, 10\u00a0May\n人权", "control characters": "a\u0007\u0085\nb", "empty": "",
	} {
		if r, found := text.Misplaced(s); found {
			t.Errorf("%s: U+%04X", what, r)
		}
	}
}

func TestInvisibleCharactersThatAreMisplaced(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]rune{
		"a\u202eb": 0x202e, "ab\u200ecd": 0x200e, "Málaga\u200f": 0x200f, "a\u200bb": 0x200b, "\ufeffa": 0xfeff, "a\u2066b\u2069": 0x2066, "a\u2028b": 0x2028,
		"שלום AB\u200eCD שלום": 0x200e, "שלום\u202eabc": 0x202e, "a\u200db": 0x200d, "ad\u200cmin": 0x200c, "a\ufe0fb": 0xfe0f, "❤\ufe0f\ufe0f": 0xfe0f, "👩\u200d": 0x200d,
		"\U000e0067\U000e0062": 0xe0067, "🏴": 0, "🏴\U000e0067\U000e0062": 0xe0067, "🏴\U000e007f": 0xe007f, "😀\U000e0067\U000e007f": 0xe0067,
		"🏴\U000e0061\U000e0061\U000e0061\U000e0061\U000e0061\U000e0061\U000e0061\U000e007f": 0xe0061, "ñ\ufe0f": 0xfe0f, "Ж\ufe00": 0xfe00,
		"\u2067שלום": 0x2067, "שלום\u2069": 0x2069, "\u2067א\nב\u2069": 0x2067, "\u2067\u2069א": 0x2067, "\u2067א\u202c": 0x2067, "\u202bא\u2069": 0x202b, "א\u2066a\u202bb\u2069": 0x202b,
		"\u202eא\u202c": 0x202e, "א \u202dUN\u202c": 0x202d, "\u2068UN\u2069": 0x2068, "\u202aUN\u202c": 0x202a, "\u2067א\u2069\n\u2066UN\u2069": 0x2066, "\u202b\u2067א\u202c\u2069": 0x202b,
		"a\u180eb": 0x180e, "ᠬ\u180e": 0x180e, "ᠬ\u180e\u180eᠠ": 0x180e, "a\u115f": 0x115f, "\u1160a": 0x1160, "\u115f": 0x115f,
		"a\u00adb": 0xad, "a\u2060b": 0x2060, "a\u3164": 0x3164, "人\u200d权": 0x200d, "\u061cabc": 0x061c, "1\u200e2": 0x200e,
		"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f\U000e0067": 0xe0067,
	} {
		if got, found := text.Misplaced(s); got != want || found != (want != 0) {
			t.Errorf("%q: U+%04X, not U+%04X", s, got, want)
		}
	}
}

// Marks without letters between them do not make it slow.
func TestManyMarksAreLookedAtOnce(t *testing.T) {
	t.Parallel()
	const many = 200_000
	for _, s := range []string{"\u05d0" + strings.Repeat("\u200f", many), strings.Repeat("\u2067", many) + "\u05d0" + strings.Repeat("\u2069", many), "\u05d0" + strings.Repeat("\u2067a\u2069", many)} {
		start := time.Now()
		if r, found := text.Misplaced(s); found {
			t.Errorf("U+%04X", r)
		}
		if d := time.Since(start); d > 10*time.Second { // one by one, it is minutes
			t.Error(d)
		}
	}
}
