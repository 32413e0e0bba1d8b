package rawjson

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits on what is read. Exponents over 1,000,000 make jsonschema v5 panic, long numbers and deep nesting make it slow; none
// of them has a place in a dataset.
const (
	MaxDepth    = 64
	MaxNumber   = 400 // characters
	MaxExponent = 308
	MaxString   = 1 << 20  // characters of a text, however they are escaped
	MaxRecord   = 64 << 20 // bytes
	MaxValues   = 20_000   // members and entries of a record, at all levels: jsonschema v5 needs some kB for the error of each
)

// MaxProblems is the number of problems that are kept of one record: nobody reads more, and finding the place of each costs a walk
// through the record.
const MaxProblems = 1000

// Problem is something wrong with a value, and the path to it.
type Problem struct {
	Code    string   // one of the codes of this package
	Path    []string // members and indexes, from the value down
	Key     bool     // the member's name is meant, not its value
	Nth     int      // which of several members of that name, from 0
	Message string
	Hint    string
}

// Check finds what is right for a parser and wrong for a record: repeated members (RFC 7493, section 2.3), empty values, and
// what is over a limit. depth is the number of brackets around the value. A value over a limit must not reach a library: safe
// is false.
func Check(v []byte, depth int) (problems []Problem, safe bool) { return CheckMember("", v, depth) }

// CheckMember is Check for the value of a member, which messages name.
func CheckMember(name string, v []byte, depth int) (problems []Problem, safe bool) {
	c := checker{name: name, safe: true}
	c.value(v, depth+1)
	if c.values > MaxValues {
		message := fmt.Sprintf("more than %d members and entries in one record", MaxValues)
		return []Problem{{Code: Length, Message: message, Hint: "split the record"}}, false
	}
	return c.problems, c.safe
}

// tooMany counts a member or an entry, and reports whether the limit is passed.
func (c *checker) tooMany() bool {
	c.values++
	return c.values > MaxValues
}

type checker struct {
	name     string // of the value; may be empty
	path     []step
	problems []Problem
	values   int
	safe     bool
}

// step is a step of a path as bytes: it becomes text only for a problem.
type step struct {
	name  []byte // with quotation marks; nil for an index
	index int
}

func (c *checker) value(v []byte, depth int) {
	switch k := Kind(v); {
	case (k == '{' || k == '[') && depth > MaxDepth:
		c.limit(Depth, tooDeep())
	case IsEmpty(v) && len(c.path) > 0:
		c.problem(Problem{Code: EmptyValue, Message: c.subject() + " is " + emptyWord(v), Hint: "remove the field, or give it a value"})
	case k == '{':
		c.object(v, depth)
	case k == '[':
		c.path = append(c.path, step{})
		for _, e := range Elements(v) {
			if c.tooMany() {
				break
			}
			c.value(e, depth+1)
			c.path[len(c.path)-1].index++
		}
		c.path = c.path[:len(c.path)-1]
	case k == '"':
		if n := characters(v); n > MaxString {
			c.limit(Length, fmt.Sprintf("text of %d characters; the limit is %d", n, MaxString))
		}
	case IsNumber(v):
		if len(v) > MaxNumber || exponent(v) > MaxExponent {
			c.limit(Number, fmt.Sprintf("number over the limit of %d characters or an exponent of ±%d", MaxNumber, MaxExponent))
		}
	}
}

func (c *checker) object(v []byte, depth int) {
	c.path = append(c.path, step{})
	top := len(c.path) - 1
	seen := map[string]int{}
	for m := range Members(v) {
		if c.tooMany() {
			break
		}
		c.path[top].name = m.Name
		if n := characters(m.Name); n > MaxString {
			c.safe = false
			c.problems = append(c.problems, Problem{Code: Length, Message: fmt.Sprintf("name of %d characters; the limit is %d", n, MaxString)})
			continue
		}
		name := Text(m.Name)
		if nth := seen[name]; nth > 0 {
			message := fmt.Sprintf("%s appears twice in the same object", m.Name)
			c.problem(Problem{Code: DuplicateKey, Key: true, Nth: nth, Message: message, Hint: "keep one of them"})
		}
		seen[name]++
		c.value(m.Value, depth+1)
	}
	c.path = c.path[:top]
}

// characters returns the number of characters of a string; of one that cannot be too long, its bytes.
func characters(v []byte) int {
	if n := len(v) - len(`""`); n <= MaxString {
		return n
	}
	return utf8.RuneCount(Unquote(v))
}

// IsEmpty reports whether a value is null, "", [] or {}, which a table cannot distinguish from an absent value.
func IsEmpty(v []byte) bool {
	switch Kind(v) {
	case 'n':
		return true
	case '"':
		return len(v) == len(`""`)
	case '[', '{':
		return len(bytes.TrimSpace(v[1:len(v)-1])) == 0
	}
	return false
}

func emptyWord(v []byte) string {
	if Kind(v) == 'n' {
		return "null"
	}
	return "empty"
}

// subject returns the name of the current value in messages: the names on its path, joined by dots.
func (c *checker) subject() string {
	var names []string
	if c.name != "" {
		names = append(names, c.name)
	}
	for _, s := range c.path {
		if s.name != nil {
			names = append(names, Text(s.name))
		}
	}
	subject := strings.Join(names, ".")
	switch {
	case c.path[len(c.path)-1].name != nil:
		return subject
	case subject == "":
		return "an entry"
	}
	return "an entry of " + subject
}

func (c *checker) limit(code, message string) {
	c.safe = false
	c.problem(Problem{Code: code, Message: message})
}

func (c *checker) problem(p Problem) {
	if len(c.problems) >= MaxProblems {
		return
	}
	for _, s := range c.path {
		if s.name != nil {
			p.Path = append(p.Path, Text(s.name))
		} else {
			p.Path = append(p.Path, strconv.Itoa(s.index))
		}
	}
	c.problems = append(c.problems, p)
}

// exponent returns the size of a number's exponent, without its sign.
func exponent(v []byte) int {
	i := bytes.IndexAny(v, "eE")
	if i < 0 {
		return 0
	}
	digits := bytes.TrimLeft(v[i+1:], "+-0")
	if len(digits) > len("308") {
		return MaxExponent + 1
	}
	n, _ := strconv.Atoi(string(digits)) // no digits are left of an exponent of 0
	return n
}
