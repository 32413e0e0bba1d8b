package complete

import (
	"embed"
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"malaga/internal/text"
)

//go:embed scripts
var scripts embed.FS

// Shells lists the shells that have a script.
func Shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

// Script returns the script with which a shell completes the program's command lines.
func Script(shell string) ([]byte, error) { return scripts.ReadFile("scripts/malaga." + shell) }

// Question is the request of a shell's script.
type Question struct {
	Words []string // the words before the cursor, without the program's name; the last is being typed
	Apart bool     // the last word is no argument: it is where a redirection leads to, or of another command
	shell string
	quote byte   // the quotation mark that the last word is in; 0 if none
	tail  string // the end of the last word, which the shell replaces
	lines bool   // several words are shown in a list, with room for their meaning
}

// Values of COMP_TYPE in bash, when it puts the words themselves into the line, one after the other.
const (
	bashMenu   = "37"
	bashInsert = "42"
)

// Ask reads the arguments that a shell's script passes; ok is false if they are wrong.
//
//	bash TYPE TAIL LINE          the line up to the cursor
//	zsh WORD…                    without quotation marks
//	fish WORD… LAST              LAST with them
//	powershell =TAIL =WORD…      marked, since an empty argument would be left out
func Ask(args []string) (q Question, ok bool) {
	if len(args) < 2 {
		return q, false
	}
	q.shell, args = args[0], args[1:]
	last := len(args) - 1
	switch q.shell {
	case "bash":
		if len(args) != 3 {
			return q, false
		}
		q.lines = args[0] != bashMenu && args[0] != bashInsert
		tail, _ := unquote(args[1], '\\')
		all, quote, apart := split(args[2])
		if len(all) < 2 {
			return q, false
		}
		q.tail = tail
		q.Apart = apart
		q.Words = all[1:]
		q.quote = quote
	case "zsh":
		q.Words = args
	case "fish":
		typed, _ := unquote(args[last], '\\')
		q.Words = append(args[:last:last], typed)
	case "powershell":
		if last < 1 {
			return q, false
		}
		for _, a := range args {
			word, quote := unquote(strings.TrimPrefix(a, "="), '`')
			q.Words = append(q.Words, word)
			q.quote = quote
		}
		q.tail = q.Words[0]
		q.Words = q.Words[1:]
	default:
		return q, false
	}
	return q, true
}

// unquote removes quotation marks and escapes from a word. open is the quotation mark that it does not close, or 0.
func unquote(word string, escape byte) (unquoted string, open byte) {
	var b strings.Builder
	for rest := word; rest != ""; {
		var c string
		c, rest, _ = next(rest, escape, &open)
		b.WriteString(c)
	}
	return b.String(), open
}

// next takes the next byte of a word, if it is no mark of quotation, and says whether it is quoted.
func next(s string, escape byte, open *byte) (c, rest string, quoted bool) {
	switch {
	case s[0] == escape && *open != '\'' && len(s) > 1:
		return s[1:2], s[2:], true
	case *open != 0 && s[0] == *open:
		*open = 0
		return "", s[1:], true
	case *open == 0 && (s[0] == '\'' || s[0] == '"'):
		*open = s[0]
		return "", s[1:], true
	}
	return s[:1], s[1:], *open != 0
}

// split takes a line of bash apart into the arguments of a command, without redirections. The last word may be empty; open is the
// quotation mark that it does not close, or 0. It is apart if it is no argument.
func split(line string) (words []string, open byte, apart bool) {
	const blanks, operators, redirections = " \t\n", "|&;()`", "<>"
	var word strings.Builder
	begun, target := false, false
	end := func() {
		if begun && !target {
			words = append(words, word.String())
		}
		target = target && !begun
		word.Reset()
		begun = false
	}
	for rest := line; rest != ""; {
		c, after, quoted := next(rest, '\\', &open)
		switch {
		case quoted || !strings.Contains(blanks+operators+redirections, c):
			word.WriteString(c)
			begun = true
		case strings.Contains(blanks, c):
			end()
		case strings.Contains(operators, c) && !strings.HasPrefix(rest, "&>"):
			apart = true
		default:
			if strings.Trim(word.String(), "0123456789") == "" { // the descriptor that is redirected
				word.Reset()
				begun = false
			}
			end()
			target = true
			after = strings.TrimLeft(rest, "<>&|")
		}
		rest = after
	}
	return append(words, word.String()), open, apart || target
}

// Answer returns the reply for the shell's script: a line with the kind (words; open, if none of them ends the argument; or
// files), for zsh and fish a line with the stem, then a line for each word. width is that of the terminal.
func (q Question) Answer(r Reply, width int) []byte {
	var b strings.Builder
	what := "open"
	for _, w := range r.Words {
		if !w.Open {
			what = "words"
		}
	}
	if r.Files {
		what = "files"
	}
	b.WriteString(what + "\n")
	if q.shell == "zsh" || q.shell == "fish" {
		b.WriteString(text.Escape(r.Stem) + "\n")
	}
	widest := 0
	for _, w := range r.Words {
		widest = max(widest, displaywidth.String(q.ending(r.Stem+w.Text)))
	}
	for _, w := range r.Words {
		q.line(&b, r, w, text.Escape(w.About), widest, width)
	}
	return []byte(b.String())
}

// line writes the line of one word. widest is the width of the widest word.
func (q Question) line(b *strings.Builder, r Reply, w Word, about string, widest, width int) {
	switch q.shell {
	case "bash":
		text := q.ending(r.Stem + w.Text)
		if q.lines && len(r.Words) > 1 && about != "" {
			text += strings.Repeat(" ", widest-displaywidth.String(text)) + "  (" + about + ")"
			text = displaywidth.TruncateString(text, max(width-1, widest+1), "…")
		}
		b.WriteString(text + "\n")
	case "zsh": // _describe takes the first colon for the end of the word, and a backslash for an escape
		mark := "="
		if w.Open {
			mark = "+"
		}
		b.WriteString(mark + strings.ReplaceAll(w.Text, ":", `\:`))
		if about != "" {
			b.WriteString(":" + strings.ReplaceAll(about, `\`, `\\`))
		}
		b.WriteString("\n")
	case "fish":
		b.WriteString(text.Escape(r.Stem) + w.Text + "\t" + about + "\n")
	case "powershell":
		if about == "" {
			about = w.Text // the tool tip must not be empty
		}
		fmt.Fprintf(b, "%s\t%s\t%s\n", q.ending(r.Stem+w.Text), w.Text, about)
	}
}

// ending returns what replaces the tail, quoted as the line is.
func (q Question) ending(word string) string {
	if typed := q.Words[len(q.Words)-1]; strings.HasSuffix(typed, q.tail) && strings.HasPrefix(word, typed) {
		word = word[len(typed)-len(q.tail):]
	}
	if q.quote != 0 || (q.shell != "bash" && q.shell != "powershell") {
		return word
	}
	escape, special := "\\", " !<>()&|;*?[]{}$`'\"\\"
	if q.shell == "powershell" {
		escape, special = "`", strings.TrimSuffix(special, "\\")
	}
	var b strings.Builder
	for _, c := range word {
		if strings.ContainsRune(special, c) {
			b.WriteString(escape)
		}
		b.WriteRune(c)
	}
	return b.String()
}
