package finding

import (
	"cmp"
	"fmt"
	"strings"

	"malaga/internal/text"
)

// appendJUnit appends a JUnit report: one suite a file, one case a finding. A warning is a case that passes; its text is
// in the output of its suite, because the schema of JUnit gives a case none. The name of a case is the identity of its finding, so
// that a service sees one case in two runs; where it is now stands in attributes that GitLab, CircleCI and pytest know.
func appendJUnit(b []byte, r Report) []byte {
	b = append(b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<testsuites>\n"...)
	seen := identities{}
	id := 0
	for rest := r.Findings; len(rest) > 0; id++ {
		n := 1
		for n < len(rest) && rest[n].File == rest[0].File {
			n++
		}
		b = appendSuite(b, id, rest[:n], seen)
		rest = rest[n:]
	}
	b = appendRest(b, id, r)
	return append(b, "</testsuites>\n"...)
}

// appendRest appends a suite for what is not in the list: that nothing is wrong, or that there are more findings. Errors
// that are not shown must not leave a report in which every case passes.
func appendRest(b []byte, id int, r Report) []byte {
	const name = "malaga"
	errors, warnings := r.notShown()
	message := counts(errors, warnings, " and ") + " more"
	result := "/>\n"
	switch {
	case errors > 0:
		result = `><failure type="more">They are not in this report.</failure></testcase>` + "\n"
	case warnings > 0:
	case len(r.Findings) == 0:
		message = "nothing wrong in " + text.Count(r.Summary.Records, "record")
	default:
		return b
	}
	b = appendSuiteStart(b, id, name, max(1, errors), errors, warnings)
	b = appendCase(b, name, message)
	b = append(b, result...)
	return append(b, "<system-out></system-out>\n<system-err></system-err>\n</testsuite>\n"...)
}

func appendSuite(b []byte, id int, fs []Finding, seen identities) []byte {
	errors, warnings := Count(fs)
	b = appendSuiteStart(b, id, fs[0].File, len(fs), errors, warnings)
	var out []byte
	for _, f := range fs {
		b = appendCase(b, f.File, seen.name(f))
		b = fmt.Appendf(b, ` file="%s"`, xmlName(f.File))
		if f.Line > 0 {
			b = fmt.Appendf(b, ` line="%d"`, f.Line)
		}
		if f.Severity == Warning {
			b = append(b, "/>\n"...)
			out = AppendText(out, f)
			continue
		}
		b = fmt.Appendf(b, "><failure type=\"%s\" message=\"%s\">%s</failure></testcase>\n",
			xmlText(f.Code), xmlText(line(f)), markup.Replace(string(AppendText(nil, f))))
	}
	return fmt.Appendf(b, "<system-out>%s</system-out>\n<system-err></system-err>\n</testsuite>\n", markup.Replace(string(out)))
}

// appendSuiteStart appends the start of a suite. The schema of JUnit demands a time and a host; they are constant, so that
// equal findings give equal bytes.
func appendSuiteStart(b []byte, id int, file string, tests, errors, warnings int) []byte {
	b = fmt.Appendf(b, `<testsuite id="%d" package="malaga" name="%s" tests="%d" failures="%d" errors="0"`, id, xmlName(file), tests, errors)
	b = append(b, ` time="0" timestamp="1970-01-01T00:00:00" hostname="localhost">`+"\n"...)
	return fmt.Appendf(b, "<properties><property name=\"warnings\" value=\"%d\"/></properties>\n", warnings)
}

func appendCase(b []byte, file, name string) []byte {
	return fmt.Appendf(b, `<testcase classname="%s" name="%s" time="0"`, xmlName(file), xmlText(name))
}

// markup escapes text, and the two characters that XML cannot contain in any form.
var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "\ufffe", `\ufffe`, "\uffff", `\uffff`)

func xmlText(s string) string { return markup.Replace(text.EscapeLine(s)) }

// xmlName returns a name, which must not be empty.
func xmlName(s string) string { return cmp.Or(strings.TrimSpace(xmlText(s)), "-") }
