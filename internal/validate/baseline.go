package validate

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// Entry are the findings of one identity that a baseline ignores. What the entry does not say may be anything, except the field
// and the id, so that entries of older versions, which have no value and no count, still match: each of them one finding.
type Entry struct {
	finding.Identity
	Count int // how many findings it covers
}

// member is a member of an entry in the file of a baseline.
type member struct {
	name  string
	value *string
}

// count is the name of the member that is a number.
const count = "count"

func (e *Entry) members() []member {
	return []member{
		{"code", &e.Code},
		{"id", &e.ID},
		{"title", &e.Title},
		{"record", &e.Record},
		{"field", &e.Field},
		{"value", &e.Value},
		{"file", &e.File},
	}
}

func (e *Entry) compare(other *Entry) int {
	theirs := other.members()
	for i, m := range e.members() {
		if n := cmp.Compare(*m.value, *theirs[i].value); n != 0 {
			return n
		}
	}
	return 0
}

// entriesOf returns the entries that cover findings, sorted.
func entriesOf(findings []finding.Finding) []Entry {
	counts := map[finding.Identity]int{}
	for _, f := range findings {
		counts[f.Identity()]++
	}
	var entries []Entry
	for identity, n := range counts {
		entries = append(entries, Entry{identity, n})
	}
	slices.SortFunc(entries, func(a, b Entry) int { return a.compare(&b) })
	return entries
}

// WriteBaseline writes the entries of findings, sorted.
func WriteBaseline(w io.Writer, findings []finding.Finding) error {
	b := []byte(`{"baseline": [`)
	for i, e := range entriesOf(findings) {
		var members []string
		for _, m := range e.members() {
			if *m.value != "" {
				members = append(members, fmt.Sprintf("%q: %s", m.name, rawjson.Quote(*m.value)))
			}
		}
		if e.Count > 1 {
			members = append(members, fmt.Sprintf("%q: %d", count, e.Count))
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, "\n  {%s}", strings.Join(members, ", "))
	}
	_, err := w.Write(append(b, "\n]}\n"...))
	return err
}

// ReadBaseline reads a baseline; name is that of the file, for errors.
func ReadBaseline(name string, in io.Reader) ([]Entry, error) {
	v, err := rawjson.ReadAll(name, in)
	if err != nil {
		return nil, err
	}
	list := rawjson.Get(v, "baseline")
	if rawjson.Kind(list) != '[' {
		return nil, fmt.Errorf(`%s: not a baseline: it has no list "baseline"`, name)
	}
	known := map[string]bool{}
	for _, c := range Codes() {
		known[c.Code] = true
	}
	var entries []Entry
	for _, v := range rawjson.Elements(list) {
		e, err := readEntry(v)
		if err == nil && !known[e.Code] {
			err = fmt.Errorf("unknown code %q", e.Code)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: entry %d: %w", name, len(entries)+1, err)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// readEntry reads one entry.
func readEntry(v []byte) (e Entry, err error) {
	e.Count = 1
	members := e.members()
	for m := range rawjson.Members(v) {
		i := slices.IndexFunc(members, func(known member) bool { return rawjson.NameIs(m.Name, known.name) })
		switch {
		case rawjson.NameIs(m.Name, count):
			if e.Count, err = strconv.Atoi(string(m.Value)); err != nil || e.Count < 1 {
				return e, fmt.Errorf("%q must be a whole number, 1 or more", count)
			}
			continue
		case i < 0:
			return e, fmt.Errorf("unknown member %s", m.Name)
		case rawjson.Kind(m.Value) != '"':
			return e, fmt.Errorf("%s must be a text", m.Name)
		}
		*members[i].value = rawjson.Text(m.Value)
	}
	if e.Code == "" {
		return e, errors.New("no code")
	}
	return e, nil
}

// wider returns an identity, and what is left of it in entries that say less.
func wider(i finding.Identity) []finding.Identity {
	valueless := i
	valueless.Value = ""
	bare := valueless // as older versions wrote
	bare.Title = ""
	bare.Record = ""
	return []finding.Identity{i, valueless, bare}
}

// staleEntry is an entry that covers more findings than there are.
type staleEntry struct {
	Entry
	found int
}

// ignore removes the findings that entries cover: of each entry as many as it counts. It also returns the stale entries.
func ignore(entries []Entry, findings []finding.Finding) (left []finding.Finding, stale []staleEntry) {
	covered, room := map[finding.Identity]int{}, map[finding.Identity]int{}
	for _, e := range entries {
		covered[e.Identity] += e.Count
		room[e.Identity] += e.Count
	}
	for _, f := range findings {
		ways := wider(f.Identity())
		i := slices.IndexFunc(ways, func(i finding.Identity) bool { return room[i] > 0 })
		if i < 0 {
			left = append(left, f)
		} else {
			room[ways[i]]--
		}
	}
	for _, e := range entries {
		if n := room[e.Identity]; n > 0 {
			all := covered[e.Identity]
			stale = append(stale, staleEntry{Entry{e.Identity, all}, all - n})
			room[e.Identity] = 0
		}
	}
	return left, stale
}

// finding returns the finding for a stale entry; name is that of the baseline.
func (e staleEntry) finding(name string) finding.Finding {
	what := e.Code
	if e.Field != "" {
		what += " in " + e.Field
	}
	message := "the baseline entry of " + what + " matches no finding"
	if e.found > 0 {
		message = fmt.Sprintf("the baseline entry of %s matches %s, not %d", what, text.Count(e.found, "finding"), e.Count)
	}
	return finding.Finding{
		Code: finding.StaleEntry, Severity: finding.Error, File: name, ID: e.ID, Title: e.Title, Value: e.String(),
		Message: message,
		Hint:    "remove it, or write the baseline again with --write-baseline",
	}
}
