package strict

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// Check finds in a value what a decoder would pass: repeated members, empty values, and what is over a
// limit. depth is the number of brackets around the value. A value over a limit must not reach a
// library: safe is false.
func Check(v []byte, depth int) (problems []finding.Problem, safe bool) {
	var c Checker
	return c.Check(v, depth)
}

// Checker checks one value after the other and keeps its working memory.
type Checker struct {
	path     []step
	names    [][]byte // of the objects around the value at hand, the innermost last
	problems []finding.Problem
	safe     bool
}

// Check is the function Check. Its problems are the caller's.
func (c *Checker) Check(v []byte, depth int) (problems []finding.Problem, safe bool) {
	c.path, c.names, c.problems, c.safe = c.path[:0], c.names[:0], nil, true
	c.value(v, depth+1)
	return c.problems, c.safe
}

// step is a part of a path that costs nothing unless there is a problem.
type step struct {
	name  []byte // with quotation marks; nil for an index
	index int
}

func (c *Checker) value(v []byte, depth int) {
	if k := rawjson.Kind(v); (k == '{' || k == '[') && depth > MaxDepth {
		c.limit(finding.Depth, fmt.Sprintf("nested more than %d levels deep", MaxDepth))
		return
	}
	if IsEmpty(v) && len(c.path) > 0 {
		c.problem(finding.Problem{Code: finding.EmptyValue, Message: c.subject() + " is " + emptyWord(v), Hint: "leave it out, or give it a value"})
		return
	}
	switch k := rawjson.Kind(v); {
	case k == '{':
		c.object(v, depth)
	case k == '[':
		c.path = append(c.path, step{})
		for _, e := range rawjson.Elements(v) {
			c.value(e, depth+1)
			c.path[len(c.path)-1].index++
		}
		c.path = c.path[:len(c.path)-1]
	case k == '"':
		if n := len(v) - len(`""`); n > MaxString {
			c.limit(finding.Length, fmt.Sprintf("a text of %d bytes; the limit is 1 MiB", n))
		}
	case rawjson.IsNumber(v):
		if len(v) > MaxNumber || exponent(v) > MaxExponent {
			c.limit(finding.Number, fmt.Sprintf("a number over the limit of %d characters or an exponent of ±%d", MaxNumber, MaxExponent))
		}
	}
}

// IsEmpty says whether a value is one of the four that a table cannot tell from an absent one.
func IsEmpty(v []byte) bool {
	switch rawjson.Kind(v) {
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
	if rawjson.Kind(v) == 'n' {
		return "null"
	}
	return "empty"
}

// subject is what a message calls the value at hand.
func (c *Checker) subject() string {
	if c.path[len(c.path)-1].name == nil {
		return "an entry of " + c.name()
	}
	return c.name()
}

// name is the path of the value at hand in words: names joined by dots.
func (c *Checker) name() string {
	var names []string
	for _, s := range c.path {
		if s.name != nil {
			names = append(names, rawjson.Text(s.name))
		}
	}
	return strings.Join(names, ".")
}

func (c *Checker) object(v []byte, depth int) {
	c.path = append(c.path, step{})
	top := len(c.path) - 1
	base := len(c.names)
	var seen map[string]int // for objects with many members
	for m := range rawjson.Members(v) {
		c.path[top].name = m.Name
		if n := len(m.Name) - len(`""`); n > MaxString {
			c.safe = false
			c.problems = append(c.problems, finding.Problem{Code: finding.Length, Message: fmt.Sprintf("a name of %d bytes; the limit is 1 MiB", n)})
			continue
		}
		if nth := repeated(c.names[base:], seen, m.Name); nth > 0 {
			c.problem(finding.Problem{
				Code: finding.DuplicateKey, Key: true, Nth: nth,
				Message: fmt.Sprintf("%s stands twice in the same object", m.Name), Hint: "keep one of them",
			})
		}
		c.names = append(c.names, m.Name)
		if len(c.names)-base == manyMembers {
			seen = map[string]int{}
			for _, n := range c.names[base:] {
				seen[rawjson.Text(n)]++
			}
		} else if seen != nil {
			seen[rawjson.Text(m.Name)]++
		}
		c.value(m.Value, depth+1)
	}
	c.path, c.names = c.path[:top], c.names[:base]
}

// manyMembers is where comparing a name with each other one costs more than a map.
const manyMembers = 32

// repeated counts how often the name has been seen. Names are equal if they say the same, however
// they are written ("a" and "\u0061").
func repeated(names [][]byte, seen map[string]int, name []byte) (nth int) {
	if seen != nil {
		return seen[rawjson.Text(name)]
	}
	plain := bytes.IndexByte(name, '\\') < 0
	for _, n := range names {
		switch {
		case bytes.Equal(n, name):
			nth++
		case plain && len(n) <= len(name): // an escape is longer than what it stands for
		case (!plain || bytes.IndexByte(n, '\\') >= 0) && rawjson.Text(n) == rawjson.Text(name):
			nth++
		}
	}
	return nth
}

func (c *Checker) limit(code, message string) {
	c.safe = false
	c.problem(finding.Problem{Code: code, Message: message})
}

func (c *Checker) problem(p finding.Problem) {
	if len(c.problems) >= finding.MostProblems {
		return
	}
	for _, s := range c.path {
		if s.name != nil {
			p.Path = append(p.Path, rawjson.Text(s.name))
		} else {
			p.Path = append(p.Path, strconv.Itoa(s.index))
		}
	}
	c.problems = append(c.problems, p)
}

// exponent is the size of a number's exponent, without its sign; MaxExponent+1 if it is larger.
func exponent(v []byte) int {
	i := bytes.IndexAny(v, "eE")
	if i < 0 {
		return 0
	}
	digits := bytes.TrimLeft(v[i+1:], "+-0")
	if len(digits) > 6 {
		return MaxExponent + 1
	}
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}
