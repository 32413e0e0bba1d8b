package text_test

import (
	"slices"
	"testing"

	"malaga/internal/text"
)

func TestNamesDiffer(t *testing.T) {
	t.Parallel()
	names := text.Names{}
	var got []string
	for _, name := range []string{"a", "b", "a", "a.2", "a", "", "", "a.2", "a"} {
		got = append(got, names.Next(name))
	}
	if want := []string{"a", "b", "a.2", "a.2.2", "a.3", "", ".2", "a.2.3", "a.4"}; !slices.Equal(got, want) {
		t.Errorf("%q instead of %q", got, want)
	}
}
