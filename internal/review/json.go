package review

import (
	"fmt"

	"malaga/internal/change"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// JSON writes the changes as one JSON object.
func JSON(r *change.Result, level Level) []byte {
	b := fmt.Appendf(nil, `{"old": %s, "new": %s, "summary": %s, "tables": [`, rawjson.Quote(r.From), rawjson.Quote(r.To), counts(r.Total()))
	for i := range r.Tables {
		b = append(separated(b, i), tableJSON(&r.Tables[i], level)...)
	}
	b = append(b, "\n], \"consequences\": {\"dangling\": ["...)
	for i, d := range r.Dangling {
		b = fmt.Appendf(separated(b, i), `{"id": %s, "references": [`, rawjson.Quote(d.ID))
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
		members = append(members, rawjson.Pair{one.Name, table.Int(one.N)})
	}
	return rawjson.Object(members)
}

// tableJSON returns the changes of one table.
func tableJSON(t *change.Table, level Level) []byte {
	var renamed, changed [][]byte
	for _, r := range t.Renamed {
		renamed = append(renamed, rawjson.Object(append([]rawjson.Pair{{"from", rawjson.Quote(r.From)}}, named(r.Record)...)))
	}
	for _, e := range t.Changed {
		fields := rawjson.Pair{"changes", changes(e.Changes)}
		if level == Records {
			fields = rawjson.Pair{"fields", table.Strings(fieldNames(e))}
		}
		changed = append(changed, rawjson.Object(append(named(e.Record), fields)))
	}
	return rawjson.Object([]rawjson.Pair{
		{"table", rawjson.Quote(t.Name)},
		{"counts", counts(t.Counts)},
		{"added", whole(t.Added)},
		{"removed", whole(t.Removed)},
		{"renamed", rawjson.List(renamed)},
		{"changed", rawjson.List(changed)},
	})
}

// named returns the members that name a record.
func named(r change.Record) []rawjson.Pair {
	return []rawjson.Pair{{"id", rawjson.QuoteAny(r.ID)}, {"title", rawjson.QuoteAny(r.Title)}}
}

// whole returns the list of records that were added or removed.
func whole(records []change.Record) []byte {
	var list [][]byte
	for _, r := range records {
		list = append(list, rawjson.Object(append(named(r), rawjson.Pair{"record", r.Raw})))
	}
	return rawjson.List(list)
}

func changes(all []change.Change) []byte {
	var list [][]byte
	for _, c := range all {
		list = append(list, rawjson.Object([]rawjson.Pair{
			{"change", rawjson.Quote(kind(c))},
			{"field", rawjson.Quote(c.Name)},
			{"entry", rawjson.QuoteAny(c.Entry)},
			{"old", c.Old},
			{"new", c.New},
		}))
	}
	return rawjson.Array(list)
}
