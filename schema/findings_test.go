package schema_test

import (
	"testing"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// The JSON report is what its published schema says.
func TestFindingsMeetTheirSchema(t *testing.T) {
	t.Parallel()
	set := load(t)
	full := finding.Finding{
		Code: finding.UnknownField, Severity: finding.Warning, File: "f", Line: 3, Column: 7, Pointer: "/t/0/x", Table: "t", ID: "i", Title: "\xff\n", Message: "m", Hint: "h",
	}
	bare := finding.Finding{Code: finding.StrayFile, Severity: finding.Error, File: "g", Message: "n"}
	check := func(fs ...finding.Finding) (problems []finding.Problem) {
		report := finding.Append(nil, "json", finding.Report{Findings: fs, Summary: finding.Summary{}})
		for m := range rawjson.Members(report) {
			found, known := set.CheckMember("findings", rawjson.Text(m.Name), m.Value)
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
