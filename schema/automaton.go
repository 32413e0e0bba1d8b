package schema

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"unicode"
)

// automaton matches a pattern byte by byte, without going back, by the states that the pattern can be in
// (the subset construction). It knows ASCII texts only and patterns with no other conditions than the two
// ends of the text; for all else it has no answer. States are made as they are met, so it is for one goroutine.
type automaton struct {
	prog   *syntax.Prog
	states []state
	known  map[string]int // states by what they stand for
}

// state is a set of places in the program, and where each byte leads from it.
type state struct {
	places []uint32
	next   [unicode.MaxASCII + 1]int16 // 0 means not known yet
	ends   bool                        // the pattern matches if the text ends here
}

// A pattern with more is left to package regexp.
const (
	mostStates = 128
	mostPlaces = 1000
)

// newAutomaton returns nil for a pattern that it cannot match.
func newAutomaton(pattern *regexp.Regexp) *automaton {
	tree, err := syntax.Parse(pattern.String(), syntax.Perl)
	if err != nil {
		return nil
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil || len(prog.Inst) > mostPlaces {
		return nil
	}
	for _, in := range prog.Inst {
		if in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0 {
			return nil
		}
	}
	a := &automaton{prog: prog, known: map[string]int{}, states: make([]state, 1)} // none is number 0
	a.state(a.reach(nil, uint32(prog.Start), syntax.EmptyBeginText))
	return a
}

// match says whether a text matches; known is false if that cannot be told.
func (a *automaton) match(s []byte) (matches, known bool) {
	at := int16(1)
	for _, c := range s {
		if c > unicode.MaxASCII {
			return false, false
		}
		next := a.states[at].next[c]
		if next == 0 {
			if next = a.step(at, c); next == 0 {
				return false, false
			}
		}
		at = next
	}
	return a.states[at].ends, true
}

// step is the state that a byte leads to; 0 if there are too many.
func (a *automaton) step(at int16, c byte) int16 {
	var places []uint32
	for _, pc := range a.states[at].places {
		switch in := &a.prog.Inst[pc]; in.Op {
		case syntax.InstMatch: // whatever follows
			places = a.reach(places, pc, 0)
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			if in.MatchRune(rune(c)) {
				places = a.reach(places, in.Out, 0)
			}
		}
	}
	places = a.reach(places, uint32(a.prog.Start), 0) // a match may begin anywhere
	if len(a.states) == mostStates {
		return 0
	}
	next := a.state(places)
	a.states[at].next[c] = next
	return next
}

// state is the number of a set of places.
func (a *automaton) state(places []uint32) int16 {
	slices.Sort(places)
	name := make([]byte, 0, 2*len(places))
	for _, pc := range places {
		name = append(name, byte(pc>>8), byte(pc))
	}
	if n, ok := a.known[string(name)]; ok {
		return int16(n)
	}
	n := len(a.states)
	a.known[string(name)] = n
	s := state{places: places}
	for _, pc := range places {
		end := a.reach(nil, pc, syntax.EmptyEndText)
		s.ends = s.ends || slices.ContainsFunc(end, func(pc uint32) bool { return a.prog.Inst[pc].Op == syntax.InstMatch })
	}
	a.states = append(a.states, s)
	return int16(n)
}

// reach adds to places those that are reached from pc without a byte, where the given conditions hold. One
// that waits for the end of the text is a place.
func (a *automaton) reach(places []uint32, pc uint32, holds syntax.EmptyOp) []uint32 {
	if slices.Contains(places, pc) {
		return places
	}
	switch in := &a.prog.Inst[pc]; in.Op {
	case syntax.InstFail:
	case syntax.InstAlt, syntax.InstAltMatch:
		places = a.reach(append(places, pc), in.Out, holds)
		places = a.reach(places, in.Arg, holds)
	case syntax.InstCapture, syntax.InstNop:
		places = a.reach(append(places, pc), in.Out, holds)
	case syntax.InstEmptyWidth:
		places = append(places, pc)
		if syntax.EmptyOp(in.Arg)&^holds == 0 {
			places = a.reach(places, in.Out, holds)
		}
	default:
		places = append(places, pc)
	}
	return places
}
