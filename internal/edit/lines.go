package edit

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"malaga/internal/change"
)

// lineEdits returns edits of whole lines. The library compares only what is between lines that both texts have once and in the same
// order (patience diff): on its own it gives up after a hundred differences, and takes all that follows for changed.
func lineEdits(before, after string) []udiff.Edit {
	old, new := splitLines(before), splitLines(after)
	var edits []udiff.Edit
	offset, i, j := 0, 0, 0 // in before, old and new
	for _, a := range append(anchors(old, new), anchor{len(old), len(new)}) {
		from, to := strings.Join(old[i:a.old], ""), strings.Join(new[j:a.new], "")
		for _, e := range udiff.Lines(from, to) {
			edits = append(edits, udiff.Edit{Start: offset + e.Start, End: offset + e.End, New: e.New})
		}
		offset += len(from)
		if a.old < len(old) {
			offset += len(old[a.old])
		}
		i, j = a.old+1, a.new+1
	}
	return edits
}

func splitLines(s string) []string { return slices.Collect(strings.Lines(s)) }

// anchor is a line that is the same in two texts, by its number in each.
type anchor struct{ old, new int }

// anchors returns the most lines that both texts have once and in the same order.
func anchors(old, new []string) (longest []anchor) {
	olds, news := once(old), once(new)
	places := make([]int32, len(old)) // in new; below 0 of lines that are no anchors
	for i, line := range old {
		places[i] = -1
		if n, both := news[line]; both && olds[line] == i {
			places[i] = int32(n)
		}
	}
	for _, i := range change.Increasing(len(old), func(i int) int32 { return places[i] }) {
		longest = append(longest, anchor{int(i), int(places[i])})
	}
	return longest
}

// once returns the numbers of lines that are in a text once; -1 for the others.
func once(lines []string) map[string]int {
	places := map[string]int{}
	for i, line := range lines {
		if _, repeated := places[line]; repeated {
			i = -1
		}
		places[line] = i
	}
	return places
}
