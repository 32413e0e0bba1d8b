package finding

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// appendSARIF appends a SARIF 2.1.0 log of one run. It has no time and no path of this machine, so that equal findings
// give equal bytes.
func appendSARIF(b []byte, r Report) []byte {
	rules, index := r.occurring(r.Findings)
	s := r.Summary
	const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	b = fmt.Appendf(b, `{"$schema": "%s", "version": "2.1.0", "runs": [{`+"\n", schema)
	b = append(b, `"tool": {"driver": {"name": "malaga", `...)
	if s.Tool != "" {
		b = fmt.Appendf(b, `"version": %s, `, rawjson.Quote(text.EscapeLine(s.Tool)))
	}
	b = append(b, `"rules": [`...)
	for i, c := range rules {
		b = appendSeparator(b, i)
		b = append(b, sarifRule(c)...)
	}
	b = append(b, "]}},\n"+`"originalUriBaseIds": {"`+sourceRoot+`": {"description": {"text": "the root of the repository"}}},`+"\n"...)
	b = append(b, `"columnKind": "unicodeCodePoints", "results": [`...)
	seen := identities{}
	for i, f := range r.Findings {
		b = appendSeparator(b, i)
		b = append(b, sarifResult(f, index[f.Code], seen.fingerprint(f))...)
	}
	return fmt.Appendf(b, "],\n\"properties\": {\"errors\": %d, \"warnings\": %d, \"records\": %d}}]}\n", s.Errors, s.Warnings, s.Records)
}

func sarifRule(c Code) string {
	rule := fmt.Sprintf(`{"id": %s`, rawjson.Quote(text.EscapeLine(c.Code)))
	if c.Title != "" {
		rule += fmt.Sprintf(`, "name": %s, "shortDescription": %s`, rawjson.Quote(c.Title), sarifText(c.Title))
	}
	if c.Why != "" {
		rule += `, "fullDescription": ` + sarifText(c.Why)
	}
	if c.Remedy != "" {
		rule += `, "help": ` + sarifText(c.Remedy)
	}
	return rule + "}"
}

// sarifResult returns a result. The primaryLocationLineHash is left to the code host: its upload warns of any other value.
func sarifResult(f Finding, rule int, fingerprint string) string {
	location := fmt.Sprintf(`"physicalLocation": {"artifactLocation": %s`, sarifFile(f.File))
	if f.Line > 0 {
		location += fmt.Sprintf(`, "region": {"startLine": %d, "startColumn": %d`, f.Line, max(f.Column, 1))
		if f.Width > 0 {
			location += fmt.Sprintf(`, "endColumn": %d`, max(f.Column, 1)+f.Width)
		}
		location += "}"
	}
	location += "}"
	if f.Table != "" {
		name, full := f.Table, f.Table
		kind := "array"
		if f.ID != "" {
			name, full = f.ID, f.Table+"/"+f.ID
			kind = "object"
		}
		location += fmt.Sprintf(`, "logicalLocations": [{"name": %s, "fullyQualifiedName": %s, "kind": "%s"}]`,
			rawjson.Quote(text.EscapeLine(name)), rawjson.Quote(text.EscapeLine(full)), kind)
	}
	return fmt.Sprintf(`{"ruleId": %s, "ruleIndex": %d, "level": "%s", "message": %s, "locations": [{%s}], `+
		`"partialFingerprints": {"identity/v1": "%s"}}`,
		rawjson.Quote(text.EscapeLine(f.Code)), rule, level(f), sarifText(line(f)), location, fingerprint)
}

// literal escapes what the standard would read as a placeholder or a link.
var literal = strings.NewReplacer("{", "{{", "}", "}}", "](", "] (")

func sarifText(s string) string {
	return fmt.Sprintf(`{"text": %s}`, rawjson.Quote(literal.Replace(s)))
}

// sourceRoot is the base of relative URIs. The log does not say where it is (SARIF 2.1.0, section 3.14.14).
const sourceRoot = "SRCROOT"

// sarifFile returns the location of a file.
func sarifFile(name string) string {
	base := ""
	if !filepath.IsAbs(name) {
		base = `, "uriBaseId": "` + sourceRoot + `"`
	}
	return fmt.Sprintf(`{"uri": %s%s}`, rawjson.Quote(fileURI(name)), base)
}

// fileURI returns a relative URI, as code hosts want it, unless the path is absolute. A colon is encoded, because it would
// make a scheme of what comes before it.
func fileURI(name string) string {
	p := filePath(name)
	uri := strings.ReplaceAll((&url.URL{Path: p}).EscapedPath(), ":", "%3A")
	if !filepath.IsAbs(name) {
		return uri
	}
	return "file:///" + strings.TrimPrefix(uri, "/")
}
