package finding

import (
	"cmp"
	"fmt"
	"strings"

	"malaga/internal/text"
)

// appendJUnit appends a JUnit report: one suite a file, one case a finding. A warning is a case that
// passes; its text stands in the output of its suite, because the schema gives a case none.
func appendJUnit(b []byte, fs []Finding, s Summary) []byte {
	b = append(b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<testsuites>\n"...)
	id := 0
	for rest := fs; len(rest) > 0; id++ {
		n := 1
		for n < len(rest) && rest[n].File == rest[0].File {
			n++
		}
		b = appendSuite(b, id, rest[:n])
		rest = rest[n:]
	}
	b = appendRest(b, id, fs, s)
	return append(b, "</testsuites>\n"...)
}

// appendRest appends a suite for what is not in the list: that nothing is wrong, or that there is more. Errors
// that were cut off must not leave a report in which everything passes.
func appendRest(b []byte, id int, fs []Finding, s Summary) []byte {
	errors, warnings := notIn(fs, s)
	const name = "malaga"
	switch {
	case errors > 0:
		b = appendCase(appendSuiteStart(b, id, name, errors, errors, warnings), name, both(errors, warnings, " and ")+" more")
		b = append(b, `><failure type="more">They are not in this report.</failure></testcase>`+"\n"...)
	case warnings > 0:
		b = appendCase(appendSuiteStart(b, id, name, 1, 0, warnings), name, both(errors, warnings, " and ")+" more")
		b = append(b, "/>\n"...)
	case len(fs) == 0:
		b = appendCase(appendSuiteStart(b, id, name, 1, 0, 0), name, "nothing wrong in "+Plural(s.Records, "record"))
		b = append(b, "/>\n"...)
	default:
		return b
	}
	return append(b, "<system-out></system-out>\n<system-err></system-err>\n</testsuite>\n"...)
}

func appendSuite(b []byte, id int, fs []Finding) []byte {
	errors, warnings := Count(fs)
	b = appendSuiteStart(b, id, fs[0].File, len(fs), errors, warnings)
	var out []byte
	for _, f := range fs {
		name := f.Code + " " + told(f)
		if f.Line > 0 {
			name = fmt.Sprintf("%d:%d %s", f.Line, f.Column, name)
		}
		b = appendCase(b, f.File, name)
		if f.Severity == Warning {
			b = append(b, "/>\n"...)
			out = AppendText(out, f)
			continue
		}
		b = fmt.Appendf(b, "><failure type=\"%s\" message=\"%s\">%s</failure></testcase>\n",
			xmlText(f.Code), xmlText(told(f)), markup.Replace(string(AppendText(nil, f))))
	}
	return fmt.Appendf(b, "<system-out>%s</system-out>\n<system-err></system-err>\n</testsuite>\n", markup.Replace(string(out)))
}

// appendSuiteStart gives no clock and no host: equal findings give equal bytes. The schema wants both
// said, so they are those of nobody.
func appendSuiteStart(b []byte, id int, file string, tests, errors, warnings int) []byte {
	b = fmt.Appendf(b, `<testsuite id="%d" package="malaga" name="%s" tests="%d" failures="%d" errors="0"`, id, xmlName(file), tests, errors)
	b = append(b, ` time="0" timestamp="1970-01-01T00:00:00" hostname="localhost">`+"\n"...)
	return fmt.Appendf(b, "<properties><property name=\"warnings\" value=\"%d\"/></properties>\n", warnings)
}

func appendCase(b []byte, file, name string) []byte {
	return fmt.Appendf(b, `<testcase classname="%s" name="%s" time="0"`, xmlName(file), xmlText(name))
}

// markup escapes plain text, and shows the two characters that XML cannot hold in any form and that
// are not hidden on a terminal.
var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "\ufffe", `\ufffe`, "\uffff", `\uffff`)

func xmlText(s string) string { return markup.Replace(text.Line(s)) }

// xmlName is a name, which must not be empty.
func xmlName(s string) string { return cmp.Or(strings.TrimSpace(xmlText(s)), "-") }
