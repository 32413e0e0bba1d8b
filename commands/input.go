package commands

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// input is the dataset that a command reads, readable more than once.
type input struct {
	*dataset.Dataset
	app   *app
	set   *schema.Set
	model *schema.Model
	seen  map[string]bool // the tables that were met
}

// open opens the dataset that --data or MALAGA_DATA names, or the built-in one. The output will not replace a file of it.
func (o *output) open() (*input, error) {
	set, err := o.schemas()
	if err != nil {
		return nil, err
	}
	path, err := o.dataPath()
	if err != nil {
		return nil, err
	}
	d, err := dataset.Open(path, dataset.Layout{Tables: set.Model.Names(), Members: set.MemberNames}, o.env.Stdin)
	if err != nil {
		return nil, err
	}
	o.reads = append(o.reads, d.Holds)
	return &input{Dataset: d, app: o.app, set: set, model: set.Model, seen: map[string]bool{}}, d.Hold()
}

// dataPath returns the path of the dataset; "" means the built-in one.
func (a *app) dataPath() (string, error) {
	if !a.data.set {
		return a.env.Getenv("MALAGA_DATA"), nil
	}
	if a.data.text == "" { // an unset variable in a script must not mean other data
		return "", usage("--data is empty", "name a directory or a file")
	}
	return a.data.text, nil
}

// isTable reports whether a table has the name.
func (a *app) isTable(name string) bool {
	set, err := a.schemas()
	return err == nil && set.Model.Find(name) != nil
}

// table finds a table by the name that the user gave.
func (in *input) table(name string) (*schema.Table, error) {
	if t := in.model.Find(name); t != nil {
		return t, nil
	}
	names := in.model.Names()
	return nil, usage(fmt.Sprintf("unknown table %q", name), nearestOr(name, names, "the tables are "+strings.Join(names, ", ")))
}

// tables finds tables by their names; all if none is named.
func (in *input) tables(names []string) ([]*schema.Table, error) {
	if len(names) == 0 {
		return in.model.Tables, nil
	}
	var tables []*schema.Table
	for _, name := range names {
		t, err := in.table(name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(tables, t) {
			return nil, usage(fmt.Sprintf("table %s is named twice", t.Name), "")
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// records reads the records of some tables (all if none is named) as a sequence. It ends with an error if there were
// findings about syntax or limits: no command uses data quietly that could not be read whole.
func (in *input) records(tables ...string) query.Records {
	return func(yield func(rawjson.Record, error) bool) {
		var findings []finding.Finding
		for e, err := range in.Read(in.app.ctx, tables...) {
			switch {
			case err != nil:
				yield(rawjson.Record{}, err)
				return
			case e.Kind == dataset.Table:
				in.seen[e.Table] = true
			case e.Kind == dataset.Record && (e.Table != dataset.Meta || len(tables) > 0):
				if !yield(e.Record, nil) {
					return
				}
			default:
				findings = in.appendErrors(findings, e)
			}
		}
		if len(findings) > 0 {
			yield(rawjson.Record{}, &findingsError{findings: findings})
		}
	}
}

// appendErrors appends the finding of an event, if it is an error of syntax or over a limit.
func (in *input) appendErrors(findings []finding.Finding, e *dataset.Event) []finding.Finding {
	switch {
	case e.Kind == dataset.Problem:
		return append(findings, finding.Place(e.Record, in.model.Display(e.Record.Table), e.Problem))
	case e.Kind == dataset.Finding && e.Finding.Severity == finding.Error:
		return append(findings, e.Finding)
	}
	return findings
}

// noteAbsent prints which of some tables that were read are not in the dataset.
func (in *input) noteAbsent(tables ...string) {
	slices.Sort(tables)
	for _, name := range slices.Compact(tables) {
		if !in.seen[name] {
			in.app.note("the dataset has no "+name, "")
		}
	}
}

// lookup reads the records of some tables into memory, to be found by id. Tables that others refer to are small beside
// those that refer to them. It prints a warning for conditions on those records that match nothing.
func (in *input) lookup(tables []string, conditions ...query.Condition) (query.Lookup, error) {
	byTable := map[string]map[string][]byte{}
	if len(tables) > 0 { // none would mean all
		for rec, err := range in.records(tables...) {
			if err != nil {
				return nil, err
			}
			if byTable[rec.Table] == nil {
				byTable[rec.Table] = map[string][]byte{}
			}
			byTable[rec.Table][rawjson.GetText(rec.Raw, "id")] = bytes.Clone(rec.Raw)
		}
	}
	look := func(table, id string) []byte { return byTable[table][id] }
	for _, c := range conditions {
		message, hint := c.Warning(look, func(table string) []string { return slices.Sorted(maps.Keys(byTable[table])) })
		if message != "" {
			in.app.note(message, hint)
		}
	}
	return look, nil
}

// meta returns the description of a dataset: that of dataset.json, or the members beside the tables of one file; nil if
// it has none.
func (in *input) meta() ([]byte, error) {
	var meta, members []byte
	var findings []finding.Finding
	known := in.set.MemberNames("")
	for e, err := range in.Read(in.app.ctx, dataset.Meta) {
		switch {
		case err != nil:
			return nil, err
		case e.Kind == dataset.Record:
			meta = bytes.Clone(e.Record.Raw)
		case e.Kind == dataset.Member:
			if e.Table != "" || !slices.Contains(known, rawjson.Text(e.Key.Raw)) {
				continue
			}
			if members != nil {
				members = append(members, ',')
			}
			members = append(members, e.Key.Raw...)
			members = append(members, ':')
			members = append(members, e.Record.Raw...)
		default:
			findings = in.appendErrors(findings, e)
		}
	}
	if len(findings) > 0 {
		return meta, &findingsError{findings: findings}
	}
	if members != nil {
		meta = fmt.Appendf(nil, "{%s}", members)
	}
	return meta, nil
}

// conditions reads the conditions of --where.
func (in *input) conditions(t *schema.Table, texts []string) ([]query.Condition, error) {
	var conditions []query.Condition
	for _, text := range texts {
		c, err := query.NewCondition(in.model, t, text)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, c)
	}
	return conditions, nil
}

// find finds records by their ids in one pass over the dataset, in which each sees every record.
func (in *input) find(ids []string, each func(rawjson.Record)) (map[string]rawjson.Record, error) {
	found := map[string]rawjson.Record{}
	times := map[string]int{}
	for _, id := range ids {
		times[id] = 0
	}
	all := []string{}
	for rec, err := range in.records() {
		if err != nil {
			return nil, err
		}
		id := rawjson.GetText(rec.Raw, "id")
		if n, wanted := times[id]; wanted {
			times[id]++
			if n == 0 {
				kept := rec
				kept.Raw = bytes.Clone(rec.Raw)
				found[id] = kept
			}
		}
		if len(all) < 1<<16 { // enough for a suggestion
			all = append(all, id)
		}
		each(rec)
	}
	for _, id := range ids {
		if _, ok := found[id]; !ok {
			return nil, usage(fmt.Sprintf("no record has the id %q", id), nearID(id, all))
		}
		if times[id] > 1 {
			in.app.note(fmt.Sprintf("%d records have the id %q: the first is used", times[id], id), "malaga validate lists them")
		}
	}
	return found, nil
}

// nearID is the hint for an id that no record has: one that it is the end or the beginning of, or one like it.
func nearID(id string, all []string) string {
	lower := strings.ToLower(id)
	for _, fits := range []func(known string) bool{
		func(known string) bool { _, bare, _ := strings.Cut(known, "-"); return bare == lower },
		func(known string) bool { return strings.HasPrefix(known, lower+"-") },
	} {
		if i := slices.IndexFunc(all, fits); i >= 0 && lower != "" {
			return fmt.Sprintf("did you mean %q?", all[i])
		}
	}
	return nearestOr(id, all, "malaga search finds records by words")
}
