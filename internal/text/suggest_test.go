package text_test

import (
	"slices"
	"strings"
	"testing"

	"malaga/internal/text"
)

func TestSuggestions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word, candidates string
		want             string
	}{
		{"org-unoc", "org-unaoc org-unoct org-undp", "org-unoct org-unaoc"}, // begun, and one that is as near
		{"org-unoc", "org-unoct-hrgs org-unaoc org-unoct", "org-unoct org-unaoc"},
		{"org-unocx", "org-unaoc org-unoct org-unodc", "org-unoct"},                         // one letter, where others differ in two
		{"side-x", "side-1 side-2", "side-1 side-2"},                                        // both are as near
		{"side-x", "side-1 side-2 side-3 side-4", "side-1 side-2 side-3"},                   // at most three
		{"pub", "published publisher title", "published publisher"},                         // begun
		{"thm-gen", "thm-gender-equality thm-gender-x", "thm-gender-x thm-gender-equality"}, // the shortest first
		{"Sesions", "sessions people", "sessions"},
		{"part", "spart partner", "partner spart"},
		{"é", "éa éb", "éa éb"},
		{"x", "xy", ""},
		{"", "a b", ""},
		{"zzzz", "a bbbb", ""},
		{"a", "b", ""},
	} {
		if got := strings.Join(text.Suggestions(c.word, strings.Fields(c.candidates)), " "); got != c.want {
			t.Errorf("%s: %q, not %q", c.word, got, c.want)
		}
	}
}

func TestOffersNameAllSuggestions(t *testing.T) {
	t.Parallel()
	for want, words := range map[string][]string{
		"": nil, `did you mean "a"?`: {"a"}, `did you mean "a" or "b"?`: {"a", "b"}, `did you mean "a", "b" or "c"?`: {"a", "b", "c"},
	} {
		if got := text.Offer(words); got != want {
			t.Errorf("%q, not %q", got, want)
		}
		for _, w := range []string{"a", "b", "c", "d"} {
			if text.Offers(want, w) != slices.Contains(words, w) {
				t.Errorf("%q: %s", want, w)
			}
		}
	}
}
