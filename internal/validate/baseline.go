package validate

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/spill"
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

func (e Entry) compare(other Entry) int {
	return cmp.Or(
		strings.Compare(e.Code, other.Code), strings.Compare(e.ID, other.ID), strings.Compare(e.Title, other.Title),
		strings.Compare(e.Record, other.Record), strings.Compare(e.Field, other.Field), strings.Compare(e.Value, other.Value),
		strings.Compare(e.File, other.File),
	)
}

func (e Entry) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(e.Count))
	for _, m := range e.members() {
		b = spill.AppendSized(b, *m.value)
	}
	return b
}

// entryOf reads what append appended.
func entryOf(b []byte) (e Entry) {
	n, used := binary.Uvarint(b)
	e.Count, b = int(n), b[used:]
	for _, m := range e.members() {
		var s []byte
		s, b = spill.CutSized(b)
		*m.value = string(s)
	}
	return e
}

// bytes returns about how many bytes an entry takes in memory.
func (e Entry) bytes() int {
	const beside = 160 // its texts
	n := beside
	for _, m := range e.members() {
		n += len(*m.value)
	}
	return n
}

// newEntries returns a list of the entries of a new baseline, sorted in bounded memory.
func newEntries() *spill.Sorter[Entry] {
	return &spill.Sorter[Entry]{
		File:    spill.File{Task: "sort the baseline"},
		Compare: Entry.compare, Append: func(b []byte, e Entry) []byte { return e.append(b) }, Read: entryOf, Bytes: Entry.bytes,
	}
}

// writeEntries writes a baseline. Equal entries become one, with the sum of their counts.
func writeEntries(w io.Writer, entries *spill.Sorter[Entry]) error {
	before := `{"baseline": [`
	var last Entry
	write := func() error {
		var members []string
		for _, m := range last.members() {
			if *m.value != "" {
				members = append(members, fmt.Sprintf("%q: %s", m.name, rawjson.Quote(*m.value)))
			}
		}
		if last.Count > 1 {
			members = append(members, fmt.Sprintf("%q: %d", count, last.Count))
		}
		_, err := fmt.Fprintf(w, "%s\n  {%s}", before, strings.Join(members, ", "))
		before = ","
		return err
	}
	for e, err := range entries.All() {
		if err == nil && last.Count > 0 && e.Identity != last.Identity {
			err = write()
			last.Count = 0
		}
		if err != nil {
			return err
		}
		last = Entry{e.Identity, last.Count + e.Count}
	}
	if last.Count > 0 {
		if err := write(); err != nil {
			return err
		}
		before = ""
	}
	_, err := io.WriteString(w, before+"\n]}\n")
	return err
}

// Baseline are the findings that are to be ignored. It keeps their hashes in memory, and no more than a few of the entries.
type Baseline struct {
	name    string // of its file
	entries spill.Log[Entry]
	covers  map[identityHash]coverage
}

// identityHash stands for an Identity in little memory. Nobody can find two of one hash.
type identityHash [16]byte

// coverage is the number of findings of an identity that a baseline covers, and how many of them there were.
type coverage struct{ count, found int }

func hashOf(i finding.Identity) (h identityHash) {
	sum := sha256.Sum256(Entry{Identity: i}.append(nil))
	copy(h[:], sum[:])
	return h
}

// ReadBaseline reads a baseline; name is that of the file, for errors.
func ReadBaseline(name string, in io.Reader) (*Baseline, error) {
	b := &Baseline{
		name: name, covers: map[identityHash]coverage{},
		entries: spill.Log[Entry]{
			File: spill.File{Task: "keep the baseline"}, Append: func(b []byte, e Entry) []byte { return e.append(b) },
			Read: entryOf, Bytes: Entry.bytes,
		},
	}
	r := rawjson.NewReader(name, in)
	kind, err := r.Peek()
	if err != nil {
		return nil, err
	}
	found := false
	if kind == '{' {
		r.Open()
		if found, err = b.readMembers(r); err != nil {
			return nil, err
		}
	}
	if !found {
		return nil, fmt.Errorf(`%s: not a baseline: it has no list "baseline"`, name)
	}
	return b, r.End()
}

// readMembers reads the members of the file, and reports whether the list of entries is among them.
func (b *Baseline) readMembers(r *rawjson.Reader) (found bool, err error) {
	for {
		kind, err := r.Peek()
		switch {
		case err != nil:
			return found, err
		case kind == '}':
			r.Close()
			return found, nil
		}
		name, _, err := r.Value()
		if err != nil {
			return found, err
		}
		wanted := !found && rawjson.NameIs(name, "baseline")
		if kind, err = r.Peek(); wanted && kind == '[' {
			found = true
			r.Open()
			err = b.readEntries(r)
		} else if err == nil {
			err = r.Skip()
		}
		if err != nil {
			return found, err
		}
	}
}

// readEntries reads the list of entries.
func (b *Baseline) readEntries(r *rawjson.Reader) error {
	known := map[string]bool{}
	for _, c := range Codes() {
		known[c.Code] = true
	}
	for {
		kind, err := r.Peek()
		switch {
		case err != nil:
			return err
		case kind == ']':
			r.Close()
			return nil
		}
		v, _, err := r.Value()
		if err != nil {
			return err
		}
		e, err := readEntry(v)
		if err == nil && !known[e.Code] {
			err = fmt.Errorf("unknown code %q", e.Code)
		}
		if err != nil {
			return fmt.Errorf("%s: entry %d: %w", b.name, b.entries.Len()+1, err)
		}
		if err := b.entries.Add(e); err != nil {
			return err
		}
		h := hashOf(e.Identity)
		b.covers[h] = coverage{count: b.covers[h].count + e.Count}
	}
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

// ignores reports whether an entry covers a finding. Each covers as many as it counts. A nil Baseline covers none.
func (b *Baseline) ignores(f finding.Finding) bool {
	if b == nil {
		return false
	}
	for _, i := range wider(f.Identity()) {
		h := hashOf(i)
		if c := b.covers[h]; c.found < c.count {
			b.covers[h] = coverage{c.count, c.found + 1}
			return true
		}
	}
	return false
}

// stale calls fn with a finding for each entry that covers more findings than there were, and with the code of the entry.
func (b *Baseline) stale(fn func(code string, f finding.Finding)) error {
	if b == nil {
		return nil
	}
	for e, err := range b.entries.All() {
		if err != nil {
			return err
		}
		h := hashOf(e.Identity)
		if c := b.covers[h]; c.found < c.count {
			e.Count = c.count
			fn(e.Code, e.staleFinding(b.name, c.found))
			b.covers[h] = coverage{} // one finding for all entries of an identity
		}
	}
	return nil
}

// staleFinding returns the finding for an entry of which there are only some findings; name is that of the baseline.
func (e Entry) staleFinding(name string, found int) finding.Finding {
	what := e.Code
	if e.Field != "" {
		what += " in " + e.Field
	}
	message := "the baseline entry of " + what + " matches no finding"
	if found > 0 {
		message = fmt.Sprintf("the baseline entry of %s matches %s, not %d", what, text.Count(found, "finding"), e.Count)
	}
	return finding.Finding{
		Code: finding.StaleEntry, Severity: finding.Error, File: name, ID: e.ID, Title: e.Title, Value: e.String(),
		Message: message,
		Hint:    "remove it, or write the baseline again with --write-baseline",
	}
}
