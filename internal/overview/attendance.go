package overview

import (
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// InWords returns a count of people as its source states it, and what it counts; ok is false where the field holds
// other objects.
func InWords(f *schema.Field, v []byte) (of, words string, ok bool) {
	if f.Field(vocab.Comparator) == nil || f.Field(vocab.Count) == nil {
		return "", "", false
	}
	word := func(name string) string {
		if sub := f.Field(name); sub != nil {
			return sub.CodeTitle(rawjson.GetText(v, name))
		}
		return ""
	}
	return word(vocab.Scope), text.Quantity(word(vocab.Comparator), rawjson.GetText(v, vocab.Count), word(vocab.Mode)), true
}
