package rules

import (
	"fmt"
	"math"
	"strconv"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/vocab"
)

var countRules = []Rule{{
	Code: "CNT001", Severity: finding.Error, Title: "counts that contradict each other",
	Why:     "Two counts with the same scope and mode cannot both be true.",
	Example: "more than 400 and exactly 350 in person", Remedy: "Keep one, and make the other a variant.",
	Fields: []string{vocab.Attendance}, Check: contradictions,
}, {
	Code: "CNT002", Severity: finding.Warning, Title: "exact count that is a round number",
	Why:     "Few sources count exactly a multiple of a hundred.",
	Example: "exactly 5,800", Remedy: "Use about, at-least or more-than, unless the source counts exactly.",
	Fields: []string{vocab.Attendance}, Check: roundCounts,
}, {
	Code: "CNT003", Severity: finding.Error, Title: "part larger than the whole",
	Why:     "The workshop cannot have more people than the side events and the workshop together.",
	Example: "at least 200 at the workshop, exactly 100 in all", Remedy: "Correct one of the counts.",
	Fields: []string{vocab.Attendance}, Check: parts,
}, {
	Code: "CNT004", Severity: finding.Error, Title: "duplicate position",
	Why:     "The page lists one event at each position.",
	Example: "two side events at position 3", Remedy: "Number the events as the page lists them.",
	Fields: []string{vocab.Position}, With: []string{vocab.ID, vocab.Conference, vocab.Kind},
	Check: func(r *record) { r.unique(vocab.Position, r.text(vocab.Kind)) },
}, {
	Code: "CNT006", Severity: finding.Error, Title: "duplicate official number",
	Why:     "Each event has a number of its own.",
	Example: "two side events with number 4", Remedy: "Correct one of the numbers.",
	Fields: []string{vocab.Number}, With: []string{vocab.ID, vocab.Conference},
	Check: func(r *record) { r.unique(vocab.Number, "") },
}, {
	Code: "CNT007", Severity: finding.Error, Title: "duplicate label",
	Why:     "The programme gives each session a letter of its own.",
	Example: "two sessions (c)", Remedy: "Correct one of the labels.",
	Fields: []string{vocab.Label}, With: []string{vocab.ID, vocab.Conference},
	Check: func(r *record) { r.unique(vocab.Label, "") },
}}

// figure is one count of people, and the least and the greatest number that its comparator allows.
type figure struct {
	entry, scope, mode, comparator string
	what                           string // it counts
	n, low, high                   int64
}

// mostFigures is the number of counts of a record, the first ones, that the others are compared with.
const mostFigures = 100

// figures returns the counts of a record.
func (r *record) figures() []figure {
	var all []figure
	for i, e := range entries(r.get(vocab.Attendance)) {
		n, err := strconv.ParseInt(rawjson.GetText(e, vocab.Count), 10, 64)
		if err != nil {
			continue
		}
		f := figure{
			entry: i, scope: rawjson.GetText(e, vocab.Scope), mode: rawjson.GetText(e, vocab.Mode),
			comparator: rawjson.GetText(e, vocab.Comparator), n: n, high: math.MaxInt64,
		}
		if f.what = f.scope; f.mode != "" {
			f.what += ", " + f.mode
		}
		switch f.comparator {
		case "exactly":
			f.low, f.high = n, n
		case "more-than":
			f.low = n + 1
		case "at-least":
			f.low = n
		}
		all = append(all, f)
	}
	return all
}

func contradictions(r *record) {
	all := r.figures()
	for i, f := range all {
		for _, other := range all[:min(i, mostFigures)] {
			if other.what == f.what && (f.low > other.high || f.high < other.low) {
				message := fmt.Sprintf("%s %d contradicts %s %d, the other count of %s", f.comparator, f.n, other.comparator, other.n, f.what)
				r.report(message, "keep one, and make the other a variant", vocab.Attendance, f.entry, vocab.Count)
				break
			}
		}
	}
}

func roundCounts(r *record) {
	for _, f := range r.figures() {
		if f.comparator == "exactly" && f.n > 0 && f.n%100 == 0 {
			r.report(fmt.Sprintf("exactly %d is a round number", f.n), "use about, at-least or more-than, unless the source counts exactly",
				vocab.Attendance, f.entry, vocab.Comparator)
		}
	}
}

func parts(r *record) {
	all := r.figures()
	for _, part := range all {
		for _, whole := range all[:min(len(all), mostFigures)] {
			inWhole := whole.scope == "side-events-and-workshop" && (part.scope == "workshop" || part.scope == "side-events")
			if inWhole && part.mode == whole.mode && part.low > whole.high {
				r.report("more than the count of "+whole.what+", which it is part of", "", vocab.Attendance, part.entry, vocab.Count)
			}
		}
	}
}

// unique reports a value of a field that an earlier event of the same table, conference and kind has.
func (r *record) unique(field, kind string) {
	value := r.text(field)
	if value == "" || r.repeated || r.get(vocab.Conference) == nil {
		return
	}
	scope := r.Table + "\x00" + r.text(vocab.Conference) + "\x00" + field + "\x00" + kind
	if first, _ := r.first(scope, []byte(value)); first != "" {
		r.report(fmt.Sprintf("%s %s is already that of %s", field, value, first), "", field)
	}
}
