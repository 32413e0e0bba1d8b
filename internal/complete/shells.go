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

// Script is what a shell reads to complete the program's command lines.
func Script(shell string) ([]byte, error) { return scripts.ReadFile("scripts/malaga." + shell) }

// Question is what a shell's script asks.
type Question struct {
	Words []string // the words before the cursor, without the program's name; the last is being typed
	shell string
	quote byte   // the quotation mark that the last word is in; 0 if none
	tail  string // the end of the last word, which is what the shell will replace
	lines bool   // several words are shown in a list, where there is room to say what they mean
}

// What bash says in COMP_TYPE when it will put the words themselves into the line, one after the other.
const (
	bashMenu   = "37"
	bashInsert = "42"
)

// Ask reads the arguments that a shell's script passes; ok is false if they are none of its.
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
		q.tail, _ = bare(args[1], '\\')
		all, quote := split(args[2])
		if len(all) < 2 {
			return q, false
		}
		q.Words, q.quote = all[1:], quote
	case "zsh":
		q.Words = args
	case "fish":
		q.Words = args
		q.Words[last], _ = bare(args[last], '\\')
	case "powershell":
		if len(args) < 2 {
			return q, false
		}
		for i, a := range args {
			word, quote := bare(strings.TrimPrefix(a, "="), '`')
			if i == 0 {
				q.tail = word
				continue
			}
			q.Words, q.quote = append(q.Words, word), quote
		}
	default:
		return q, false
	}
	return q, true
}

// bare is a word without its quotation marks.
func bare(word string, escape byte) (text string, open byte) {
	var b strings.Builder
	for i := 0; i < len(word); i++ {
		c := word[i]
		switch {
		case open == 0 && (c == '\'' || c == '"'):
			open = c
		case open != 0 && c == open:
			open = 0
		case c == escape && open != '\'' && i+1 < len(word):
			i++
			b.WriteByte(word[i])
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), open
}

// split is the words of a line of bash, the last of which may be empty.
func split(line string) (words []string, open byte) {
	begin, inside := 0, byte(0)
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case c == '\\' && inside != '\'':
			i++
		case inside != 0:
			if c == inside {
				inside = 0
			}
		case c == '\'' || c == '"':
			inside = c
		case c == ' ' || c == '\t' || c == '\n':
			if begin < i {
				word, _ := bare(line[begin:i], '\\')
				words = append(words, word)
			}
			begin = i + 1
		}
	}
	word, open := bare(line[begin:], '\\')
	return append(words, word), open
}

// Answer is the reply in the form that the shell's script reads: a line that says what follows (words; open, if none of
// them ends the argument; or files), for zsh and fish one with the stem, then a line a word. width is that of the terminal.
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
		b.WriteString(mark + w.Text)
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

// ending is what takes the place of the tail, quoted as the line is.
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
