package rules

import (
	"bytes"
	"fmt"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

var idRules = []Rule{{
	Code: "IDS001", Severity: finding.Error, Title: "duplicate id",
	Why:     "An id names one record of the whole dataset. With two, every reference to it is ambiguous.",
	Example: `two records with "id": "side-2"`, Remedy: "Give the later record an id of its own.",
}, {
	Code: "IDS002", Severity: finding.Warning, Title: "ids that differ only in hyphens",
	Why:     "Such ids are easily confused.",
	Example: "org-unoct and org-un-oct", Remedy: "If both are the same thing, keep one record. Otherwise choose a clearer id.",
}}

// identify registers the id of a record.
func (c *Checker) identify(r *record, form []finding.Problem) {
	value := r.get(vocab.ID)
	isText := rawjson.Kind(value) == '"'
	bad := slices.ContainsFunc(form, func(p finding.Problem) bool { return len(p.Path) == 1 && p.Path[0] == vocab.ID })
	if bad || !isText {
		c.Broken(r.Table) // it is not known which references mean this record
	}
	if !isText {
		return
	}
	id := unquoted(value)
	if c.order.inOrder(r.Table, id) || !c.register(r, id) || !c.targets[r.Table] {
		return
	}
	if other, taken := r.first("hyphens", bytes.ReplaceAll(id, []byte("-"), nil)); taken {
		message := fmt.Sprintf("id %q differs from %q only in hyphens", id, other)
		r.add("IDS002", message, "if both are the same thing, keep one record", vocab.ID)
	}
}

// register adds an id to those of the dataset. It reports whether the id is new.
func (c *Checker) register(r *record, id []byte) bool {
	if first, taken := c.known.find(id); taken {
		r.repeated = true
		c.Broken(r.Table) // the id that this record should have is not known
		message := fmt.Sprintf("id %q is already used at %s:%d", id, c.files[first.file], first.line)
		r.add("IDS001", message, "give this record another id", vocab.ID)
		return false
	}
	if len(c.known.ids) == c.known.most {
		if !c.broken[r.Table] {
			message := fmt.Sprintf("more than %s ids: from here on, ids and references are not checked", text.Number(c.known.most))
			r.add(rawjson.Length, message, "split the dataset", vocab.ID)
		}
		c.Broken(r.Table)
		return false
	}
	table := slices.Index(c.tables, r.Table)
	at := place{line: uint32(r.Pos.Line), file: c.file(r.File), table: uint8(table), faulty: r.HasProblems}
	if c.targets[r.Table] {
		r.texts = c.known.keep(r, id)
		at.texts = r.texts
	}
	c.known.set(id, at)
	return true
}

// file returns the number of a file name.
func (c *Checker) file(name string) uint16 {
	i := slices.Index(c.files, name)
	if i < 0 {
		c.files = append(c.files, name)
		i = len(c.files) - 1
	}
	return uint16(i)
}
