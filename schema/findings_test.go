package schema_test

import (
	"testing"

	"malaga/internal/diag"
	"malaga/internal/raw"
)

// The JSON report is what its published schema says.
func TestFindingsMeetTheirSchema(t *testing.T) {
	t.Parallel()
	set := load(t)
	full := diag.Finding{
		Code: diag.UnknownField, Severity: diag.Warning, File: "f", Line: 3, Column: 7, Pointer: "/t/0/x", Table: "t", ID: "i", Title: "\xff\n", Message: "m", Hint: "h",
	}
	bare := diag.Finding{Code: diag.StrayFile, Severity: diag.Error, File: "g", Message: "n"}
	check := func(fs ...diag.Finding) (problems []diag.Problem) {
		report := diag.AppendJSON(nil, fs, diag.Summary{})
		for m := range raw.Members(report) {
			found, known := set.CheckMember("findings", raw.Text(m.Name), m.Value)
			if !known {
				t.Errorf("%s is not in the schema", m.Name)
			}
			problems = append(problems, found...)
		}
		return problems
	}
	if got := check(full, bare); got != nil {
		t.Error(got)
	}
	if got := check(); got != nil {
		t.Error(got)
	}
	full.Severity = "fatal"
	if got := check(full); len(got) != 1 {
		t.Error(got)
	}
}
