package finding

import (
	"crypto/sha256"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// Identity names a finding by its code, its record, its field and the value there, and not by its line or its message. It stays
// the same when lines move, so that a baseline or a service recognises the finding. Several findings can have one identity.
type Identity struct {
	Code   string
	ID     string // of the record
	Title  string // of a record without an id
	Record string // the place of a record with neither in its table: a pointer
	Field  string
	Value  string // "" unless it is short
	File   string // without its folder; "" if there is an id
}

// longestValue is the length of the longest value in an Identity, in bytes. Longer ones are texts, which often change for other
// reasons than the finding.
const longestValue = 100

// Identity returns the identity of a finding.
func (f Finding) Identity() Identity {
	i := Identity{Code: f.Code, ID: f.ID, Field: f.Field(), Value: f.Value}
	if f.ID != "" {
		return i
	}
	i.Title = f.Title
	i.File = strings.ToValidUTF8(path.Base(filepath.ToSlash(f.File)), "\uFFFD") // the same for every path to the file
	if steps := strings.Split(f.Pointer, "/"); i.Title == "" && len(steps) > 2 && steps[1] == f.Table {
		i.Record = "/" + steps[1] + "/" + steps[2]
	}
	return i
}

// String returns the identity in one line, without the file.
func (i Identity) String() string {
	var parts []string
	for _, part := range []string{i.Code, i.ID, i.Title, i.Record, i.Field, i.Value} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// shortValue returns a text, a number or a literal; "" for any other value, and if it is long.
func shortValue(v []byte) string {
	if k := rawjson.Kind(v); k == '{' || k == '[' || len(v) > longestValue {
		return ""
	}
	return rawjson.Text(v)
}

// identities tells apart the findings of a report that look the same.
type identities text.Names

// name returns a name that no other finding of the same file has.
func (seen identities) name(f Finding) string {
	file := text.EscapeLine(f.File) + "\x00"
	return strings.TrimPrefix(text.Names(seen).Numbered(file+text.EscapeLine(f.Identity().String()), " (%d)"), file)
}

// fingerprint returns a hash that no other finding of the report has, and that stays the same when lines are added or records
// move.
func (seen identities) fingerprint(f Finding) string {
	i := f.Identity()
	key := strings.Join([]string{i.Code, f.Table, i.ID, i.Title, i.Record, i.Field, i.Value, i.File}, "\x00")
	sum := sha256.Sum256([]byte(text.Names(seen).Numbered(key, "\x00%d")))
	return fmt.Sprintf("%x", sum[:16])
}
