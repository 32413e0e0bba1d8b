package record

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// maxSuggested is the number of ids that are kept to suggest one of them.
const maxSuggested = 1 << 16

// Find finds records by their ids in one pass, in which each sees every record. It returns the first record with an id, and
// how many have it. An id that no record has is a text.UsageError.
func Find(records query.Records, ids []string, each func(rawjson.Record)) (map[string]rawjson.Record, map[string]int, error) {
	found := map[string]rawjson.Record{}
	times := map[string]int{}
	for _, id := range ids {
		times[id] = 0
	}
	var all []string
	for rec, err := range records {
		if err != nil {
			return nil, nil, err
		}
		id := ID(rec.Raw)
		if n, wanted := times[id]; wanted {
			times[id]++
			if n == 0 {
				kept := rec
				kept.Raw = bytes.Clone(rec.Raw)
				found[id] = kept
			}
		}
		if len(all) < maxSuggested {
			all = append(all, id)
		}
		each(rec)
	}
	for _, id := range ids {
		if times[id] == 0 {
			return nil, nil, text.Usage(fmt.Sprintf("no record has the id %q", id), nearID(id, all))
		}
	}
	return found, times, nil
}

// nearID returns a hint for an id that no record has: the ids that have it behind their prefix, or else similar ones.
func nearID(id string, all []string) string {
	lower := strings.ToLower(id)
	var same []string
	for _, known := range all {
		if _, bare, _ := strings.Cut(known, "-"); bare == lower && lower != "" {
			same = append(same, known)
		}
	}
	if same != nil {
		return text.Offer(same)
	}
	return text.DidYouMeanOr(id, all, "malaga search finds records by words")
}

// Rows returns records as rows with all the fields that any of them has.
func Rows(m *schema.Model, records []rawjson.Record) table.Rows {
	present := map[string]bool{}
	var tables []string
	for _, r := range records {
		for member := range rawjson.Members(r.Raw) {
			present[rawjson.Text(member.Name)] = true
		}
		if !slices.Contains(tables, r.Table) {
			tables = append(tables, r.Table)
		}
	}
	columns := []table.Column{{Name: "table", Title: "Table", Unbroken: true}}
	var names []string
	for _, t := range tables {
		for _, f := range m.Table(t).Fields() {
			if slices.Contains(names, f.Name) || !present[f.Name] {
				continue
			}
			names = append(names, f.Name)
			columns = append(columns, table.Column{
				Name: f.Name, Title: f.Title, Numeric: f.Kind == schema.Integer && !f.List,
				Unbroken: f.Name == vocab.ID, IDs: f.Kind != schema.Text,
			})
		}
	}
	var rows []table.Row
	for _, r := range records {
		row := table.Row{table.String(r.Table)}
		for _, n := range names {
			row = append(row, rawjson.Get(r.Raw, n))
		}
		rows = append(rows, row)
	}
	return table.Of(columns, rows)
}
