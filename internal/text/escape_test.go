package text_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"malaga/internal/text"
)

func TestEscapeShowsWhatWouldActOnATerminal(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                          "",
		"Málaga 日本 😀":               "Málaga 日本 😀",
		"a\\nb":                     "a\\nb",
		"\x1b[31mred\x1b[0m":        `\x1b[31mred\x1b[0m`,
		"\x1b]0;title\x07":          `\x1b]0;title\x07`,
		"a\nb\tc\rd\x00":            `a\nb\tc\rd\x00`,
		"\u009b31m\u0085\x7f":       `\u009b31m\u0085\x7f`,
		"\u202eabc\u202c\u2066x":    `\u202eabc\u202c\u2066x`,
		"\u061c\u200e\u200f":        `\u061c\u200e\u200f`,
		"\u2028\u2029":              `\u2028\u2029`,
		"zero\u200bwidth\ufeff":     `zero\u200bwidth\ufeff`,
		"tag\U000e0041":             `tag\U000e0041`,
		"Latin-1 \xe9, cut \xe6":    `Latin-1 \xe9, cut \xe6`,
		"\ufffd is a character":     "\ufffd is a character",
		"क\u094dष, 👩\u200d👩\u200d👦": "क\u094dष, 👩\u200d👩\u200d👦",
		"e\u0301":                   "e\u0301",
	} {
		if got := text.Escape(in); got != want {
			t.Errorf("%q gives %q, not %q", in, got, want)
		}
	}
}

func TestLineHoldsNoCommandOfACISystem(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"::error::x":         `\x3a\x3aerror\x3a\x3ax`,
		"  ::set-output":     `  \x3a\x3aset-output`,
		"\u00a0::error":      "\u00a0" + `\x3a\x3aerror`,
		"a title ::error::x": `a title \x3a\x3aerror\x3a\x3ax`,
		":::":                `\x3a\x3a:`,
		"##[error]x":         `\x23#[error]x`,
		"a title ##[error]x": `a title \x23#[error]x`,
		"###[x":              `#\x23#[x`,
		"\n::error":          `\n\x3a\x3aerror`,
		":one, two: three":   ":one, two: three",
		"## heading":         "## heading",
		"https://malaga.org": "https://malaga.org",
	} {
		if got := text.EscapeLine(in); got != want {
			t.Errorf("%q gives %q, not %q", in, got, want)
		}
	}
}

func TestJSONKeepsItsValueAndShowsWhatWouldActOnATerminal(t *testing.T) {
	t.Parallel()
	const in = "[\"M\u00e1laga 日本 😀\", \"\u202e\u009b\U000e0041\x7f\u200b\",\n\t{\"\u2066\": 1}]"
	const want = "[\"M\u00e1laga 日本 😀\", \"" + `\u202e\u009b\udb40\udc41\u007f\u200b` + "\",\n\t{\"" + `\u2066` + "\": 1}]"
	if got := string(text.EscapeJSON([]byte(in))); got != want {
		t.Errorf("%q", got)
	}
	for in, want := range map[string]string{
		`{"a":1}`: `{"a":1}`, `["##[error]x", "a ##vso[task.complete]"]`: `["\u0023#[error]x", "a \u0023#vso[task.complete]"]`,
		`["###[x", "## y", "#[", "##vs"]`: `["#\u0023#[x", "## y", "#[", "##vs"]`,
	} {
		if got := string(text.EscapeJSON([]byte(in))); got != want {
			t.Errorf("%s gives %s", in, got)
		}
	}
}

// FuzzEscape checks what must hold of every text.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{
		"", "plain", "Málaga", "\x1b[31m", "\u202e", "::error::", " ##[", "\xff\xfe", "\u2028", "\U000e0001", "a\r\n", "\x7f\u0080\u009f", "\\x1b", "\\", "\ufffd\xef\xbf",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, got := range []string{text.Escape(s), text.EscapeLine(s)} {
			if !utf8.ValidString(got) {
				t.Errorf("%q gives %q, which is no UTF-8", s, got)
			}
			for _, r := range got {
				if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
					t.Errorf("%q gives %q with %U in it", s, got, r)
				}
			}
			if text.Escape(got) != got {
				t.Errorf("%q is escaped twice", s)
			}
		}
		line := text.EscapeLine(s)
		if text.EscapeLine(line) != line {
			t.Errorf("%q is made a line twice", s)
		}
		if strings.Contains(line, "::") || strings.Contains(line, "##[") {
			t.Errorf("%q holds a command", line)
		}
		if text.EscapeLine(s) != text.Escape(s) && !strings.ContainsAny(s, ":#") {
			t.Errorf("%q is changed as a line", s)
		}
	})
}

// FuzzJSON checks that JSON keeps its value on a terminal.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"a":"b"}`, `"##[##vso[###["`, "\"\u202e\U000e0001\"", "[\n\t\"\u009b\x7f\"]", `"\u202e"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var want, got any
		if !utf8.Valid(b) || json.Unmarshal(b, &want) != nil {
			t.Skip("no JSON")
		}
		out := text.EscapeJSON(b)
		if err := json.Unmarshal(out, &got); err != nil || !reflect.DeepEqual(want, got) {
			t.Errorf("%q gives %q: %v", b, out, err)
		}
		for _, r := range string(out) {
			if r >= 0x20 && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
				t.Errorf("%q gives %q with %U in it", b, out, r)
			}
		}
	})
}

// Controls are found and escaped wherever they stand, and nothing else is.
func TestControlsAreEscapedWhereverTheyStand(t *testing.T) {
	t.Parallel()
	for r := rune(0); r < 0x11000; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		for _, before := range []string{"", "é, 日本 abc", "abcdefg", "\r\n\t \u200f"} {
			s := before + string(r) + "xyz — 12345"
			want := s
			if text.IsControl(r) {
				want = before + text.Escape(string(r)) + "xyz — 12345"
				if r >= 0xfffe {
					want = before + map[rune]string{0xfffe: `\ufffe`, 0xffff: `\uffff`}[r] + "xyz — 12345"
				}
			}
			if got := string(text.EscapeControls([]byte(s))); got != want {
				t.Fatalf("%q gives %q, not %q", s, got, want)
			}
		}
		isC := unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r)
		isBidi := unicode.Is(unicode.Bidi_Control, r) && !strings.ContainsRune("\u061c\u200e\u200f", r)
		if want := isC || isBidi || r == 0x2028 || r == 0x2029 || r == 0xfffe || r == 0xffff; text.IsControl(r) != want {
			t.Errorf("%U", r)
		}
	}
	if got := text.ReplaceControls("a\x1b\u202eb\n\u200f"); got != "a\ufffd\ufffdb\n\u200f" {
		t.Errorf("%q", got)
	}
}

func TestInvisible(t *testing.T) {
	t.Parallel()
	for _, r := range "\x00\n\x7f\u0085\u00ad\u061c\u200b\u200f\u2028\u202e\u2060\u2063\u206a\u2069\u3164\ufeff\uffa0\ufdd0\uffff\U0001fffe\U000e0061" {
		if !text.Invisible(r) {
			t.Errorf("%U is invisible", r)
		}
	}
	for _, r := range " aé\u00a0\u034f\u115f\u180e\u200c\u200d\u202f\ufe0f\ufffd\U0001f600" {
		if text.Invisible(r) {
			t.Errorf("%U is not invisible everywhere", r)
		}
	}
}
