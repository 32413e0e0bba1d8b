package rules

import (
	"fmt"
	"math"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
)

// counts checks the numbers of people of one record.
func counts(v *view) {
	list := v.get(vocab.Attendance)
	if list == nil {
		return
	}
	type figure struct {
		at          string
		scope, mode string
		words       string
		low, high   int64
		n           int64
	}
	var figures []figure
	for i, e := range entries(list) {
		n, ok := number(rawjson.Get(e, vocab.Count))
		if !ok {
			continue
		}
		f := figure{at: i, scope: rawjson.GetText(e, vocab.Scope), mode: rawjson.GetText(e, vocab.Mode), n: n, words: fmt.Sprintf("%s %d", rawjson.GetText(e, vocab.Comparator), n)}
		f.low, f.high = bounds(rawjson.GetText(e, vocab.Comparator), n)
		if rawjson.GetText(e, vocab.Comparator) == "exactly" && n > 0 && n%100 == 0 {
			v.say("CNT002", fmt.Sprintf("exactly %d is a round number", n), "write about, at-least or more-than unless the source counts exactly", vocab.Attendance, i, vocab.Comparator)
		}
		for _, other := range figures {
			if other.scope == f.scope && other.mode == f.mode && (f.low > other.high || f.high < other.low) {
				v.say("CNT001", fmt.Sprintf("%s contradicts %s, the other count of %s", f.words, other.words, words(f.scope, f.mode)), "keep one, and the other as a variant", vocab.Attendance, i, vocab.Count)
				break
			}
		}
		figures = append(figures, f)
	}
	for _, part := range figures {
		for _, whole := range figures {
			if partOf(part.scope, whole.scope) && part.mode == whole.mode && part.low > whole.high {
				v.say("CNT003", fmt.Sprintf("more than the count of %s, which it is part of", words(whole.scope, whole.mode)), "", vocab.Attendance, part.at, vocab.Count)
			}
		}
	}
}

// bounds are the least and the greatest number that a comparator leaves possible. About leaves all.
func bounds(comparator string, n int64) (low, high int64) {
	switch comparator {
	case "exactly":
		return n, n
	case "more-than":
		return n + 1, math.MaxInt64
	case "at-least":
		return n, math.MaxInt64
	}
	return 0, math.MaxInt64
}

func words(scope, mode string) string {
	if mode == "" {
		return scope
	}
	return scope + ", " + mode
}

// partOf says whether a scope is part of another.
func partOf(part, whole string) bool {
	return whole == "side-events-and-workshop" && (part == "workshop" || part == "side-events")
}

// places are the positions, numbers and labels of events, which each stand once in a conference.
type places struct {
	seen map[string]map[string]string // what is numbered, value, id
}

// note checks one record and notes its values.
func (p *places) note(v *view) {
	if v.repeated {
		return
	}
	for _, f := range []struct{ code, name string }{{"CNT004", vocab.Position}, {"CNT006", vocab.Number}, {"CNT007", vocab.Label}} {
		value := v.text(f.name)
		if value == "" || v.get(vocab.Conference) == nil {
			continue
		}
		what := v.Table + "\x00" + v.text(vocab.Conference) + "\x00" + f.name
		if f.name == vocab.Position {
			what += "\x00" + v.text(vocab.Kind)
		}
		if p.seen == nil {
			p.seen = map[string]map[string]string{}
		}
		if p.seen[what] == nil {
			p.seen[what] = map[string]string{}
		}
		if first, taken := p.seen[what][value]; taken {
			v.say(f.code, fmt.Sprintf("%s %s is already that of %s", f.name, value, first), "", f.name)
			continue
		}
		p.seen[what][value] = v.text("id")
	}
}
