// Package scaletest measures in tests whether time grows in proportion to the input.
package scaletest

import (
	"fmt"
	"strings"
)

// List returns n entries of a JSON list with commas between. The first %d in the form of an entry is its number, from 0, and a second
// one the number of the next.
func List(n int, form string) string {
	var b strings.Builder
	for i := range n {
		numbers := []any{i, i + 1}
		fmt.Fprintf(&b, form+",", numbers[:strings.Count(form, "%d")]...)
	}
	return strings.TrimSuffix(b.String(), ",")
}
