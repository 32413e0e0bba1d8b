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

// facets are the values of a record that the filters look at.
type facets map[string][]string

// add adds a value unless it is there.
func (f facets) add(filter, value string) {
	if !slices.Contains(f[filter], value) {
		f[filter] = append(f[filter], value)
	}
}

// facetsOf returns the facets of a record. All records must have their anchors.
func (j *Journal) facetsOf(it *item) facets {
	f := facets{}
	t, v := it.table, it.rec.Raw
	f.add(byKind, strings.TrimSuffix(t.Name+"."+knownCode(t, v, vocab.Kind), ".")) // the page finds it by its table too
	if code := knownCode(t, v, vocab.Standing); code != "" {
		f.add(byStanding, code)
	}
	for _, day := range daysOf(v) {
		f.add(byDay, day)
	}
	if filter := filterOf(t.Name); filter != "" {
		f.add(filter, it.Anchor)
	}
	for link := range t.References(v) {
		filter := filterOf(link.Field.Ref)
		if it := j.homes[link.ID]; it != nil && filter != "" {
			f.add(filter, it.Anchor)
		}
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
	if err != nil {
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
	for _, filter := range []string{byStanding, byDay, byKind} {
		if values := it.facets[filter]; values != nil {
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

// filters returns the filters for some records: the values that any of them has.
func (j *Journal) filters(items []*item) []filter {
	used := map[string]bool{} // by filter and value
	for _, it := range items {
		for name, values := range it.facets {
			for _, v := range values {
				used[name+" "+v] = true
				if kind, _, _ := strings.Cut(v, "."); name == byKind {
					used[name+" "+kind] = true
				}
			}
		}
	}
	var all []filter
	for _, f := range j.allFilters() {
		f.Options = slices.DeleteFunc(f.Options, func(o option) bool { return !used[f.Name+" "+o.Value] })
		if len(f.Options) > 1 {
			all = append(all, f)
		}
	}
	return all
}

// allFilters returns the filters with all the values that records may have, in the words and the order of the schema.
func (j *Journal) allFilters() []filter {
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
	for _, d := range j.days() {
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

// days returns the days of all records, in order.
func (j *Journal) days() []string {
	days := map[string]bool{}
	for _, it := range j.items {
		for _, d := range it.facets[byDay] {
			days[d] = true
		}
	}
	return slices.Sorted(maps.Keys(days))
}
