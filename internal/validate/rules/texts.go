package rules

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// texts checks every text of one record, however deep. Ids, codes and dates have a form that leaves
// nothing to check.
func texts(v *view) {
	var walk func(value []byte, path []string)
	walk = func(value []byte, path []string) {
		switch rawjson.Kind(value) {
		case '"':
			v.hygiene(value, path)
		case '[':
			i := 0
			for _, e := range rawjson.Elements(value) {
				walk(e, append(path, strconv.Itoa(i)))
				i++
			}
		case '{':
			for m := range rawjson.Members(value) {
				walk(m.Value, append(path, rawjson.Text(m.Name)))
			}
		}
	}
	for _, m := range v.members {
		if slices.ContainsFunc(v.free, func(name string) bool { return rawjson.NameIs(m.Name, name) }) && unclean(m.Value) {
			walk(m.Value, []string{rawjson.Text(m.Name)})
		}
	}
}

// free lists the fields of a table that can hold texts of any form.
func free(t *schema.Table) []string {
	var names []string
	for _, f := range t.Fields() {
		if !formed(f) {
			names = append(names, f.Name)
		}
	}
	return names
}

// formed says whether a field can hold only what has a form of its own.
func formed(f *schema.Field) bool {
	switch f.Kind {
	case schema.Text:
		return f.Name == "id"
	case schema.Object:
		return false
	}
	return true
}

// unclean says whether a value may have a text that needs a closer look. It is quick, and errs towards yes.
func unclean(value []byte) bool {
	if bytes.Contains(value, []byte("  ")) || !ordinary(value) {
		return true
	}
	for i := bytes.IndexByte(value, '"'); i >= 0; {
		if i > 1 && value[i-1] == ' ' && !structural(value[i-2]) { // else the space stands between values
			return true
		}
		if i+1 == len(value) {
			break
		}
		switch value[i+1] {
		case '=', '+', '-', '@', ' ':
			return true
		}
		n := bytes.IndexByte(value[i+1:], '"')
		if n < 0 {
			break
		}
		i += 1 + n
	}
	return false
}

// ordinary says whether a value has nothing but characters that are seen, are no letter with a separate
// accent, and need no escape: ASCII, the letters of Latin-1, and dashes and quotation marks. It takes eight
// bytes at a time: most of what is checked passes here.
func ordinary(value []byte) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	for len(value) >= 8 {
		w := binary.LittleEndian.Uint64(value)
		escape := w ^ ones*'\\' // a byte is 0 where an escape begins
		if (w|(w+ones)|((escape-ones)&^escape))&tops == 0 {
			value = value[8:]
			continue
		}
		for n := len(value) - 8; len(value) > n; { // these eight, and what of the last character is beyond
			r, size := utf8.DecodeRune(value)
			if !common(r) {
				return false
			}
			value = value[size:]
		}
	}
	for _, r := range string(value) {
		if !common(r) {
			return false
		}
	}
	return true
}

func common(r rune) bool {
	return r < 0x7f && r != '\\' || r >= 0xc0 && r <= 0xff || r >= 0x2010 && r <= 0x2027
}

func structural(c byte) bool {
	return c == ',' || c == ':' || c == '[' || c == '{' || c == '\n'
}

// hygiene checks one text, given with its quotation marks.
func (v *view) hygiene(quoted []byte, path []string) {
	s := rawjson.Text(quoted)
	say := func(code, message, hint string) { v.say(code, message, hint, append([]string(nil), path...)...) }
	name := path[len(path)-1]
	if s != strings.TrimFunc(s, unicode.IsSpace) || strings.Contains(s, "  ") {
		say("TXT001", "white space at an end, or twice in a row", "write single spaces between words")
	}
	if strings.ContainsAny(s[:1], "=+-@") {
		say("TXT004", fmt.Sprintf("begins with %q, as a formula does", s[:1]), "a spreadsheet would run it: begin with another character")
	}
	if !norm.NFC.IsNormalString(s) {
		say("TXT003", "not in Unicode normal form C: it looks like another text, but is not found as that", "write "+string(rawjson.Quote(norm.NFC.String(s))))
	}
	told := map[string]bool{}
	once := func(code, message, hint string) {
		if !told[code] {
			told[code] = true
			say(code, message, hint)
		}
	}
	for _, r := range s {
		switch {
		case r < 0x20 && r != '\n', r >= 0x7f && r < 0xa0:
			once("TXT002", fmt.Sprintf("a control character, U+%04X", r), "remove it")
		case r == utf8.RuneError:
			once("TXT008", "a replacement character, U+FFFD: something was lost", "write what stood there")
		case r == 0xa0 || r == 0x202f:
			if name != vocab.Quote {
				once("TXT005", "a no-break space", "write a plain space")
			}
		case text.Hidden(r) && r != '\n':
			once("TXT006", fmt.Sprintf("a character that is not seen, U+%04X", r), "remove it")
		}
	}
}

// nearTitles notes the names of records and finds those that differ in nothing a reader would see.
type nearTitles map[string]map[string]string // table, folded name, id

func (n nearTitles) note(v *view) {
	name := strings.Join(strings.FieldsFunc(strings.ToLower(norm.NFKC.String(v.text(v.table.Display))), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
	if name == "" || v.repeated {
		return
	}
	if n[v.Table] == nil {
		n[v.Table] = map[string]string{}
	}
	if first, taken := n[v.Table][name]; taken {
		v.say("TXT007", fmt.Sprintf("%s has the same %s", first, v.table.Display), "if it is the same thing, keep one record", v.table.Display)
		return
	}
	n[v.Table][name] = v.text("id")
}

// squeezed is an id without its hyphens: two that are the same so are easily confused.
func squeezed(id []byte) string { return string(bytes.ReplaceAll(id, []byte("-"), nil)) }
