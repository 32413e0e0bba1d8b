package validate

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// Entry is one finding that a baseline ignores. It names the finding by code, record and field, not by line,
// so that it survives edits around it. File is set only where there is no record.
type Entry struct{ Code, ID, Field, File string }

// key is the entry of a finding.
func key(f finding.Finding) Entry {
	e := Entry{Code: f.Code, ID: f.ID, Field: f.Field()}
	if e.ID == "" {
		e.File = filepath.Base(f.File) // however the path to it was given
	}
	return e
}

// WriteBaseline writes the entries of findings, in order, each once.
func WriteBaseline(w io.Writer, findings []finding.Finding) error {
	var entries []Entry
	for _, f := range findings {
		entries = append(entries, key(f))
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Field, b.Field), cmp.Compare(a.File, b.File))
	})
	b := []byte(`{"baseline": [`)
	for i, e := range slices.Compact(entries) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, "\n  {"...)
		for j, m := range [][2]string{{"code", e.Code}, {"id", e.ID}, {"field", e.Field}, {"file", e.File}} {
			if m[1] == "" {
				continue
			}
			if j > 0 {
				b = append(b, ", "...)
			}
			b = fmt.Appendf(b, "%q: ", m[0])
			b, _ = jsontext.AppendQuote(b, strings.ToValidUTF8(m[1], "\uFFFD"))
		}
		b = append(b, '}')
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
		return nil, fmt.Errorf("%s: no list called baseline in it", name)
	}
	var entries []Entry
	for _, e := range rawjson.Elements(list) {
		entry, err := readEntry(e)
		if err != nil {
			return nil, fmt.Errorf("%s: entry %d: %w", name, len(entries)+1, err)
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// readEntry reads one entry.
func readEntry(v []byte) (Entry, error) {
	var e Entry
	for m := range rawjson.Members(v) {
		to := map[string]*string{"code": &e.Code, "id": &e.ID, "field": &e.Field, "file": &e.File}[rawjson.Text(m.Name)]
		if to == nil {
			return e, fmt.Errorf("unknown member %s", m.Name)
		}
		if rawjson.Kind(m.Value) != '"' {
			return e, fmt.Errorf("%s is not a text", m.Name)
		}
		*to = rawjson.Text(m.Value)
	}
	if e.Code == "" {
		return e, errors.New("it has no code")
	}
	if !slices.ContainsFunc(Codes(), func(c finding.Code) bool { return c.Code == e.Code }) {
		return e, fmt.Errorf("there is no code %q", e.Code)
	}
	return e, nil
}

// ignore removes the findings that the entries name. unmet are the entries that name none, each once.
func ignore(entries []Entry, findings []finding.Finding) (left []finding.Finding, unmet []Entry) {
	met := map[Entry]bool{}
	for _, e := range entries {
		met[e] = false
	}
	for _, f := range findings {
		if _, known := met[key(f)]; known {
			met[key(f)] = true
			continue
		}
		left = append(left, f)
	}
	for _, e := range entries {
		if !met[e] {
			met[e] = true
			unmet = append(unmet, e)
		}
	}
	return left, unmet
}

// stale is the finding about an entry of the baseline name that matches no finding: a baseline only shrinks.
func (e Entry) stale(name string) finding.Finding {
	message := fmt.Sprintf("the baseline's entry of %s fits no finding", e.Code)
	if e.Field != "" {
		message = fmt.Sprintf("the baseline's entry of %s in %s fits no finding", e.Code, e.Field)
	}
	return finding.Finding{
		Code: finding.StaleEntry, Severity: finding.Error, File: name, ID: e.ID, Message: message,
		Hint: "remove it, or write the baseline anew with --write-baseline",
	}
}
