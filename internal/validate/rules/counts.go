package rules

import (
	"fmt"
	"math"

	"malaga/internal/rawjson"
)

// counts checks the numbers of people of one record.
func counts(v *view) {
	list := v.get(attendance)
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
		n, ok := number(rawjson.Get(e, countField))
		if !ok {
			continue
		}
		f := figure{at: i, scope: rawjson.GetText(e, scope), mode: rawjson.GetText(e, mode), n: n, words: fmt.Sprintf("%s %d", rawjson.GetText(e, comparator), n)}
		f.low, f.high = bounds(rawjson.GetText(e, comparator), n)
		if rawjson.GetText(e, comparator) == "exactly" && n > 0 && n%100 == 0 {
			v.say("CNT002", fmt.Sprintf("exactly %d is a round number", n), "write about, at-least or more-than unless the source counts exactly", attendance, i, comparator)
		}
		for _, other := range figures {
			if other.scope == f.scope && other.mode == f.mode && (f.low > other.high || f.high < other.low) {
				v.say("CNT001", fmt.Sprintf("%s contradicts %s, the other count of %s", f.words, other.words, words(f.scope, f.mode)), "keep one, and the other as a variant", attendance, i, countField)
				break
			}
		}
		figures = append(figures, f)
	}
	for _, part := range figures {
		for _, whole := range figures {
			if partOf(part.scope, whole.scope) && part.mode == whole.mode && part.low > whole.high {
				v.say("CNT003", fmt.Sprintf("more than the count of %s, which it is part of", words(whole.scope, whole.mode)), "", attendance, part.at, countField)
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
	for _, f := range []struct{ code, name string }{{"CNT004", position}, {"CNT006", official}, {"CNT007", label}} {
		value := v.text(f.name)
		if value == "" || v.get(conference) == nil {
			continue
		}
		what := v.Table + "\x00" + v.text(conference) + "\x00" + f.name
		if f.name == position {
			what += "\x00" + v.text(kind)
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
