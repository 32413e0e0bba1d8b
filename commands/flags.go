package commands

import (
	"flag"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"malaga/internal/complete"
	"malaga/internal/text"
)

// value is the value of a flag that may be given once.
type value struct {
	text string
	set  bool
}

// option is a flag, declared in one place: its names, where its value goes, how help describes it and what completes it.
// It implements cli.Flag and, for the library's parser, flag.Value.
type option struct {
	name    string
	alias   string            // one letter; may be empty
	takes   string            // what help calls the value; "" for a switch
	usage   string            // ends before the list of words, if there are any
	words   []string          // the values it can have; nil means any
	aliases map[string]string // other names of those

	byDefault string // the default, for help
	ifBare    string // the value it has if none follows; "" if it needs one

	value   *value    // where the value goes: one of these three
	values  *[]string // a flag that may be repeated
	enabled *bool     // a switch

	complete completer // nil if the words complete it, or nothing does
}

// Names returns the names of the flag, the long one first.
func (f *option) Names() []string {
	if f.alias == "" {
		return []string{f.name}
	}
	return []string{f.name, f.alias}
}

// Apply adds the flag to the library's set. An alias needs no entry: arrange writes the long name.
func (f *option) Apply(set *flag.FlagSet) error {
	set.Var(f, f.name, f.usage)
	return nil
}

// IsSet reports whether the flag was given.
func (f *option) IsSet() bool {
	switch {
	case f.value != nil:
		return f.value.set
	case f.values != nil:
		return len(*f.values) > 0
	}
	return *f.enabled
}

// Set stores a value that accept has passed.
func (f *option) Set(text string) error {
	switch {
	case f.value != nil:
		*f.value = value{text, true}
	case f.values != nil:
		*f.values = append(*f.values, text)
	default:
		*f.enabled = text == "true"
	}
	return nil
}

// String returns nothing: the library prints no flags.
func (f *option) String() string { return "" }

// accept returns the value that a word means, or a usage error.
func (f *option) accept(word string) (string, error) {
	if other, ok := f.aliases[word]; ok {
		return other, nil
	}
	if f.words == nil || slices.Contains(f.words, word) {
		return word, nil
	}
	return "", usage(fmt.Sprintf("invalid value %q for --%s", word, f.name), text.DidYouMeanOr(word, f.words, "use "+text.Or(f.words)))
}

// about describes the flag in one sentence.
func (f *option) about() string {
	about := f.usage
	if f.words != nil {
		about += ": " + text.Or(f.words)
	}
	if f.byDefault != "" {
		about += " (default: " + f.byDefault + ")"
	}
	return about
}

// dashed returns the names of the flag as they are written.
func (f *option) dashed() []string {
	if f.alias == "" {
		return []string{"--" + f.name}
	}
	return []string{"--" + f.name, "-" + f.alias}
}

// completer returns the possible words at the cursor.
type completer func(l *completion, typed string) complete.Reply

// optionNamed returns the flag of a name; nil if there is none.
func optionNamed(flags []cli.Flag, name string) *option {
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			return f.(*option)
		}
	}
	return nil
}
