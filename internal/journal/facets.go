package journal

import (
	"cmp"
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// The filters of the page. Their names stand in its address.
const (
	byKind         = "kind"
	byTheme        = "theme"
	byStanding     = "standing"
	byDay          = "day"
	byOrganisation = "organisation"
)

// maxOptions is the number of values of a filter, beyond which it is left out: they would stand on every page, in a list too long to
// find one.
const maxOptions = 5000

// maxDays is the number of days of an event that the filter knows, beyond which it knows none: it says little of each of them, and
// they would be most of the page.
const maxDays = 62

// facets returns the values of a record that the filters look at, without those that its links show.
func (it *item) facets() map[string][]string {
	t, v := it.table, it.rec.Raw
	f := map[string][]string{
		byKind: {strings.TrimSuffix(t.Name+"."+knownCode(t, v, vocab.Kind), ".")}, // the page finds it by its table too
		byDay:  daysOf(v),
	}
	if code := knownCode(t, v, vocab.Standing); code != "" {
		f[byStanding] = []string{code}
	}
	return f
}

// filterOf returns the filter that looks at references to a table; "" if there is none.
func filterOf(table string) string {
	return map[string]string{vocab.Themes: byTheme, vocab.Organisations: byOrganisation}[table]
}

// knownCode returns the code of a field; "" if the schema does not have it.
func knownCode(t *schema.Table, v []byte, field string) string {
	f := t.Field(field)
	if f == nil {
		return ""
	}
	code := rawjson.GetText(v, field)
	if !slices.ContainsFunc(f.Codes, func(c schema.Code) bool { return c.Code == code }) {
		return ""
	}
	return code
}

// daysOf returns the days (YYYY-MM-DD) on which something was, or may have been.
func daysOf(v []byte) []string {
	from, to := record.Days(v)
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil || last.Sub(first) >= maxDays*24*time.Hour {
		return nil
	}
	var days []string
	for day := range vocab.Days(first, last) {
		days = append(days, day.Format(time.DateOnly))
	}
	return days
}

// Facets returns as attributes the facets that no link of the record shows. No value has a space or needs escaping.
func (it *item) Facets() template.HTMLAttr {
	var b strings.Builder
	facets := it.facets()
	for _, filter := range []string{byStanding, byDay, byKind} {
		if values := facets[filter]; values != nil {
			b.WriteString(" data-" + filter + `="` + strings.Join(values, " ") + `"`)
		}
	}
	return template.HTMLAttr(b.String())
}

// filter is a choice among the values of a facet.
type filter struct {
	Name, Label string
	Options     []option
}

// option is a value of a facet with its name for people.
type option struct{ Value, Label string }

// used returns the values that any record has, by filter. All records must have their anchors.
func (j *Journal) used() map[string]map[string]bool {
	used := map[string]map[string]bool{byKind: {}, byTheme: {}, byStanding: {}, byDay: {}, byOrganisation: {}}
	for _, it := range j.items {
		for name, values := range it.facets() {
			for _, v := range values {
				used[name][v] = true
			}
		}
		used[byKind][it.table.Name] = true
		if filter := filterOf(it.table.Name); filter != "" {
			used[filter][it.Anchor] = true
		}
		for link := range it.table.References(it.rec.Raw) {
			filter := filterOf(link.Field.Ref)
			if it := j.homes[link.ID]; it != nil && filter != "" {
				used[filter][it.Anchor] = true
			}
		}
	}
	return used
}

// filters returns the filters: the values that any record has.
func (j *Journal) filters() []filter {
	used := j.used()
	var all []filter
	for _, f := range j.allFilters(slices.Sorted(maps.Keys(used[byDay]))) {
		f.Options = slices.DeleteFunc(f.Options, func(o option) bool { return !used[f.Name][o.Value] })
		if n := len(f.Options); n > 1 && n <= maxOptions {
			all = append(all, f)
		}
	}
	return all
}

// allFilters returns the filters with all the values that records may have, in the words and the order of the schema.
func (j *Journal) allFilters(days []string) []filter {
	kind, standing := filter{Name: byKind, Label: "Kind"}, filter{Name: byStanding}
	day := filter{Name: byDay, Label: "Day"}
	named := map[string]filter{}
	for _, t := range j.Model.Tables {
		kind.Options = append(kind.Options, option{t.Name, t.Title})
		if f := t.Field(vocab.Kind); f != nil {
			for _, c := range f.Codes {
				kind.Options = append(kind.Options, option{t.Name + "." + c.Code, t.Title + ": " + cmp.Or(c.Title, c.Code)})
			}
		}
		if f := t.Field(vocab.Standing); f != nil && standing.Label == "" {
			standing.Label = f.Title
			for _, c := range f.Codes {
				standing.Options = append(standing.Options, option{c.Code, cmp.Or(c.Title, c.Code)})
			}
		}
		if name := filterOf(t.Name); name != "" {
			named[name] = filter{name, t.Singular, j.named(t)}
		}
	}
	for _, d := range days {
		day.Options = append(day.Options, option{d, text.Weekday(d)})
	}
	return []filter{named[byTheme], standing, day, kind, named[byOrganisation]}
}

// named returns the records of a table as options, by name.
func (j *Journal) named(t *schema.Table) []option {
	var all []option
	for _, v := range j.Records[t.Name] {
		if it := j.homes[record.ID(v)]; it != nil {
			all = append(all, option{it.Anchor, it.title})
		}
	}
	slices.SortStableFunc(all, func(a, b option) int { return text.NaturalCompare(text.Fold(a.Label), text.Fold(b.Label)) })
	return all
}
