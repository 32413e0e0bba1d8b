package record

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// shown is how many records are listed of those that refer to one in the same field.
const shown = 20

// Mentions gathers what refers to some records: the first few of each kind, and how many there are.
type Mentions struct {
	model  *schema.Model
	groups map[string][]*group // by the id mentioned
}

// group are the records of one table that refer to a record in one field.
type group struct {
	table *schema.Table
	path  string // of the field, by dots
	count int
	last  string // the id of the record met last
	some  []mention
}

// mention is a record that refers to another; parts are the entries of its list in which it does.
type mention struct {
	record []byte
	list   *schema.Field
	parts  [][]byte
}

// NewMentions begins to gather what refers to some records.
func NewMentions(m *schema.Model, ids []string) *Mentions {
	b := &Mentions{model: m, groups: map[string][]*group{}}
	for _, id := range ids {
		b.groups[id] = nil
	}
	return b
}

// Add takes one record of the dataset.
func (b *Mentions) Add(rec rawjson.Record) {
	t := b.model.Table(rec.Table)
	b.walk(t, rec.Raw, rec.Raw, nil, t.Fields(), "")
}

// walk finds the references in an object, however deep.
func (b *Mentions) walk(t *schema.Table, rec, v []byte, list *schema.Field, fields []*schema.Field, prefix string) {
	for _, f := range fields {
		if f.Kind != schema.Reference && f.Kind != schema.Object {
			continue
		}
		for _, e := range query.Entries(rawjson.Get(v, f.Name)) {
			if f.Kind == schema.Object {
				b.walk(t, rec, e, f, f.Fields, prefix+f.Name+".")
				continue
			}
			target := rawjson.Text(e)
			if _, wanted := b.groups[target]; wanted {
				b.add(target, t, prefix+f.Name, rec, list, v)
			}
		}
	}
}

func (b *Mentions) add(target string, t *schema.Table, path string, rec []byte, list *schema.Field, part []byte) {
	id := rawjson.GetText(rec, "id")
	if id == target { // a document is a source of what is said of it
		return
	}
	i := slices.IndexFunc(b.groups[target], func(g *group) bool { return g.table == t && g.path == path })
	if i < 0 {
		i = len(b.groups[target])
		b.groups[target] = append(b.groups[target], &group{table: t, path: path})
	}
	g := b.groups[target][i]
	if g.last != id || g.count == 0 {
		g.count++
		g.last = id
		if g.count <= shown {
			g.some = append(g.some, mention{record: bytes.Clone(rec), list: list})
		}
	}
	if g.count <= shown && list != nil {
		m := &g.some[len(g.some)-1]
		m.parts = append(m.parts, bytes.Clone(part))
	}
}

// Tables lists the tables whose names are needed to tell the mentions.
func (b *Mentions) Tables() []string {
	var tables []string
	for _, groups := range b.groups {
		for _, g := range groups {
			if f := g.table.Field(vocab.Speaker); f != nil && f.Ref != "" {
				tables = append(tables, f.Ref)
			}
		}
	}
	slices.Sort(tables)
	return slices.Compact(tables)
}

// mentions lists what refers to a record, by table and field in the order of the schema.
func (s Source) mentions(p *render.Page, id string) {
	groups := slices.Clone(s.Back.groups[id])
	slices.SortStableFunc(groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(slices.Index(s.Model.Tables, a.table), slices.Index(s.Model.Tables, b.table)), cmp.Compare(a.rank(), b.rank()))
	})
	for _, g := range groups {
		p.Heading(g.heading())
		var items [][2]string
		for _, m := range g.some {
			items = append(items, [2]string{rawjson.GetText(m.record, "id"), s.tell(g, m)})
		}
		if more := g.count - len(g.some); more > 0 {
			// the command has a line of its own, to be copied
			items = append(items, [2]string{"…", fmt.Sprintf("and %s more:", text.Number(more))}, [2]string{"", s.More(g.table.Name, g.path+"="+id)})
		}
		p.List(items)
	}
}

// rank is the place of the field among those of its table.
func (g *group) rank() int {
	name, _, _ := strings.Cut(g.path, ".")
	return slices.IndexFunc(g.table.Fields(), func(f *schema.Field) bool { return f.Name == name })
}

func (g *group) heading() string {
	form, known := Headings()[g.path]
	if !known {
		form = "%s that refer to it (" + strings.ReplaceAll(titles(g.table, g.path), "%", "%%") + ")"
	}
	return fmt.Sprintf(form+": %s", g.table.Title, text.Number(g.count))
}

// tell names a record that refers to the one shown, and says what tells it from others: of a message its
// standing and speaker, of a part in an event the role.
func (s Source) tell(g *group, m mention) string {
	var about []string
	for _, part := range m.parts {
		for _, name := range []string{vocab.Role, vocab.Mode} {
			if f, v := m.list.Field(name), rawjson.Get(part, name); f != nil && v != nil {
				about = append(about, s.short(v, f))
			}
		}
	}
	telling := map[string][]string{vocab.Messages: {vocab.Standing, vocab.Speaker}, vocab.People: {vocab.Position}}
	for _, name := range telling[g.table.Name] {
		if f, v := g.table.Field(name), rawjson.Get(m.record, name); f != nil && v != nil && name != g.path {
			about = append(about, s.short(v, f))
		}
	}
	name := rawjson.GetText(m.record, g.table.Display)
	if len(about) == 0 {
		return name
	}
	return strings.TrimSpace(name + " (" + strings.Join(about, "; ") + ")")
}

// short is a value within brackets: a code in small letters, a record by its name alone.
func (s Source) short(v []byte, f *schema.Field) string {
	switch f.Kind {
	case schema.CodeKind:
		return text.Lower(s.words(v, f))
	case schema.Reference:
		return cmp.Or(rawjson.GetText(s.Look(f.Ref, rawjson.Text(v)), s.Model.Display(f.Ref)), rawjson.Text(v))
	}
	return s.words(v, f)
}
