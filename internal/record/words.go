package record

import (
	"slices"
	"strconv"
	"strings"

	"malaga/internal/text"
)

// Words are a text for a person to read, in parts.
type Words []Part

// Part is a part of a text. If it names another record, ID is that record's id.
type Part struct{ Text, ID string }

// plain returns a text that names no record.
func plain(s string) Words {
	if s == "" {
		return nil
	}
	return Words{{Text: s}}
}

// String returns the text with the id of each record in brackets behind its name.
func (w Words) String() string {
	var b strings.Builder
	for _, p := range w {
		b.WriteString(p.Text)
		if p.ID != "" && p.ID != p.Text {
			b.WriteString(" (" + p.ID + ")")
		}
	}
	return b.String()
}

// join joins texts with a separator.
func join(all []Words, separator string) Words {
	var joined Words
	for i, w := range all {
		if i > 0 {
			joined = append(joined, Part{Text: separator})
		}
		joined = append(joined, w...)
	}
	return joined
}

// lower returns the text as it is written within a sentence.
func (w Words) lower() Words {
	low := slices.Clone(w)
	for i := range low {
		if low[i].ID == "" {
			low[i].Text = text.Lower(low[i].Text)
		}
	}
	return low
}

// sentence adds a sentence behind the text, which then ends as one.
func (w Words) sentence(s string) Words {
	if len(w) == 0 || s == "" {
		return append(w, plain(s)...)
	}
	before := w.String()
	return append(slices.Clone(w), Part{Text: strings.TrimPrefix(joinSentences(before, s), before)})
}

// joinSentences joins texts, each of which ends as a sentence does if another follows.
func joinSentences(texts ...string) string {
	joined := ""
	for _, t := range texts {
		if t != "" && joined != "" {
			if last := strings.TrimRight(joined, "”\"')"); strings.TrimRight(last, ".!?") == last {
				joined += "."
			}
			joined += " "
		}
		joined += t
	}
	return joined
}

// Numbers are the numbers of notes, in order.
type Numbers []int

// And returns all numbers of both, in order.
func (n Numbers) And(others Numbers) Numbers {
	all := slices.Concat(n, others)
	slices.Sort(all)
	return slices.Compact(all)
}

// Run is a range of numbers: one, or three and more.
type Run struct{ First, Last int }

// Runs returns the numbers with three and more in a row as one range.
func (n Numbers) Runs() []Run {
	var runs []Run
	for len(n) > 0 {
		run := 1
		for run < len(n) && n[run] == n[0]+run {
			run++
		}
		if run < 3 {
			run = 1
		}
		runs = append(runs, Run{n[0], n[run-1]})
		n = n[run:]
	}
	return runs
}

// String returns the numbers as they stand behind a text: [1, 3-5]; "" if there are none.
func (n Numbers) String() string {
	var parts []string
	for _, r := range n.Runs() {
		part := strconv.Itoa(r.First)
		if r.Last != r.First {
			part += "-" + strconv.Itoa(r.Last)
		}
		parts = append(parts, part)
	}
	if parts == nil {
		return ""
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
