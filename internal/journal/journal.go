// Package journal writes a dataset as web pages to read: the programme, the messages, and every record with its sources.
//
// A page is one file. It reads whole without its script, asks no other host for anything, and carries a policy (CSP) that
// allows only its own style and script. The same data give the same bytes.
package journal

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"malaga/internal/cite"
	"malaga/internal/overview"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/timeline"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Data is the dataset that is written.
type Data struct {
	record.Pages                     // Look must find the records of all tables
	Meta         []byte              // the description of the dataset; nil if it has none
	Records      map[string][][]byte // by table, in the order of the data
	Chapters     []timeline.Chapter
	Overview     *overview.Overview
}

// Limits on the records of which pages are written: with them, 240 MiB of memory are in use. Small records take more than their bytes.
const (
	maxKept    = 32 << 20 // bytes
	maxRecords = 100_000
)

// tooLarge returns the error for more than that.
func tooLarge(limit string) error {
	return &text.Failure{
		Err:  fmt.Errorf("more than %s: a journal holds all of them in memory", limit),
		Hint: "malaga export csv and xlsx have no such limit",
	}
}

// Read reads all records of a dataset into memory: each is shown with what it refers to and what refers to it.
func Read(m *schema.Model, meta []byte, records query.Records) (Data, error) {
	d := Data{Meta: meta, Overview: overview.New(m), Records: map[string][][]byte{}}
	index := query.NewIndex(m)
	programme := timeline.New(m)
	var ids []string
	kept := 0
	for rec, err := range records {
		kept += len(rec.Raw)
		switch {
		case err != nil:
			return Data{}, err
		case kept > maxKept:
			return Data{}, tooLarge(fmt.Sprintf("%d MiB of records", maxKept>>20))
		case len(ids) == maxRecords:
			return Data{}, tooLarge(text.Number(maxRecords) + " records")
		}
		id := record.ID(rec.Raw)
		if index.Lookup(rec.Table, id).Raw == nil {
			rec.Raw = index.Add(rec.Table, rec.Raw)
		} else { // of two records with one id the first is referred to
			rec.Raw = bytes.Clone(rec.Raw)
		}
		d.Records[rec.Table] = append(d.Records[rec.Table], rec.Raw)
		ids = append(ids, id)
		d.Overview.Add(rec)
		programme.Add(rec)
	}
	d.Chapters = programme.Chapters()
	d.Pages = record.Pages{Source: record.Source{Model: m, Look: index.Lookup}, Back: record.NewMentions(m, ids)}
	for _, t := range m.Tables {
		for _, v := range d.Records[t.Name] {
			d.Back.Add(rawjson.Record{Table: t.Name, Raw: v})
		}
	}
	return d, nil
}

// Options choose how the pages look.
type Options struct {
	Title    string // "" means that of the dataset
	Language string // a BCP 47 tag; "" means that of the dataset
	File     string // the name of the first page
	PerPage  int    // the most records on a page

	Downloads []Download
	Accent    string // a colour, #RRGGBB; "" means that of the style
	Logo      Logo
}

// Logo is a picture above the title.
type Logo struct {
	Name    string // of its file; "" if there is none
	Content []byte
}

// Download is a file beside the page.
type Download struct{ File, Label string }

// FileName returns a name for files beside the page: the city of the conference, in letters that are plain everywhere.
func FileName(data Data) string {
	city := text.Fold(rawjson.GetText(data.conference(), vocab.City))
	name := strings.Join(strings.FieldsFunc(city, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-")
	return cmp.Or(name, "dataset")
}

// PerPage is the usual number of records on a page: a browser searches and lays out so many without delay.
const PerPage = 1000

// Journal is the pages of a dataset.
type Journal struct {
	Data
	options    Options
	cite       cite.Source
	anchors    anchors
	items      []*item
	homes      map[string]*item   // where a record stands, by id
	themes     map[string]*group  // the messages on a theme, by its id
	programmes map[*item][]string // the ids of the events of a conference
	sections   []*group
	pages      [][]*group
	frame      *frame

	oneConference bool // all messages are of one conference
}

// New makes the pages of a dataset.
func New(data Data, options Options) (*Journal, error) {
	j := &Journal{
		Data: data, options: options, anchors: newAnchors(),
		homes: map[string]*item{}, themes: map[string]*group{}, programmes: map[*item][]string{},
	}
	j.cite = cite.NewSource(data.Source, cite.OfDataset(data.Meta))
	j.options.Title = cmp.Or(options.Title, rawjson.GetText(data.Meta, vocab.Title), rawjson.GetText(j.conference(), vocab.Title), "Journal")
	j.options.Language = cmp.Or(options.Language, rawjson.GetText(data.Meta, vocab.Language), english)
	if options.Language != "" && !j.isLanguage(options.Language) {
		return nil, text.Usage(fmt.Sprintf("invalid value %q for --lang", options.Language), "write a BCP 47 tag, such as en, es or pt-BR")
	}
	if !j.isLanguage(j.options.Language) { // the data need not be valid
		j.options.Language = english
	}
	j.addSections()
	j.pages = split(j.sections, cmp.Or(options.PerPage, PerPage))
	return j, j.setFrame()
}

// group is a part of the journal under a heading, with records or further groups.
type group struct {
	ID, Heading string // the ID is "" where no link leads
	Level       int    // of the heading, from 2
	Remarks     []string
	Items       []*item
	Elsewhere   []*item // records that stand under another heading and belong here too
	Groups      []*group
	Charts      []chart
	Schedule    []*group // the days of a conference, for a table of their events
	Aside       bool     // not in the table of contents
	Continued   bool     // from the page before

	page int // on which it begins
}

// Contents returns the groups that a table of contents lists below a section: the days, or the themes.
func (g *group) Contents() []*group {
	var all []*group
	for _, sub := range g.Groups {
		if g.ID == programmeID {
			all = append(all, sub.Groups...)
		} else {
			all = append(all, sub)
		}
	}
	all = slices.DeleteFunc(all, func(g *group) bool { return g.Aside })
	const most = 40
	return all[:min(len(all), most)]
}

// maxElsewhere is the number of records under another heading that are listed.
const maxElsewhere = 100

// Also returns the records under another heading that are listed.
func (g *group) Also() []*item { return g.Elsewhere[:min(len(g.Elsewhere), maxElsewhere)] }

// More returns how many records under another heading are not listed.
func (g *group) More() int { return len(g.Elsewhere) - len(g.Also()) }

// item is a record in its place.
type item struct {
	journal *Journal
	rec     rawjson.Record
	table   *schema.Table
	event   *timeline.Event // of a session or a side event
	title   string          // shortened, for links
	page    int
	Anchor  string
	Level   int

	standing string // of a message
}

const english = "en"

// isLanguage reports whether a language is written as the schema wants it.
func (j *Journal) isLanguage(tag string) bool {
	f := j.Model.Description.Field(vocab.Language)
	return f == nil || regexp.MustCompile(f.Pattern).MatchString(tag)
}

// conference returns the conference with the fullest programme; nil if there is none.
func (d Data) conference() []byte {
	var fullest []byte
	most := -1
	for _, c := range d.Chapters {
		if n := len(c.Days); n > most && c.Conference != nil {
			fullest, most = c.Conference, n
		}
	}
	return fullest
}

// item puts a record in its place.
func (j *Journal) item(table string, v []byte, level int) *item {
	id := record.ID(v)
	it := &item{
		journal: j, rec: rawjson.Record{Table: table, Raw: v}, table: j.Model.Table(table), Level: level, Anchor: j.anchors.next(id),
	}
	name := record.Name(it.table, v)
	if table == vocab.Conferences {
		name = cmp.Or(rawjson.GetText(v, vocab.ShortTitle), name)
	}
	it.title = text.Shorten(name, maxLink)
	if j.homes[id] == nil { // of two records with one id the first is referred to
		j.homes[id] = it
	}
	j.items = append(j.items, it)
	return it
}

// maxLink is the length of a title in a link, and maxBrief that of one in a list of links, in code points.
const (
	maxLink  = 160
	maxBrief = 60
)

// anchors gives records their anchors: their ids, as far as they can stand in an address and an attribute.
type anchors struct{ names text.Names }

// newAnchors keeps the anchors that the page itself has.
func newAnchors() anchors {
	a := anchors{text.Names{}}
	for _, name := range []string{"content", "programme", "messages", "about", "top", "q", chartByTheme, chartByEvent} {
		a.names.Next(name)
	}
	return a
}

func (a anchors) next(id string) string {
	if !isAnchor(id) {
		id = "record"
	}
	return a.names.Numbered(id, "-%d")
}

// part returns the anchor of a part of a section. It has the id of what the part is about, for the order of the parts may change.
func (a anchors) part(section, id string) string {
	if !isAnchor(id) {
		id = "other"
	}
	return a.names.Numbered(section+"."+id, ".%d")
}

// isAnchor reports whether an id can stand in an address and an attribute as it is.
func isAnchor(id string) bool {
	const safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	return id != "" && len(id) <= 100 && strings.Trim(id, safe) == "" && strings.Trim(id[:1], safe[:52]) == ""
}
