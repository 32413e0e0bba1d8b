package rules

import (
	"math/rand/v2"
	"strings"
	"testing"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// FuzzPlain checks that no rule has anything to say about a text that is plain.
func FuzzPlain(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 6))
		letters := []rune("ab  =+-@\t\\\"éÉ÷ñ\u0301\u00a0\u00ad\u007f\u0085\u200b–“”…\u2028\u202e\ufffd漢가😀")
		passed := 0
		for range 500 {
			var s strings.Builder
			for range 1 + r.IntN(20) {
				if r.IntN(3) > 0 {
					s.WriteByte('x')
				} else {
					s.WriteRune(letters[r.IntN(len(letters))])
				}
			}
			value := append(append([]byte(`[{"a": `), rawjson.Quote(s.String())...), "}]"...)
			end, plain := rawjson.SkipText(value, 7)
			if end != len(value)-2 {
				t.Errorf("%s: the text ends at %d", value, end)
			}
			if !plain {
				continue
			}
			passed++
			for _, rule := range textRules {
				if rule.Text == nil {
					continue
				}
				if message, _ := rule.Text(s.String(), &schema.Field{Name: "a"}); message != "" {
					t.Errorf("%q passes, but: %s", s.String(), message)
				}
			}
		}
		if passed == 0 {
			t.Error("nothing passes")
		}
	})
}
