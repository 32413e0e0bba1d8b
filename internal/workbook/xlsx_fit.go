package workbook

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"malaga/internal/table"
)

// Lines of text of a row that a column can ask for: a longer one is read in its cell, and pushes no other row off the page.
const (
	rowLines  = 6
	linkLines = 2
)

// narrowest is the width to which a column is squeezed at most where a table would be too wide for a page.
const narrowest = 6

// paper is a size of paper (ECMA-376, part 1, section 18.3.1.63), in points.
type paper struct {
	size          int
	width, height float64
}

func (b Properties) paper() paper {
	if b.Letter {
		return paper{1, 612, 792}
	}
	return paper{9, 595.3, 841.9}
}

// Margins of a page in inches: of the sides, and of the top and the bottom, which have room for a line of type between them and the edge.
const (
	margin     = 0.3
	lineMargin = 0.4
	edge       = 0.2 // of the header and the footer
)

// Sizes of type in points: the least on paper, and that of the cells.
const (
	leastType = 8
	fontSize  = 11
)

// across returns how many characters a page has side by side in type of leastType points. A character is as wide as a digit, which
// in DejaVu Sans, the widest of the fonts that programs take for Calibri, is 0.636 of the type size.
func (p paper) across(landscape bool) int {
	const digit = 0.636
	width := p.width
	if landscape {
		width = p.height
	}
	return int((width - 2*margin*72) / (leastType * digit))
}

// seen is what is known of the texts of a column.
type seen struct {
	widest  int     // of the lines, in characters
	longest int     // text, in bytes
	word    int     // the longest, in characters as wide as a digit
	squares float64 // the sum of the squares of their widths
	filled  int     // rows
	first   []byte  // cell, if all so far are like it
	differ  bool
}

// compare notes whether the cell of row n is like all before it.
func (s *seen) compare(cell []byte, n int) {
	switch {
	case s.differ:
	case n == 1:
		s.first = bytes.Clone(cell)
	default:
		s.differ = !bytes.Equal(cell, s.first)
	}
}

// add notes a text.
func (s *seen) add(shown []byte) {
	square := min(len(shown), essayFrom)
	s.squares += float64(square * square)
	s.filled++
	word := 0
	for _, c := range shown {
		if word++; c == ' ' || c == '\n' || c == '-' {
			word = 0
		}
		s.word = max(s.word, word+2)
	}
}

// weight is a typical width of the texts of a column in n rows, in which long texts count more, and empty cells less than others.
func (s *seen) weight(n int) float64 {
	return math.Sqrt(s.squares/math.Sqrt(float64(max(n, 1)*max(s.filled, 1)))) + 1
}

// A column of long texts, which are cut on paper, has less than its weight. The title, which should not be cut, has more.
const (
	less = 0.4
	more = 2
)

// arrange chooses the columns of a sheet and puts them in order. A column with one value throughout goes to the caption.
func (x *xlsx) arrange(l *layout, columns []seen) {
	constant := func(i int) bool {
		return l.Caption && l.n > 1 && !columns[i].differ && columns[i].first != nil && l.place(i, columns) >= Middle
	}
	for i, s := range columns {
		if s.widest == 0 && l.n > 0 || constant(i) && x.book.Accessible {
			continue
		}
		l.columns = append(l.columns, i)
	}
	for i := range columns {
		if constant(i) && (x.book.Accessible || l.place(i, columns) != Grouped) { // an id that is hidden is enough
			l.caption = append(l.caption, Line{Text: l.Rows.Columns[i].Title + ": " + string(table.AppendText(nil, columns[i].first, "; "))})
		}
	}
	place := func(i int) Place {
		if constant(i) {
			return Grouped
		}
		return l.place(i, columns)
	}
	slices.SortStableFunc(l.columns, func(a, b int) int { return cmp.Compare(place(a), place(b)) })
	for _, i := range l.columns {
		at, c := place(i), l.Rows.Columns[i]
		lines := rowLines
		switch {
		case c.Unbroken && at != Lead, l.Screen && l.Places != nil && !x.book.Accessible:
			lines = 1
		case at == Beside:
			lines = 1
		case c.Link:
			lines = linkLines
		}
		l.lines = append(l.lines, lines)
		l.places = append(l.places, at)
	}
}

// place returns the place of a column.
func (l *layout) place(i int, columns []seen) Place {
	switch {
	case l.Places == nil:
		return Middle
	case l.Places[i] == Middle && l.Caption && columns[i].longest >= essayFrom:
		return Last
	}
	return l.Places[i]
}

// fit hides the columns that a page has no room for, and chooses the widths of the others and the heights of rows.
func (x *xlsx) fit(l *layout, columns []seen) error {
	if l.Caption {
		x.hide(l, columns)
	}
	x.widths(l, columns)
	const mostRows = 2000 // a larger table is not read on paper
	if !l.Caption || l.Screen || l.n > mostRows {
		return nil
	}
	return l.count()
}

// widths gives the columns widths with which a table is one page wide. Each begins at its least width; then each character of room goes to
// the column whose texts take most lines.
func (x *xlsx) widths(l *layout, columns []seen) {
	n := min(l.n, sample)
	most := make([]int, len(l.columns))
	least := make([]int, len(l.columns))
	for k := range l.columns {
		least[k], most[k] = l.leastWidth(k, columns)
	}
	room := func() int {
		room := x.book.paper().across(true)
		if len(l.Charts) > 0 {
			room -= chartWidth
		}
		for k, w := range least {
			if l.places[k] < Beside {
				room -= w
			}
		}
		return room
	}()
	for ; room > 0; room-- {
		k := l.tightest(least, func(k int) float64 {
			if l.places[k] >= Beside || least[k] >= most[k] {
				return 0
			}
			weight := columns[l.columns[k]].weight(n)
			switch {
			case l.lines[k] < rowLines || l.places[k] == Last:
				weight *= less
			case l.places[k] == Name:
				weight *= more
			}
			return weight / float64(least[k])
		})
		if k < 0 {
			break
		}
		least[k]++
	}
	for ; room < 0; room++ {
		k := l.tightest(least, func(k int) float64 {
			c := l.Rows.Columns[l.columns[k]]
			if l.places[k] >= Beside || c.Date || c.Numeric || least[k] <= narrowest {
				return 0
			}
			return float64(least[k]) / math.Sqrt(columns[l.columns[k]].weight(n))
		})
		if k < 0 {
			break
		}
		least[k]--
	}
	l.widths = least
}

// leastWidth returns the width that a column needs to be read, and the most that it can use.
func (l *layout) leastWidth(k int, columns []seen) (least, most int) {
	c, s := l.Rows.Columns[l.columns[k]], &columns[l.columns[k]]
	most = min(s.widest+2, maxEssay)
	least = max(minColumn, min(s.widest+2, minText), min(longestWord(c.Title)+1, maxColumn), min(s.word, wordRoom))
	place := l.places[k]
	switch {
	case c.Numeric, c.Date:
		least = max(least, min(s.widest+2, wholeRoom)) // else it would be shown as ####
	case place == Beside:
		least = max(least, min(most, maxEssay/2))
	case place == Grouped && l.Caption: // beside the page there is room
		least = max(least, displaywidth.String(c.Title)+4)
	case place == Lead:
		least = max(minColumn, min(most, leadRoom))
	case place == Name:
		least = max(least, min(most, max(nameLeast, min(s.longest/nameLines, nameRoom))))
	case c.Unbroken && place != Grouped && l.Places == nil:
		least = max(least, min(most, maxColumn))
	}
	return least, most
}

// hide groups the columns of a whole table that a page has no room for, the least important first, and moves them to the right.
func (x *xlsx) hide(l *layout, columns []seen) {
	order := slices.Clone(l.Main)
	for _, i := range l.columns {
		if !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	room := x.book.paper().across(true)
	for _, i := range order {
		k := slices.Index(l.columns, i)
		if k < 0 || l.places[k] >= Beside {
			continue
		}
		if least, _ := l.leastWidth(k, columns); least <= room {
			room -= least
		} else {
			l.places[k] = Grouped
		}
	}
	var moved layout
	for place := Lead; place <= Grouped; place++ {
		for k, i := range l.columns {
			if l.places[k] == place {
				moved.columns = append(moved.columns, i)
				moved.lines = append(moved.lines, l.lines[k])
				moved.places = append(moved.places, place)
			}
		}
	}
	l.columns = moved.columns
	l.lines = moved.lines
	l.places = moved.places
}

// Widths of the columns that say what a row is: the id, and the title, which has room for its longest text in a few lines.
const (
	leadRoom  = 18
	nameLeast = 30
	nameRoom  = 55
	nameLines = 3
)

// wordRoom is the width up to which no word of a text is broken.
const wordRoom = 17

// wholeRoom is the width of a date or of the longest number.
const wholeRoom = 18

// minText is the width that a text has at least, if it is as long.
const minText = 10

// tightest returns the column for which something is greatest, and more than nothing; -1 if there is none.
func (l *layout) tightest(widths []int, of func(k int) float64) int {
	best, most := -1, 0.0
	for k := range widths {
		if v := of(k); v > most {
			best, most = k, v
		}
	}
	return best
}

// longestWord returns the width of the longest word of a heading, which may be wrapped between words.
func longestWord(title string) int {
	width := 0
	for word := range strings.FieldsSeq(title) {
		width = max(width, displaywidth.String(word))
	}
	return width
}

// headingLines returns how many lines the heading of a column takes. Only the last has the button of a filter beside it, if there is one.
func (x *xlsx) headingLines(title string, width int) int {
	if !x.book.Accessible {
		title += " ▾"
	}
	return lineCount([]byte(title), width*8/9)
}
