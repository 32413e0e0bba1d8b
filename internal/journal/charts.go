package journal

import (
	"cmp"
	"fmt"
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// chart is counts as bars, with the table behind them.
type chart struct {
	ID, Title string
	Remark    string
	Of        string   // what a row is
	Series    []string // the names of the parts of a bar
	Bars      []bar
	most      int
}

// bar is one bar, in parts.
type bar struct {
	Label string
	Group *group // where its records stand; nil if they stand in no one place
	Item  *item  // the record that it is about; nil if it is about none
	Parts []int  // counts, in the order of the series
}

// The anchors of the charts.
const (
	chartByTheme = "messages.by-theme"
	chartByEvent = "messages.by-event"
)

// maxBars is the number of bars of a chart; its table has more.
const maxBars = 30

// charts returns the counts of messages by theme and standing, and by event.
func (j *Journal) charts(t *schema.Table, themes []*group, counts map[*group][]int) []chart {
	var all []chart
	byTheme := chart{ID: chartByTheme, Title: t.Title + " by theme and standing", Of: "Theme"}
	byTheme.Remark = "A message counts once for each of its themes."
	for _, c := range standings(t) {
		byTheme.Series = append(byTheme.Series, cmp.Or(c.Title, c.Code))
	}
	byTheme.Series = append(byTheme.Series, noStanding)
	for _, g := range themes {
		byTheme.Bars = append(byTheme.Bars, bar{Label: g.Heading, Group: g, Parts: counts[g]})
	}
	byTheme.dropEmpty()
	byEvent := chart{ID: chartByEvent, Title: t.Title + " by event", Of: "Event", Series: []string{t.Title}, Bars: j.byEvent(t)}
	for _, c := range []chart{byTheme, byEvent} {
		if len(c.Bars) == 0 {
			continue
		}
		for _, b := range c.Bars {
			c.most = max(c.most, b.Total())
		}
		all = append(all, c)
	}
	return all
}

const noStanding = "No standing stated"

// standings are the codes of the standing of messages.
func standings(t *schema.Table) []schema.Code {
	if f := t.Field(vocab.Standing); f != nil {
		return f.Codes
	}
	return nil
}

// countStandings counts messages by their standing; the last count is of those with none.
func countStandings(t *schema.Table, items ...[]*item) []int {
	codes := standings(t)
	counts := make([]int, len(codes)+1)
	for _, list := range items {
		for _, it := range list {
			i := slices.IndexFunc(codes, func(c schema.Code) bool { return c.Code == it.standing })
			counts[(i+len(counts))%len(counts)]++
		}
	}
	return counts
}

// byEvent counts messages by the session or side event in which they were given, the event with most first.
func (j *Journal) byEvent(t *schema.Table) []bar {
	counts := map[string]int{}
	var ids []string
	for _, v := range j.Records[t.Name] {
		id := cmp.Or(rawjson.GetText(v, vocab.Session), rawjson.GetText(v, vocab.SideEvent))
		if counts[id]++; counts[id] == 1 && id != "" {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), text.NaturalCompare(a, b)) })
	var bars []bar
	for _, id := range ids {
		b := bar{Label: id, Item: j.homes[id], Parts: []int{counts[id]}}
		if b.Item != nil {
			b.Label = b.Item.title
		}
		bars = append(bars, b)
	}
	if n := counts[""]; n > 0 && bars != nil {
		bars = append(bars, bar{Label: "No event stated", Parts: []int{n}})
	}
	return bars
}

// dropEmpty drops the series that no bar has.
func (c *chart) dropEmpty() {
	for i := len(c.Series) - 1; i >= 0; i-- {
		if slices.ContainsFunc(c.Bars, func(b bar) bool { return b.Parts[i] > 0 }) {
			continue
		}
		c.Series = slices.Delete(c.Series, i, i+1)
		for k := range c.Bars {
			c.Bars[k].Parts = slices.Delete(c.Bars[k].Parts, i, i+1)
		}
	}
}

// Total returns the count of a bar.
func (b bar) Total() int {
	n := 0
	for _, p := range b.Parts {
		n += p
	}
	return n
}

// The measures of a drawing, in its own units.
const (
	drawingWidth = 640
	labelWidth   = 250
	countWidth   = 40
	rowHeight    = 22
	barHeight    = 14
)

// drawn is a bar as it is drawn.
type drawn struct {
	Label, Total string
	Y, TextY     int
	TotalX       int
	Parts        []rect
}

// rect is a part of a bar; Series is its number among the series.
type rect struct{ Series, X, Width int }

// Drawing returns the bars as they are drawn.
func (c chart) Drawing() []drawn {
	var all []drawn
	for i, b := range c.Bars[:min(len(c.Bars), maxBars)] {
		const maxLabel = 38
		d := drawn{Label: text.Shorten(b.Label, maxLabel), Total: text.Number(b.Total()), Y: i*rowHeight + (rowHeight-barHeight)/2}
		d.TextY = d.Y + barHeight - 3
		x := labelWidth
		sum := 0
		for k, n := range b.Parts {
			sum += n
			end := labelWidth + sum*(drawingWidth-labelWidth-countWidth)/max(c.most, 1)
			if end > x {
				d.Parts = append(d.Parts, rect{k, x, end - x})
			}
			x = end
		}
		d.TotalX = x + 6
		all = append(all, d)
	}
	return all
}

// Width returns the width of the drawing.
func (c chart) Width() int { return drawingWidth }

// LabelX returns where the labels end.
func (c chart) LabelX() int { return labelWidth - 8 }

// Height returns the height of the drawing.
func (c chart) Height() int { return min(len(c.Bars), maxBars) * rowHeight }

// Summary describes the drawing in words: its greatest bars.
func (c chart) Summary() string {
	var parts []string
	const few = 3
	for _, b := range c.Bars[:min(len(c.Bars), few)] {
		parts = append(parts, fmt.Sprintf("%s %s", b.Label, text.Number(b.Total())))
	}
	return fmt.Sprintf("Bar chart: %s. Most have %s. The table has all counts.", c.Title, text.Join(parts))
}
