package finding

import (
	"fmt"

	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// appendGitLab appends a Code Quality report of GitLab: the part of the Code Climate format that it reads. Its fingerprints must
// differ, and its paths must be relative to the root of the repository.
func appendGitLab(b []byte, r Report) []byte {
	seen := identities{}
	b = append(b, '[')
	for i, f := range r.Findings {
		severity := "major"
		if level(f) == Warning {
			severity = "minor"
		}
		b = fmt.Appendf(appendSeparator(b, i),
			`{"description": %s, "check_name": %s, "fingerprint": "%s", "severity": "%s", "location": {"path": %s, "lines": {"begin": %d}}}`,
			rawjson.Quote(line(f)), rawjson.Quote(text.EscapeLine(f.Code)), seen.fingerprint(f), severity,
			rawjson.Quote(text.EscapeLine(filePath(f.File))), max(f.Line, 1))
	}
	if len(r.Findings) > 0 {
		b = append(b, '\n')
	}
	return append(b, "]\n"...)
}
