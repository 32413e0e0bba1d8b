package journal

import (
	"fmt"
	"html"
	"html/template"
	"net/url"
	"path/filepath"
	"strings"
)

// splitter parts the groups of the journal into pages.
type splitter struct {
	most  int // records on a page
	n     int // records on the last page
	pages [][]*group
	open  []*group // the parts of groups that are open on the last page, the outermost first
}

// split parts groups into pages with at most so many records. A group that goes on has its heading again.
func split(groups []*group, most int) [][]*group {
	s := &splitter{most: most, pages: [][]*group{nil}}
	for _, g := range groups {
		s.add(g)
	}
	return s.pages
}

func (s *splitter) add(g *group) {
	if s.n >= s.most && g.records() {
		s.turn()
	}
	part := *g
	part.Items, part.Groups, part.Elsewhere = nil, nil, nil
	s.begin(&part)
	g.page = len(s.pages) - 1
	for _, it := range g.Items {
		if s.n >= s.most {
			s.turn()
		}
		top := s.open[len(s.open)-1]
		top.Items = append(top.Items, it)
		it.page = len(s.pages) - 1
		s.n++
	}
	for _, sub := range g.Groups {
		s.add(sub)
	}
	s.open[len(s.open)-1].Elsewhere = g.Elsewhere
	s.open = s.open[:len(s.open)-1]
}

// records reports whether a group begins with records, and not with a heading that needs none.
func (g *group) records() bool { return len(g.Items)+len(g.Groups) > 0 }

// begin opens a part of a group on the last page.
func (s *splitter) begin(part *group) {
	if n := len(s.open); n > 0 {
		s.open[n-1].Groups = append(s.open[n-1].Groups, part)
	} else {
		s.pages[len(s.pages)-1] = append(s.pages[len(s.pages)-1], part)
	}
	s.open = append(s.open, part)
}

// turn begins a page, on which the open groups go on.
func (s *splitter) turn() {
	s.pages = append(s.pages, nil)
	s.n = 0
	open := s.open
	s.open = nil
	for _, g := range open {
		s.begin(&group{ID: g.ID, Heading: g.Heading, Level: g.Level, Continued: true})
	}
}

// FileOf returns the name of a page, counted from 0: that of the first with a number before its ending.
func (j *Journal) FileOf(page int) string {
	if page == 0 {
		return j.options.File
	}
	ending := filepath.Ext(j.options.File)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(j.options.File, ending), page+1, ending)
}

// addressOf returns the address of a page as seen from the others.
func (j *Journal) addressOf(page int) string { return (&url.URL{Path: j.FileOf(page)}).String() }

// pageLink is a page as the others link to it.
type pageLink struct {
	Address string

	groups []*group
}

// links returns the links to all pages.
func (j *Journal) links() []pageLink {
	all := make([]pageLink, len(j.pages))
	for i, groups := range j.pages {
		all[i] = pageLink{j.addressOf(i), groups}
	}
	return all
}

// Index returns a link to each record of the page, with the record's anchor, so that a page that has the index leads to all of
// them. It is made when it is written, for it may be long. No anchor needs escaping.
func (p pageLink) Index() template.HTML {
	var b strings.Builder
	address := html.EscapeString(p.Address)
	for _, it := range itemsOf(p.groups) {
		fmt.Fprintf(&b, "\n<a id=\"%[1]s\" href=\"%[2]s#%[1]s\">%[1]s</a>", it.Anchor, address)
	}
	return template.HTML(b.String())
}

// itemsOf returns the records of some groups.
func itemsOf(groups []*group) []*item {
	var all []*item
	for _, g := range groups {
		all = append(append(all, g.Items...), itemsOf(g.Groups)...)
	}
	return all
}
