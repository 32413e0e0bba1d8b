package text_test

import (
	"testing"

	"malaga/internal/text"
)

func TestShortenCutsBetweenWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in     string
		length int
		want   string
	}{
		{"", 3, ""},
		{"one two", 7, "one two"},
		{"one two", 5, "one …"},
		{"one, two three", 8, "one, two …"},
		{"one, twothree", 6, "one …"},
		{"a verylongword", 8, "a verylo …"}, // not only its first letter
		{"Málaga está", 6, "Málaga …"},
		{"日本語", 2, "日本 …"},
		{"ที่ที่ที่", 4, "ที่ …"}, // no letter loses its signs
		{"xe\u0301e\u0301", 4, "xe\u0301 …"},
		{"a\u0301\u0302\u0303", 2, "a\u0301 …"}, // unless there is no other
	} {
		if got := text.Shorten(c.in, c.length); got != c.want {
			t.Errorf("%q in %d: %q, not %q", c.in, c.length, got, c.want)
		}
	}
}

func TestTruncateCountsColumns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"a bcd", 3, "a…"},
		{"日本", 4, "日本"},
		{"日本語", 4, "日…"},
		{"e\u0301e\u0301", 2, "e\u0301e\u0301"},
	} {
		if got := text.Truncate(c.in, c.width); got != c.want {
			t.Errorf("%q in %d: %q, not %q", c.in, c.width, got, c.want)
		}
	}
}
