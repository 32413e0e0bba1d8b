package validate

import (
	"slices"
	"strings"

	"malaga/internal/finding"
)

// Policy decides which findings count, and which of them fail a run.
type Policy struct {
	FailOn      finding.Severity // the lowest severity that fails a run
	Only        []string         // codes or their families ("TIM"); empty means all
	Ignore      []string         // codes or families
	MaxFindings int              // how many findings a report shows
	Baseline    *Baseline        // findings to ignore; nil means none
}

// NewPolicy returns the policy that counts and shows every finding, and fails on errors.
func NewPolicy() Policy { return Policy{FailOn: finding.Error, MaxFindings: 1<<31 - 1} }

// Counts reports whether findings with a code count. That there is nothing to check counts whatever codes are chosen.
func (p Policy) Counts(code string) bool {
	named := func(c string) bool { return strings.HasPrefix(code, c) }
	chosen := len(p.Only) == 0 || code == finding.NoRecords || slices.ContainsFunc(p.Only, named)
	return chosen && !slices.ContainsFunc(p.Ignore, named)
}

// Fails reports whether the findings fail the run.
func (p Policy) Fails(s finding.Summary) bool {
	return s.Errors > 0 || (p.FailOn == finding.Warning && s.Warnings > 0)
}

// Known reports whether a text is a code, or the three letters of a family of codes.
func Known(text string) bool {
	return slices.ContainsFunc(Codes(), func(c finding.Code) bool {
		return c.Code == text || (len(text) == 3 && strings.HasPrefix(c.Code, text))
	})
}
