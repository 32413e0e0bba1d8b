package workbook

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"malaga/internal/table"
)

// Lines of text of a row that a column can ask for: a longer one is read in its cell, and pushes no other row off the page.
const (
	rowLines  = 6
	nameLines = 7 // of names and other short texts, which are whole
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
	lineMargin = 0.36
	edge       = 0.2 // of the header and the footer
)

// fontSize is the size of the type of cells, in points. On paper they have at least leastScale per cent of it, which is 8.03 points:
// programs scale by whole per cents.
const (
	fontSize   = 11
	leastScale = 73
)

// digit is the width of a digit, which is that of a character of a column, in points. It is that of DejaVu Sans, the widest of the fonts
// that programs take for Calibri.
const digit = 0.636 * fontSize

// room returns the width and the height of what is printed on a page, in points.
func (p paper) room(landscape bool) (width, height float64) {
	width, height = p.width, p.height
	if landscape {
		width, height = height, width
	}
	return width - 2*margin*72, height - 2*lineMargin*72
}

// across returns how many characters a page has side by side in the least type.
func (p paper) across(landscape bool) int {
	width, _ := p.room(landscape)
	return int(width / digit * 100 / leastScale)
}

// seen is what is known of the texts of a column.
type seen struct {
	widest  int     // of the lines, in characters
	longest []byte  // text
	lines   int     // at most, in the column of its widest line
	word    int     // the longest, in characters as wide as a digit
	squares float64 // the sum of the squares of their lengths
	filled  int     // cells
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
	length := float64(min(len(shown), essayFrom))
	s.squares += length * length
	s.filled++
	s.lines = max(s.lines, 1+bytes.Count(shown, []byte("\n")))
	word := 0
	for _, c := range shown {
		if word++; c == ' ' || c == '\n' || c == '-' {
			word = 0
		}
		s.word = max(s.word, word+1)
	}
}

// weight is the share of a column in the width of a table. A row is as high as its longest text, so that long texts count more than many:
// with widths in proportion to these weights, the sum of the squares of the numbers of lines is least.
func (s *seen) weight() float64 { return math.Cbrt(s.squares) + 1 }

// arrange chooses the columns of a sheet and puts them in order. A column with one value throughout goes to the caption.
func (x *xlsx) arrange(l *layout) {
	l.columns, l.lines, l.places, l.caption = nil, nil, nil, nil
	places := make([]Place, len(l.seen))
	for i := range l.seen {
		s := &l.seen[i]
		places[i] = l.place(i, s)
		constant := l.Caption && l.n > 1 && !s.differ && s.first != nil && places[i] >= Middle
		if constant && (x.book.Accessible || places[i] != Grouped) { // an id that is hidden is enough
			l.caption = append(l.caption, Line{Text: l.Rows.Columns[i].Title + ": " + string(table.AppendText(nil, s.first, "; "))})
		}
		if constant {
			places[i] = Grouped
		}
		if l.n == 0 || s.widest > 0 && (!constant || !x.book.Accessible) {
			l.columns = append(l.columns, i)
		}
	}
	byPlace := func(a, b int) int { return cmp.Compare(places[a], places[b]) }
	slices.SortStableFunc(l.columns, byPlace)
	if l.Caption {
		x.choose(l, places)
		slices.SortStableFunc(l.columns, byPlace)
	}
	for _, i := range l.columns {
		lines := rowLines
		switch c := l.Rows.Columns[i]; {
		case places[i] >= Beside, l.Screen && l.Places != nil && !x.book.Accessible:
			lines = 1
		case c.Link:
			lines = linkLines
		case l.Caption && places[i] < Last, len(l.Headings) > 0:
			lines = nameLines
		}
		l.lines = append(l.lines, lines)
		l.places = append(l.places, places[i])
	}
}

// place returns the place of a column.
func (l *layout) place(i int, s *seen) Place {
	switch {
	case l.Places == nil:
		return Middle
	case l.Places[i] == Middle && l.Caption && len(s.longest) >= essayFrom:
		return Last
	}
	return l.Places[i]
}

// choose takes off the page the columns that it has no room for, the least important first: what is printed is printed whole. Long texts
// then stand beside the page, other columns in the hidden group.
func (x *xlsx) choose(l *layout, places []Place) {
	order := slices.Clone(l.Main)
	for _, i := range l.columns {
		if !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	room := x.book.paper().across(true)
	l.optional = -1
	full := false // nothing of less importance takes the place of a column that is off the paper
	for n, i := range order {
		if !slices.Contains(l.columns, i) || places[i] >= Beside {
			continue
		}
		full = full || slices.Contains(l.off, i)
		left := full && (n >= len(l.Main) || slices.Contains(l.off, i))
		switch least, _ := l.leastWidth(i, places[i]); {
		case least <= room && !left && l.seen[i].lines <= nameLines:
			room -= least
			if places[i] == Last || places[i] == Middle && l.Main != nil && n >= len(l.Main) {
				l.optional = i
			}
		case places[i] == Last:
			places[i] = Beside
		default:
			places[i] = Grouped
		}
	}
}

// widths gives the columns widths with which a table is one page wide. Each begins at its least width; then each character of room goes to
// the column whose texts take most lines.
func (x *xlsx) widths(l *layout) {
	most := make([]int, len(l.columns))
	l.widths = make([]int, len(l.columns))
	for k, i := range l.columns {
		l.widths[k], most[k] = l.leastWidth(i, l.places[k])
	}
	weight := func(k int) float64 { return l.seen[l.columns[k]].weight() }
	room := x.book.paper().across(len(l.Charts) == 0) - l.width()
	for ; room > 0; room-- {
		k := l.tightest(func(k int) float64 {
			if l.widths[k] >= most[k] {
				return 0
			}
			return weight(k) / float64(l.widths[k])
		})
		if k < 0 {
			break
		}
		l.widths[k]++
	}
	for ; room < 0; room++ {
		k := l.tightest(func(k int) float64 {
			c := l.Rows.Columns[l.columns[k]]
			if c.Date || c.Numeric || l.widths[k] <= narrowest {
				return 0
			}
			return float64(l.widths[k]) / math.Sqrt(weight(k))
		})
		if k < 0 {
			break
		}
		l.widths[k]--
	}
}

// leastWidth returns the width that a column needs to be read, and the most that it can use.
func (l *layout) leastWidth(i int, place Place) (least, most int) {
	c, s := l.Rows.Columns[i], &l.seen[i]
	most = min(s.widest+2, maxEssay)
	least = max(minColumn, min(s.widest+2, minText), min(longestWord(c.Title)+1, maxColumn), min(s.word, wordRoom))
	switch {
	case c.Numeric, c.Date:
		least = max(least, min(s.widest+2, wholeRoom)) // else it would be shown as ####
	case place == Beside:
		least = max(least, min(most, maxEssay/2))
	case place == Grouped && l.Caption: // beside the page there is room
		least = max(least, displaywidth.String(c.Title)+4)
	case place == Lead:
		least = max(minColumn, min(most, leadRoom))
	case l.Caption || place == Name:
		lines := nameLines
		if place == Last {
			lines = rowLines
		}
		if place == Name {
			least = max(least, min(most, nameLeast))
		}
		least += sort.Search(max(most-least, 0), func(more int) bool { return lineCount(s.longest, least+more-1) <= lines })
		if place != Name && !l.Screen && lineCount(s.longest, least-1) > lines {
			least = maxColumns // no page has room for it
		}
	case c.Unbroken && place != Grouped && l.Places == nil:
		least = max(least, min(most, maxColumn))
	}
	return least, most
}

// Widths of the columns that say what a row is: at most of the id, and at least of the title, if it is as long.
const (
	leadRoom  = 18
	nameLeast = 30
)

// wordRoom is the width up to which no word of a text is broken.
const wordRoom = 17

// wholeRoom is the width of a date or of the longest number.
const wholeRoom = 18

// minText is the width that a text has at least, if it is as long.
const minText = 10

// tightest returns the printed column for which something is greatest, and more than nothing; -1 if there is none.
func (l *layout) tightest(of func(k int) float64) int {
	best, most := -1, 0.0
	for k, at := range l.places {
		if at >= Beside {
			continue
		}
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

// headingHeight returns the height of the heading of a table in points. Only the last line has the button of a filter beside it, if there
// is one.
func (x *xlsx) headingHeight(l *layout) int {
	lines := 1
	for k, i := range l.columns {
		if l.places[k] == Grouped && !x.book.Accessible {
			continue
		}
		title := l.Rows.Columns[i].Title
		if !x.book.Accessible {
			title += " ▾"
		}
		lines = max(lines, lineCount([]byte(title), l.widths[k]*8/9))
	}
	return min(lines*lineHeight, maxHeight)
}
