//go:build unix

package text_test

import (
	"strings"
	"testing"

	"malaga/internal/scaletest"
	"malaga/internal/text"
)

// What is done with a text takes time in proportion to its length.
func TestTimeIsInProportion(t *testing.T) {
	const n = 4000
	var words []string
	for i := range 4 * n {
		words = append(words, "aa"+string(rune(0x4e00+i)))
	}
	for name, do := range map[string]func(n int){
		"fillers":     func(n int) { text.WithoutMisplaced("a" + strings.Repeat("\u1160", n) + "b") },
		"addresses":   func(n int) { text.EscapeMarkdown(strings.Repeat("www.a ", 4*n)) },
		"no spaces":   func(n int) { text.EscapeMarkdown("x " + strings.Repeat("www.a<", n)) },
		"brackets":    func(n int) { text.EscapeMarkdown("x http://a" + strings.Repeat(")", 40*n)) },
		"digits":      func(n int) { text.Quantity("", strings.Repeat("1", 10*n), "") },
		"near words":  func(n int) { text.Near(strings.Repeat("a", n), strings.Repeat("a", n-1)+"b", 2) },
		"begun words": func(n int) { text.Suggestions("aa", words[:n/2]) },
	} {
		ratio := scaletest.Ratio(func() { do(n) }, func() { do(4 * n) })
		t.Logf("%s: %.1f", name, ratio)
		if ratio > scaletest.Most {
			t.Errorf("%s: %.1f times as long for 4 times as much", name, ratio)
		}
	}
}
