package finding

import (
	"fmt"
	"strings"

	"malaga/internal/text"
)

// annotations is how many errors, and how many warnings, GitHub takes from one step. It drops the
// others in silence.
const annotations = 10

// appendGitHub appends workflow commands, which GitHub shows beside the lines of a pull request, and
// the verdict for who reads the log.
func appendGitHub(b []byte, fs []Finding, s Summary, codes []Code) []byte {
	shown := map[Severity]int{}
	for _, f := range fs {
		severity := level(f)
		if shown[severity] == annotations {
			continue
		}
		shown[severity]++
		title := f.Code
		if c := explained(codes, f.Code); c.Title != "" {
			title += " " + c.Title
		}
		// Without a line the annotation would stay out of sight.
		b = fmt.Appendf(b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", severity,
			commandProperty.Replace(text.Line(filePath(f.File))), max(f.Line, 1), max(f.Column, 1),
			commandProperty.Replace(text.Line(title)), commandData.Replace(told(f)))
	}
	if e, w := max(0, s.Errors-shown[Error]), max(0, s.Warnings-shown[Warning]); e+w > 0 {
		why := fmt.Sprintf("GitHub takes %d errors and %d warnings from one step", annotations, annotations)
		if cutErrors, cutWarnings := notIn(fs, s); cutErrors == e && cutWarnings == w {
			why = "this run tells no more"
		} else if cutErrors+cutWarnings > 0 {
			why += ", and this run tells no more"
		}
		b = fmt.Appendf(b, "::notice::%s not shown here: %s\n", both(e, w, " and "), why)
	}
	return append(b, s.String()+"\n"...)
}

// What GitHub's runner decodes again. Line breaks are plain before they come here; they stand in the
// lists because a command must never be cut in two.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
