package journal

import (
	"cmp"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// linked describes the records of a page for search engines and other programs, in the words of schema.org as JSON-LD 1.1. It
// claims no more than the page does: no date where the sources leave the day open, no place that is not stated.
type linked struct {
	*Journal
	page int
}

type pairs = []rawjson.Pair

// linkedData returns the JSON-LD of a page.
func (j *Journal) linkedData(page int, items []*item) []byte {
	l := linked{j, page}
	var nodes [][]byte
	if page == 0 {
		nodes = append(nodes, l.dataset())
	}
	for _, it := range items {
		if node := l.node(it); node != nil {
			nodes = append(nodes, append([]byte("\n"), node...))
		}
	}
	b := rawjson.Object(pairs{
		{"@context", rawjson.Object(pairs{{"@vocab", table.String("https://schema.org/")}})},
		{"@graph", rawjson.Array(nodes)},
	})
	// Neither the end of the element nor a comment can stand in the text.
	return text.EscapeJSON([]byte(strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`).Replace(string(b))))
}

func (l linked) dataset() []byte {
	d := l.cite.Dataset
	licence := d.Licence
	if licence != "" {
		licence = "https://spdx.org/licenses/" + licence + ".html"
	}
	return rawjson.Object(pairs{
		{"@type", table.String("Dataset")},
		{"name", table.String(l.options.Title)},
		{"description", table.Optional(l.description())},
		{"version", table.Optional(d.Version)},
		{"license", table.Optional(licence)},
		{"inLanguage", table.String(l.options.Language)},
		{"dateModified", table.Optional(d.Dates.From)},
	})
}

// node returns the description of a record; nil if there is none for its table.
func (l linked) node(it *item) []byte {
	switch it.table.Name {
	case vocab.Conferences, vocab.Sessions, vocab.SideEvents:
		return l.event(it)
	case vocab.Messages:
		return l.claim(it)
	case vocab.People:
		return l.object(it, "Person", pairs{
			{"jobTitle", table.Optional(it.get(vocab.Position))},
			{"affiliation", l.reference(it.get(vocab.Organisation))},
		})
	case vocab.Organisations:
		return l.object(it, "Organization", pairs{
			{"alternateName", table.Optional(it.get(vocab.Acronym))},
			{"parentOrganization", l.reference(it.get(vocab.Parent))},
			{"url", webAddress(it.get(vocab.URL))},
		})
	}
	return nil
}

// object returns a node with an identifier, a type and a name before what is special to it.
func (l linked) object(it *item, kind string, more pairs) []byte {
	return rawjson.Object(append(pairs{
		{"@id", table.String(l.href(l.page, it.page, it.Anchor))},
		{"@type", table.String(kind)},
		{"name", table.String(record.Name(it.table, it.rec.Raw))},
	}, more...))
}

// reference returns a reference to a record; nil if it is not in the data.
func (l linked) reference(id string) []byte {
	it := l.homes[id]
	if it == nil || id == "" {
		return nil
	}
	return rawjson.Object(pairs{{"@id", table.String(l.href(l.page, it.page, it.Anchor))}})
}

// references returns references to the records that the entries of a list name, each once.
func (l linked) references(it *item, list, field string, wanted func(entry []byte) bool) []byte {
	var all [][]byte
	known := map[string]bool{}
	for _, e := range record.Entries(it.rec.Raw, list) {
		id := rawjson.GetText(e, field)
		if known[id] || rawjson.GetText(e, vocab.Basis) == vocab.BasisInferred || !wanted(e) {
			continue
		}
		known[id] = true
		if r := l.reference(id); r != nil {
			all = append(all, r)
		}
	}
	return rawjson.Array(all)
}

// event describes a conference, a session or a side event.
func (l linked) event(it *item) []byte {
	start, end := it.dates()
	if end == start {
		end = ""
	}
	var parts [][]byte
	for _, id := range l.programmes[it] {
		parts = append(parts, l.reference(id))
	}
	return l.object(it, "Event", pairs{
		{"startDate", table.Optional(start)},
		{"endDate", table.Optional(end)},
		{"eventAttendanceMode", attendanceMode(it.get(vocab.Mode))},
		{"location", place(it)},
		{"organizer", l.references(it, vocab.Organisers, vocab.Organisation, func(e []byte) bool { //nolint:misspell // schema.org has it so
			return record.Organises(rawjson.GetText(e, vocab.Role))
		})},
		{"performer", l.references(it, vocab.Speakers, vocab.Person, func(e []byte) bool {
			return rawjson.GetText(e, vocab.Presence) != vocab.PresenceNamed
		})},
		{"superEvent", l.reference(it.get(vocab.Conference))},
		{"subEvent", rawjson.Array(parts)},
	})
}

// dates returns the first and the last day of an event, or the moments at which it starts and ends on one day. An event on one of
// several days has none.
func (it *item) dates() (start, end string) {
	start, end = record.Days(it.rec.Raw)
	if it.event == nil {
		return start, end
	}
	switch {
	case it.event.DateMeaning == vocab.DateWithin && start != end:
		return "", ""
	case start != it.event.Last || start == "": // the hours are those of each day
		return start, end
	}
	if clock := it.get(vocab.StartTime); clock != "" {
		start += "T" + clock + ":00"
	}
	if clock := it.get(vocab.EndTime); clock != "" {
		end += "T" + clock + ":00"
	}
	return start, end
}

// attendanceMode returns the word of schema.org for a mode.
func attendanceMode(mode string) []byte {
	word := map[string]string{vocab.ModeInPerson: "Offline", vocab.ModeOnline: "Online", vocab.ModeHybrid: "Mixed"}[mode]
	if word == "" {
		return nil
	}
	return table.String("https://schema.org/" + word + "EventAttendanceMode")
}

// place returns where an event was, as far as its record says.
func place(it *item) []byte {
	address := rawjson.Object(pairs{
		{"addressLocality", table.Optional(it.get(vocab.City))}, {"addressCountry", table.Optional(it.get(vocab.Country))},
	})
	name := cmp.Or(it.get(vocab.Venue), it.get(vocab.City))
	if name == "" {
		return nil
	}
	return rawjson.Object(pairs{{"@type", table.String("Place")}, {"name", table.String(name)}, {"address", address}})
}

// claim describes a message. Its words are those of the dataset, so that it is no quotation.
func (l linked) claim(it *item) []byte {
	return rawjson.Object(pairs{
		{"@id", table.String(l.href(l.page, it.page, it.Anchor))},
		{"@type", table.String("Claim")},
		{"text", table.String(record.Name(it.table, it.rec.Raw))},
		{"author", l.reference(cmp.Or(it.get(vocab.Speaker), it.get(vocab.Organisation)))},
		{"recordedAt", l.reference(cmp.Or(it.get(vocab.Session), it.get(vocab.SideEvent)))},
		{"isBasedOn", webAddress(l.Address(vocab.Documents, it.get(vocab.Document)))},
	})
}

func webAddress(s string) []byte {
	if !isWebAddress(s) {
		return nil
	}
	return table.String(s)
}
