package text_test

import (
	"testing"

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
		"a\u00adb": 0xad, "a\u2060b": 0x2060, "a\u3164": 0x3164, "人\u200d权": 0x200d, "\u061cabc": 0x061c, "1\u200e2": 0x200e,
		"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f\U000e0067": 0xe0067,
	} {
		if got, found := text.Misplaced(s); got != want || found != (want != 0) {
			t.Errorf("%q: U+%04X, not U+%04X", s, got, want)
		}
	}
}
