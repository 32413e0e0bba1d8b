package review

import (
	"bufio"
	"fmt"
	"io"

	"malaga/internal/change"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// JSON writes the changes as one JSON object. It holds one record of it in memory: there may be 64 MiB of them.
func JSON(w io.Writer, r *change.Result, level Level) error {
	out := bufio.NewWriter(w)
	b := fmt.Appendf(nil, `{"old": %s, "new": %s, "summary": %s, "tables": [`, rawjson.Quote(r.From), rawjson.Quote(r.To), counts(r.Total()))
	for i := range r.Tables {
		writeJSON(out, separated(b, i))
		writeTable(out, &r.Tables[i], level)
		b = nil
	}
	b = append(b, "\n], \"consequences\": {\"dangling\": ["...)
	for i, d := range r.Dangling {
		b = fmt.Appendf(separated(b, i), `{"id": %s, "references": [`, rawjson.Quote(d.ID))
		b = append(appendFindings(b, d.References), "]}"...)
	}
	b = append(b, "], \"new\": ["...)
	b = append(appendFindings(b, r.New), "], \"gone\": ["...)
	writeJSON(out, append(appendFindings(b, r.Gone), "]}}\n"...))
	return out.Flush()
}

// writeJSON writes a part of the object. An error is that of Flush.
func writeJSON(w *bufio.Writer, b []byte) { _, _ = w.Write(text.EscapeJSON(b)) }

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

// writeTable writes the changes of one table.
func writeTable(w *bufio.Writer, t *change.Table, level Level) {
	writeJSON(w, fmt.Appendf(nil, `{"table":%s,"counts":%s`, rawjson.Quote(t.Name), counts(t.Counts)))
	writeList(w, "added", t.Added, whole)
	writeList(w, "removed", t.Removed, whole)
	writeList(w, "renamed", t.Renamed, func(r change.Rename) []byte {
		return rawjson.Object(append([]rawjson.Pair{{"from", rawjson.Quote(r.From)}}, named(r.Record)...))
	})
	writeList(w, "changed", t.Changed, func(e change.Edited) []byte {
		fields := rawjson.Pair{"changes", changes(e.Changes)}
		if level == Records {
			fields = rawjson.Pair{"fields", table.Strings(fieldNames(e))}
		}
		return rawjson.Object(append(named(e.Record), fields))
	})
	writeJSON(w, []byte("}"))
}

// writeList writes a member that is a list.
func writeList[T any](w *bufio.Writer, name string, list []T, object func(T) []byte) {
	separator := `,"` + name + `":[`
	for _, one := range list {
		writeJSON(w, append([]byte(separator), object(one)...))
		separator = ","
	}
	if len(list) == 0 {
		writeJSON(w, []byte(separator))
	}
	writeJSON(w, []byte("]"))
}

// named returns the members that name a record.
func named(r change.Record) []rawjson.Pair {
	return []rawjson.Pair{{"id", rawjson.QuoteAny(r.ID)}, {"title", rawjson.QuoteAny(r.Title)}}
}

// whole returns a record that was added or removed.
func whole(r change.Record) []byte {
	return rawjson.Object(append(named(r), rawjson.Pair{"record", r.Raw}))
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
