package review

import (
	"malaga/internal/change"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// JSON writes the changes as one JSON object.
func JSON(r *change.Result, level Level) []byte {
	total := r.Total()
	b := append([]byte("{\"old\": "), rawjson.Quote(r.From)...)
	b = append(append(b, ", \"new\": "...), rawjson.Quote(r.To)...)
	b = append(append(b, ", \"summary\": "...), counts(total)...)
	b = append(b, ", \"tables\": ["...)
	for i := range r.Tables {
		b = appendTable(separated(b, i), &r.Tables[i], level)
	}
	b = append(b, "\n], \"consequences\": {\"dangling\": ["...)
	for i, d := range r.Dangling {
		b = append(separated(b, i), "{\"id\": "...)
		b = append(b, rawjson.Quote(d.ID)...)
		b = append(b, ", \"references\": ["...)
		b = append(appendFindings(b, d.References), "]}"...)
	}
	b = append(b, "], \"new\": ["...)
	b = append(appendFindings(b, r.New), "], \"gone\": ["...)
	b = append(appendFindings(b, r.Gone), "]}}\n"...)
	return text.EscapeJSON(b)
}

// separated appends what comes before element i of a list with one element a line.
func separated(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return append(b, "\n  "...)
}

func appendFindings(b []byte, all []finding.Finding) []byte {
	for i, f := range all {
		b = finding.AppendJSON(separated(b, i), f)
	}
	return b
}

func counts(c change.Counts) []byte {
	var members []rawjson.Pair
	for _, one := range c.Named() {
		members = append(members, rawjson.Pair{Name: one.Name, Value: table.Int(one.N)})
	}
	return rawjson.Object(members)
}

// appendTable appends the changes of one table.
func appendTable(b []byte, t *change.Table, level Level) []byte {
	var added, removed, renamed, changed [][]byte
	for _, r := range t.Added {
		added = append(added, rawjson.Object(whole(r)))
	}
	for _, r := range t.Removed {
		removed = append(removed, rawjson.Object(whole(r)))
	}
	for _, r := range t.Renamed {
		renamed = append(renamed, rawjson.Object(append([]rawjson.Pair{{Name: "from", Value: rawjson.Quote(r.From)}}, named(r.Record)...)))
	}
	for _, e := range t.Changed {
		members := named(e.Record)
		if level == Records {
			members = append(members, rawjson.Pair{Name: "fields", Value: table.Strings(fieldNames(e))})
		} else {
			members = append(members, rawjson.Pair{Name: "changes", Value: changes(e.Changes)})
		}
		changed = append(changed, rawjson.Object(members))
	}
	return append(b, rawjson.Object([]rawjson.Pair{
		{Name: "table", Value: rawjson.Quote(t.Name)},
		{Name: "counts", Value: counts(t.Counts)},
		{Name: "added", Value: rawjson.List(added)},
		{Name: "removed", Value: rawjson.List(removed)},
		{Name: "renamed", Value: rawjson.List(renamed)},
		{Name: "changed", Value: rawjson.List(changed)},
	})...)
}

// named returns the members that name a record.
func named(r change.Record) []rawjson.Pair {
	return []rawjson.Pair{{Name: "id", Value: rawjson.QuoteAny(r.ID)}, {Name: "title", Value: rawjson.QuoteAny(r.Title)}}
}

// whole returns the members of a record that was added or removed.
func whole(r change.Record) []rawjson.Pair {
	return append(named(r), rawjson.Pair{Name: "record", Value: r.Raw})
}

func changes(all []change.Change) []byte {
	var list [][]byte
	for _, c := range all {
		list = append(list, rawjson.Object([]rawjson.Pair{
			{Name: "change", Value: rawjson.Quote(kind(c))},
			{Name: "field", Value: rawjson.Quote(c.Name)},
			{Name: "entry", Value: rawjson.QuoteAny(c.Entry)},
			{Name: "old", Value: c.Old},
			{Name: "new", Value: c.New},
		}))
	}
	return rawjson.Array(list)
}
