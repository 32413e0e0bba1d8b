package finding

import (
	"fmt"
	"strings"

	"malaga/internal/text"
)

// annotations is the number of errors, and of warnings, that GitHub takes from one step. It drops the others silently.
const annotations = 10

// appendGitHub appends workflow commands, which GitHub shows beside the lines of a pull request, and the verdict for
// the log.
func appendGitHub(b []byte, r Report) []byte {
	shown := Summary{}
	for _, f := range r.Findings {
		if level(f) == Warning && shown.Warnings == annotations || level(f) == Error && shown.Errors == annotations {
			continue
		}
		shown.Add(level(f))
		title := strings.TrimSpace(f.Code + " " + r.explained(f.Code).Title)
		// Without a line GitHub would hide the annotation.
		b = fmt.Appendf(b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", level(f),
			commandProperty.Replace(text.EscapeLine(filePath(f.File))), max(f.Line, 1), max(f.Column, 1),
			commandProperty.Replace(text.EscapeLine(title)), commandData.Replace(line(f)))
	}
	errors, warnings := max(0, r.Summary.Errors-shown.Errors), max(0, r.Summary.Warnings-shown.Warnings)
	if errors+warnings > 0 {
		why := fmt.Sprintf("GitHub takes %d errors and %d warnings from one step", annotations, annotations)
		if cutErrors, cutWarnings := r.notShown(); cutErrors == errors && cutWarnings == warnings {
			why = "this run reports no more"
		} else if cutErrors+cutWarnings > 0 {
			why += ", and this run reports no more"
		}
		b = fmt.Appendf(b, "::notice::%s not shown here: %s\n", counts(errors, warnings, " and "), why)
	}
	return append(b, r.Summary.String()+"\n"...)
}

// What GitHub's runner decodes again. No line breaks come here; they are listed because a command must never be cut
// in two.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
