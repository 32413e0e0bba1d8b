package main

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"
)

var (
	//go:embed function.txt
	function string // words like "the", the most frequent first
	//go:embed stems.txt
	stems string // of words on policy

	addressees = []string{"united-nations", "member-states", "civil-society", "other-stakeholders", "international-community"}
)

// words draws words, and makes texts of them.
type words struct {
	*rand.Rand
	function []string
	policy   []string // about two thousand, the most frequent first
}

func newWords(r *rand.Rand) *words {
	w := &words{Rand: r, function: strings.Fields(function)}
	for _, stem := range strings.Fields(stems) {
		for _, ending := range []string{"", "ing", "ed", "ion", "ity", "ive", "ment", "al", "ance", "ers"} {
			w.policy = append(w.policy, stem+ending)
		}
	}
	r.Shuffle(len(w.policy), func(i, j int) { w.policy[i], w.policy[j] = w.policy[j], w.policy[i] })
	return w
}

func (w *words) word() string {
	if w.IntN(100) < 42 {
		return w.function[int(w.ExpFloat64()*8)%len(w.function)]
	}
	if w.IntN(50) == 0 {
		return fmt.Sprint(1990 + w.IntN(60))
	}
	return w.policy[int(w.ExpFloat64()*200)%len(w.policy)]
}

// title returns a title that no other record of its table has.
func (w *words) title(i int) string {
	at := func(n int) string { return w.policy[n%len(w.policy)] }
	return capital(fmt.Sprintf("%s %s and %s %d", at(i*7), at(i*13+5), at(i*29+11), i+1))
}

// sentence returns a sentence of about least to most bytes as JSON, with some commas, quotation marks and accents.
func (w *words) sentence(least, most int) string {
	length := least + w.IntN(most-least)
	var b strings.Builder
	for b.Len() < length {
		if b.Len() > 0 {
			switch n := w.IntN(600); {
			case n == 0:
				b.WriteString(` \"quoted\"`)
			case n <= 10:
				b.WriteString(" – the “civilité” clause")
			case w.IntN(15) == 0:
				b.WriteByte(',')
			}
			b.WriteByte(' ')
		}
		b.WriteString(w.word())
	}
	return capital(b.String()) + "."
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
