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
func anchors(old, new []string) []anchor {
	type place struct{ olds, news, new int }
	places := map[string]*place{}
	for _, line := range old {
		if places[line] == nil {
			places[line] = &place{}
		}
		places[line].olds++
	}
	for i, line := range new {
		if p := places[line]; p != nil {
			p.news++
			p.new = i
		}
	}
	var common []anchor
	for i, line := range old {
		if p := places[line]; p.olds == 1 && p.news == 1 {
			common = append(common, anchor{i, p.new})
		}
	}
	var longest []anchor
	for _, i := range change.Increasing(len(common), func(i int) int32 { return int32(common[i].new) }) {
		longest = append(longest, common[i])
	}
	return longest
}
