package edit

import (
	"math/rand/v2"
	"strings"
	"testing"

	"malaga/internal/text"
)

func TestOneLetter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"org-unoct", "org-unoc", true},       // missing
		{"org-unoct", "org-unocct", true},     // too much
		{"org-unoct", "org-unokt", true},      // another
		{"org-unoct", "org-uncot", true},      // in another place
		{"org-málaga", "org-málagá", true},    // not one byte
		{"org-unoct", "orgs-unoct", true},     // in any word
		{"org-unoct", "org-unoct", false},     // the same
		{"org-unoct", "org-unkot", false},     // two letters
		{"org-unoct", "orgs-unoc", false},     // in two words
		{"org-unoct", "org-un-oct", false},    // a hyphen
		{"side-1", "side-2", false},           // a number
		{"ses-2022a", "ses-2023a", false},     // a digit of a word
		{"ses-session1", "ses-sesion1", true}, // a letter beside one
		{"ses-a", "ses-b", false},             // a letter that stands for a number
		{"ses-ab", "ses-abc", false},
		{"thm-law", "thm-raw", true},
		{"", "", false},
		{"a", "abcdefghijklm", false},
	} {
		if got := oneLetter(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
		if got := oneLetter(c.b, c.a); got != c.want {
			t.Errorf("%s and %s: %v", c.b, c.a, got)
		}
	}
}

func TestNearID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word string
		ids  []string
		want string
	}{
		{"org-unb", []string{"org-un", "org-una"}, ""}, // a letter more, and another letter
		{"org-unoc", []string{"org-unoct", "org-iran"}, "org-unoct"},
		{"org-nigera", []string{"org-nigeria", "org-niger"}, ""},   // either
		{"ORG-Iran", []string{"org-iran", "org-iraq"}, "org-iran"}, // the case
		{"ORG-iran", []string{"org-iran", "org-irat"}, "org-iran"},
		{"org-iran", []string{"ORG-iran", "org-IRAN"}, ""}, // of two
		{"org-saferwrold", []string{"org-saferworld", "org-iran"}, "org-saferworld"},
		{"org-saferworl", []string{"org-saferworld"}, "org-saferworld"},
		{"org-saferwworld", []string{"org-saferworld"}, "org-saferworld"},
		{"org-saferworld", []string{"org-saferworlds", "org-saferworl"}, ""},
		{"or-saferworld", []string{"org-saferworld"}, ""},                     // the letter is in a short word
		{"org-commission-eu", []string{"org-commission-au"}, ""},              // here too
		{"org-saferworld2", []string{"org-saferworld3"}, ""},                  // a number
		{"org-saferworlt", []string{"org-saferworld", "org-saferworl-t"}, ""}, // a hyphen is one letter too
	} {
		left := int64(mostCompared)
		s := newIDSet(&left)
		for _, id := range c.ids {
			s.add("a", id)
		}
		s.sort()
		if got, _ := s.near("a", c.word); got != c.want {
			t.Errorf("%s among %v: %q, not %q", c.word, c.ids, got, c.want)
		}
	}
}

// Words of few letters, some of which share bytes or are the same in another case, are compared as the slower functions do.
func TestComparisonsAreExact(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		letters := []rune("aA-sSſkK\u212aéèぁあ😀😁")
		b := make([]rune, rng.IntN(5))
		for i := range b {
			b[i] = letters[rng.IntN(len(letters))]
		}
		return string(b)
	}
	for range 100_000 {
		a, b := word(), word()
		if rng.IntN(2) == 0 { // near to each other
			b = strings.Replace(a, word(), word(), 1)
		}
		if isNear(a, b) != text.Near(a, b, 1) {
			t.Fatalf("%q is near to %q: %v", a, b, isNear(a, b))
		}
		if (compareFolded(a, b) == 0) != strings.EqualFold(a, b) || compareFolded(a, b) != -compareFolded(b, a) {
			t.Fatalf("%q and %q: %d", a, b, compareFolded(a, b))
		}
	}
}

// Wrong ids are compared with others up to a limit. Those that differ in case are found beyond it.
func TestComparisonsAreLimited(t *testing.T) {
	t.Parallel()
	left := int64(2 * (eachComparison + len("org-iran")))
	s := newIDSet(&left)
	for _, id := range []string{"org-iran", "org-peru"} {
		s.add("a", id)
	}
	s.sort()
	for _, c := range []struct{ word, want string }{{"org-pery", "org-peru"}, {"org-iram", ""}, {"ORG-iran", "org-iran"}} {
		if got, _ := s.near("a", c.word); got != c.want {
			t.Errorf("%s: %q, not %q", c.word, got, c.want)
		}
	}
}
