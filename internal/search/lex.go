package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a part of a question is.
type tokenKind int

const (
	endToken   tokenKind = iota
	wordToken            // words, or a phrase
	fieldToken           // the name of a field, with its colon
	andToken             // AND, &&
	orToken              // OR, |, ||
	notToken             // NOT, or a sign before a word
	openToken
	closeToken
)

// token is one part of a question.
type token struct {
	kind   tokenKind
	text   string // as written
	quoted bool   // has quotation marks
	term   term   // of a wordToken
}

// operators are those written as words. In lower case they are words like others.
var operators = map[string]tokenKind{"AND": andToken, "OR": orToken, "NOT": notToken}

// signs are those that part words wherever they stand outside quotation marks; the longer ones first.
var signs = []struct {
	text string
	kind tokenKind
}{{"||", orToken}, {"|", orToken}, {"&&", andToken}, {"(", openToken}, {")", closeToken}}

// lexer splits a question into tokens.
type lexer struct {
	rest string
}

// next returns the next token. The value of a field holds no field: a colon in it is text.
func (l *lexer) next(value bool) token {
	for {
		if !value {
			l.rest = strings.TrimLeftFunc(l.rest, unicode.IsSpace)
		}
		if l.rest == "" {
			return token{}
		}
		if t, ok := l.operator(value); ok {
			return t
		}
		item, quoted := l.cut()
		t := token{kind: wordToken, text: item, quoted: quoted, term: parseTerm(item, quoted)}
		if kind, ok := operators[item]; ok {
			t = token{kind: kind, text: item}
		}
		isForeign := startsComparison(item) || isUnclosed(item)
		if value || t.kind != wordToken || len(t.term.words) > 0 || isForeign { // other marks alone are nothing
			return t
		}
	}
}

// operator returns the token at hand if it is no word.
func (l *lexer) operator(value bool) (token, bool) {
	for _, s := range signs {
		if strings.HasPrefix(l.rest, s.text) {
			return l.take(s.kind, len(s.text)), true
		}
	}
	if n := l.negation(); n > 0 {
		return l.take(notToken, n), true
	}
	if n := nameLen(l.rest); !value && n > 0 && strings.HasPrefix(l.rest[n:], ":") && !strings.HasPrefix(l.rest[n:], "://") {
		return l.take(fieldToken, n+1), true
	}
	return token{}, false
}

func (l *lexer) take(kind tokenKind, n int) token {
	t := token{kind: kind, text: l.rest[:n]}
	l.rest = l.rest[n:]
	return t
}

// dashes are what a keyboard, an office program or a web page may set for a minus: hyphens, the figure dash, the en dash, minus
// signs. Longer ones stand for two.
const (
	dashes     = "-\u2010\u2011\u2012\u2013\u2212\ufe63"
	longDashes = "\u2014\u2015\ufe58"
)

// negation returns the length of the sign for NOT at hand: an exclamation mark or a dash. It must stand before a word: “10 - 11”
// and “?!” are text.
func (l *lexer) negation() int {
	first, n := utf8.DecodeRuneInString(l.rest)
	isDash := strings.ContainsRune(dashes, first)
	if !isDash && first != '!' {
		return 0
	}
	behind := lexer{rest: l.rest[n:]}
	second, _ := utf8.DecodeRuneInString(behind.rest)
	switch {
	case behind.rest == "" || unicode.IsSpace(second):
		if isDash {
			return 0
		}
		return n
	case isDash && strings.ContainsRune(dashes+longDashes, second): // see isDashes
		return 0
	case second == '(':
		return n
	}
	if item, _ := behind.cut(); len(foldedWords(item)) == 0 {
		return 0
	}
	return n
}

// cut takes the item at hand: up to a space, an operator or a closing bracket outside quotation marks. A bracket
// within a word is text: organisation(s).
func (l *lexer) cut() (item string, quoted bool) {
	end := len(l.rest)
	inside := false
	brackets := 0
scan:
	for i, r := range l.rest {
		if r == '"' {
			inside = !inside
			quoted = true
		}
		if inside {
			continue
		}
		switch {
		case unicode.IsSpace(r), r == '|', r == '&' && strings.HasPrefix(l.rest[i:], "&&"),
			r == '(' && operators[l.rest[:i]] != 0, r == ')' && brackets == 0:
			end = i
			break scan
		case r == '(':
			brackets++
		case r == ')':
			brackets--
		}
	}
	item = l.rest[:end]
	l.rest = l.rest[end:]
	return item, quoted
}

// nameLen returns the length of what may be the name of a field at the beginning of a text.
func nameLen(s string) int {
	for i, r := range s {
		isLetter := (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z')
		if !isLetter && (i == 0 || !strings.ContainsRune("0123456789_-.", r)) {
			return i
		}
	}
	return len(s)
}
