// Package rules checks the integrity of a dataset: what its schema cannot express.
package rules

import (
	"slices"

	"malaga/internal/finding"
	"malaga/schema"
)

// Rule is one integrity rule. It is one literal in the list of its family, with all that `malaga explain` shows
// of it and with its check.
type Rule struct {
	Code     string
	Severity finding.Severity
	Title    string
	Why      string
	Example  string
	Remedy   string
	Fix      string // what `malaga fix` does about it; "" if nothing

	Fields  []string                           // what the rule is about: a table without any of these fields is not checked
	With    []string                           // other fields that the check reads
	All     bool                               // the check reads every field
	Across  bool                               // the check follows references, so it waits until they are resolved
	Applies func(*Checker, *schema.Table) bool // chooses the tables instead of Fields

	// At most one of them is set. A rule with neither is reported by the Checker or by the rule before it.
	Check func(*record)                                          // checks one record
	Text  func(s string, f *schema.Field) (message, hint string) // checks one text of a field; "" means that it is fine
}

// all returns the rules of all families.
func all() []Rule {
	return slices.Concat(idRules, referenceRules, timeRules, countRules, sourceRules, textRules, documentRules)
}

// Codes returns the codes of all rules in order, with their explanations.
func Codes() []finding.Code {
	var codes []finding.Code
	for _, r := range all() {
		codes = append(codes, finding.Code{
			Code: r.Code, Severity: r.Severity, Title: r.Title, Why: r.Why, Example: r.Example, Remedy: r.Remedy, Fix: r.Fix,
		})
	}
	return codes
}

// inTable reports whether a rule has a check for the records of a table.
func (r *Rule) inTable(c *Checker, t *schema.Table) bool {
	switch {
	case r.Check == nil:
		return false
	case r.Applies != nil:
		return r.Applies(c, t)
	}
	return slices.ContainsFunc(r.Fields, func(name string) bool { return t.Field(name) != nil })
}

// reads reports whether a check reads one of some fields.
func (r *Rule) reads(fields map[string]bool) bool {
	has := func(name string) bool { return fields[name] }
	return r.All || slices.ContainsFunc(r.Fields, has) || slices.ContainsFunc(r.With, has)
}
