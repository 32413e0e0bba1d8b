package validate

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// Entry is one finding that a baseline ignores. It names the finding by code, record and field, not by line, so that it
// survives other edits. File is set only if there is no record.
type Entry struct{ Code, ID, Field, File string }

// entryOf returns the entry of a finding.
func entryOf(f finding.Finding) Entry {
	e := Entry{Code: f.Code, ID: f.ID, Field: f.Field()}
	if e.ID == "" {
		e.File = filepath.Base(f.File) // the same for every path to the file
	}
	return e
}

// member is a member of an entry in the file of a baseline.
type member struct {
	name  string
	value *string
}

func (e *Entry) members() []member {
	return []member{{"code", &e.Code}, {"id", &e.ID}, {"field", &e.Field}, {"file", &e.File}}
}

func (e *Entry) compare(other *Entry) int {
	return cmp.Or(
		cmp.Compare(e.Code, other.Code),
		cmp.Compare(e.ID, other.ID),
		cmp.Compare(e.Field, other.Field),
		cmp.Compare(e.File, other.File),
	)
}

// WriteBaseline writes the entries of findings, sorted and without duplicates.
func WriteBaseline(w io.Writer, findings []finding.Finding) error {
	var entries []Entry
	for _, f := range findings {
		entries = append(entries, entryOf(f))
	}
	slices.SortFunc(entries, func(a, b Entry) int { return a.compare(&b) })
	b := []byte(`{"baseline": [`)
	for i, e := range slices.Compact(entries) {
		var members []string
		for _, m := range e.members() {
			if *m.value != "" {
				members = append(members, fmt.Sprintf("%q: %s", m.name, rawjson.Quote(strings.ToValidUTF8(*m.value, "\uFFFD"))))
			}
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
	members := e.members()
	for m := range rawjson.Members(v) {
		i := slices.IndexFunc(members, func(known member) bool { return rawjson.NameIs(m.Name, known.name) })
		switch {
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

// ignore removes the findings that entries name. It also returns the entries that name none, without duplicates.
func ignore(entries []Entry, findings []finding.Finding) (left []finding.Finding, unused []Entry) {
	used := map[Entry]bool{}
	for _, e := range entries {
		used[e] = false
	}
	for _, f := range findings {
		if _, listed := used[entryOf(f)]; listed {
			used[entryOf(f)] = true
		} else {
			left = append(left, f)
		}
	}
	for _, e := range entries {
		if !used[e] {
			used[e] = true
			unused = append(unused, e)
		}
	}
	return left, unused
}

// stale returns the finding for an entry that matches no finding; name is that of the baseline.
func (e Entry) stale(name string) finding.Finding {
	what := e.Code
	if e.Field != "" {
		what += " in " + e.Field
	}
	return finding.Finding{
		Code: finding.StaleEntry, Severity: finding.Error, File: name, ID: e.ID,
		Message: "the baseline entry of " + what + " matches no finding",
		Hint:    "remove it, or write the baseline again with --write-baseline",
	}
}
