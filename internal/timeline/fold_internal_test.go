package timeline

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLinesAreFolded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		line string
		want []string
	}{
		{"", []string{""}},
		{strings.Repeat("a", 75), []string{strings.Repeat("a", 75)}},
		{strings.Repeat("a", 76), []string{strings.Repeat("a", 75), " a"}},
		{strings.Repeat("a", 75+74), []string{strings.Repeat("a", 75), " " + strings.Repeat("a", 74)}},
		{strings.Repeat("a", 75+75), []string{strings.Repeat("a", 75), " " + strings.Repeat("a", 74), " a"}},
		{strings.Repeat("a", 74) + "é", []string{strings.Repeat("a", 74), " é"}},
		{strings.Repeat("a", 73) + "é", []string{strings.Repeat("a", 73) + "é"}},
		{strings.Repeat("a", 72) + "😀b", []string{strings.Repeat("a", 72), " 😀b"}},
	} {
		if got, want := string(fold(nil, c.line)), strings.Join(c.want, "\r\n")+"\r\n"; got != want {
			t.Errorf("%q\n%q, not\n%q", c.line, got, want)
		}
	}
}

// FuzzFold folds texts of any kind: no piece is too long or breaks a character, and unfolding gives the text again.
func FuzzFold(f *testing.F) {
	f.Add("Málaga, ES; " + strings.Repeat("é", 200))
	f.Add(strings.Repeat("a\n", 100) + "\r\n\x80\x01")
	f.Fuzz(func(t *testing.T, text string) {
		line := "SUMMARY:" + escapeText(text)
		got := string(fold(nil, line))
		for piece := range strings.SplitSeq(strings.TrimSuffix(got, "\r\n"), "\r\n") {
			if len(piece) > 75 || !utf8.ValidString(piece) || strings.ContainsAny(piece, "\r\n\x00\x7f") {
				t.Errorf("%q", piece)
			}
		}
		if back := strings.TrimSuffix(strings.ReplaceAll(got, "\r\n ", ""), "\r\n"); back != line {
			t.Errorf("%q, not %q", back, line)
		}
	})
}

func TestTextIsEscaped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                 "",
		"plain: \"a\" — é": "plain: \"a\" — é",
		`a,b;c\d`:          `a\,b\;c\\d`,
		"a\nb\r\nc\rd":     `a\nb\nc\nd`,
		`\n`:               `\\n`,
		"a\x00b\x1bc\td":   "a\uFFFDb\uFFFDc\td",
	} {
		if got := escapeText(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestOffsets(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[int]string{0: "+0000", 7200: "+0200", -12600: "-0330", 20700: "+0545", -884: "-001444"} {
		if got := offset(seconds); got != want {
			t.Errorf("%d: %s, not %s", seconds, got, want)
		}
	}
}
