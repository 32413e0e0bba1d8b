package schema

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// patterns are of the kinds that schemas have, and some that an automaton must leave alone.
var patterns = []string{
	`^msg-[a-z0-9]+(-[a-z0-9]+)*$`, `^\d{4}(-\d{2}(-\d{2})?)?$`, `^([01][0-9]|2[0-3]):[0-5][0-9]$`, `^https?://`, `a$`, `ab|^b`, `(a|b)*abb`,
	`^[^-]`, `\.`, `^(a{2,3}b?){1,4}$`, `(?i)^ab$`, `^$|a`, `^.{3}$`, `(?m)^a$`, `a\b`, `[é-ü]`, ``, `^a*?b+?$`, `(a|ab)(c|bcd)$`, `x*`,
}

// FuzzAutomaton holds the automaton against package regexp.
func FuzzAutomaton(f *testing.F) {
	for i, p := range patterns {
		f.Add(p, uint64(i))
	}
	f.Fuzz(func(t *testing.T, pattern string, seed uint64) {
		re, err := regexp.Compile(pattern)
		if err != nil || len(pattern) > 200 {
			return
		}
		a := newAutomaton(re)
		if a == nil {
			return
		}
		r := rand.New(rand.NewPCG(seed, 5))
		letters := pattern + "ab0-:\n" // what the pattern speaks of
		for range 200 {
			var s strings.Builder
			for range 1 + r.IntN(12) {
				s.WriteByte(letters[r.IntN(len(letters))])
			}
			if got, known := a.match([]byte(s.String())); known && got != re.MatchString(s.String()) {
				t.Fatalf("%q matches %q: %v here", pattern, s.String(), got)
			}
		}
	})
}

// The patterns of the schemas are all matched by automata: a text that matches is known to.
func TestTheSchemasHaveAutomata(t *testing.T) {
	t.Parallel()
	for _, p := range patterns[:4] {
		if a := newAutomaton(regexp.MustCompile(p)); a == nil {
			t.Errorf("%s has none", p)
		}
	}
	if a := newAutomaton(regexp.MustCompile(`a\b`)); a != nil {
		t.Error("an automaton cannot look around")
	}
	set, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	g := set.Glance()
	n, matched := 0, 0
	for s, p := range g.compiler.done {
		if s.Pattern == nil {
			continue
		}
		n++
		if p.automaton == nil {
			t.Errorf("%s has none", s.Location)
			continue
		}
		for _, e := range s.Examples {
			text, ok := e.(string)
			if !ok {
				continue
			}
			matched++
			if matches, known := p.automaton.match([]byte(text)); !matches || !known {
				t.Errorf("%s: %q matches %v, known %v", s.Location, text, matches, known)
			}
		}
	}
	if n < 8 || matched < 8 {
		t.Errorf("only %d patterns, %d examples", n, matched)
	}
}
