package search

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/text"
)

// term is a word or phrase of a question.
type term struct {
	words  []string
	phrase bool   // written in quotation marks or with hyphens, or in a script without spaces: the words follow one another
	prefix bool   // the last word is the beginning of one
	field  string // the only field to look in; "" for all
}

func parseTerm(item string, quoted bool) term {
	item, isPrefix := strings.CutSuffix(strings.Trim(item, quotation), "*")
	words := foldedWords(item)
	return term{words: words, prefix: isPrefix && len(words) > 0, phrase: quoted || len(words) > 1}
}

// operation is how the parts of an expression belong together.
type operation int

const (
	one operation = iota // a term: it has no parts
	all
	either
	not // the only part
)

// expr is a question or a part of it.
type expr struct {
	op      operation
	parts   []*expr
	term    term
	concept int    // of a wanted term
	bits    uint64 // atoms of the matcher, any of which is the term
	free    bool   // a stop word that a record need not have
}

// add adds a part. Parts that belong together in the same way need no brackets.
func (e *expr) add(part *expr) {
	if part.op == e.op {
		e.parts = append(e.parts, part.parts...)
	} else {
		e.parts = append(e.parts, part)
	}
}

// simple returns the expression without brackets around one part.
func (e *expr) simple() *expr {
	if len(e.parts) == 1 && e.op != not {
		return e.parts[0]
	}
	return e
}

// isPositive reports whether what meets the expression has at least one of its words.
func (e *expr) isPositive() bool {
	switch e.op {
	case one:
		return true
	case all:
		return slices.ContainsFunc(e.parts, (*expr).isPositive)
	case either:
		return !slices.ContainsFunc(e.parts, func(p *expr) bool { return !p.isPositive() })
	}
	return false
}

// hasPositive reports whether some of the words are not negated.
func (e *expr) hasPositive() bool {
	return e.op == one || e.op != not && slices.ContainsFunc(e.parts, (*expr).hasPositive)
}

// met reports whether a record with some atoms meets the expression.
func (e *expr) met(bits uint64) bool {
	switch e.op {
	case one:
		return e.free || e.bits&bits != 0
	case all:
		return !slices.ContainsFunc(e.parts, func(p *expr) bool { return !p.met(bits) })
	case either:
		return slices.ContainsFunc(e.parts, func(p *expr) bool { return p.met(bits) })
	}
	return !e.parts[0].met(bits)
}

// parser reads a question by recursive descent:
//
//	list    = choice { [ "AND" ] choice } .
//	choice  = operand { "OR" operand } .
//	operand = "NOT" operand | FIELD operand | "(" list ")" | WORD .
//
// OR binds words more closely than their standing side by side does, as in web search.
type parser struct {
	lexer lexer
	token token
	field string // that the operand at hand belongs to
	depth int    // of brackets
}

// parse returns the expression of a question, without parts if it has no words.
func parse(question string) (*expr, error) {
	p := &parser{lexer: lexer{rest: typed(question)}}
	p.next()
	e, err := p.list()
	if err == nil && p.token.kind == closeToken {
		err = text.Usage(`")" without "("`, quoteHint)
	}
	return e, err
}

const quoteHint = "brackets come in pairs; put text with brackets in quotation marks"

func (p *parser) next() { p.token = p.lexer.next(false) }

// list parses words and choices side by side.
func (p *parser) list() (*expr, error) {
	e := &expr{op: all}
	joined, chosen := false, false // by AND, by OR
	for p.token.kind != endToken && p.token.kind != closeToken {
		if p.token.kind == andToken {
			joined = true
			if err := p.operator(len(e.parts) > 0); err != nil {
				return nil, err
			}
		}
		c, several, err := p.choice()
		if err != nil {
			return nil, err
		}
		chosen = chosen || several
		e.add(c)
	}
	if joined && chosen {
		return nil, text.Usage("AND and OR without brackets", "put what belongs together in brackets: a AND (b OR c), or (a AND b) OR c")
	}
	return e.simple(), nil
}

// operator passes an operator between two operands.
func (p *parser) operator(before bool) error {
	at := p.token.text
	p.next()
	if !before {
		return p.nothing("before", at)
	}
	switch p.token.kind {
	case endToken, closeToken, andToken, orToken:
		return p.nothing("after", at)
	}
	return nil
}

// nothing returns the error for an operator that lacks a word.
func (p *parser) nothing(where, operator string) error {
	hint := "write it between two words"
	switch {
	case operator == "NOT" || operators[operator] == 0 && !strings.ContainsAny(operator, "|&"):
		hint = "write it before a word"
	}
	return text.Usage(fmt.Sprintf("no word %s %s", where, strconv.Quote(operator)), hint+"; in quotation marks it is text")
}

// choice parses operands with OR between them. It reports whether there are several.
func (p *parser) choice() (e *expr, several bool, err error) {
	e = &expr{op: either}
	for {
		o, err := p.operand()
		if err != nil {
			return nil, false, err
		}
		e.add(o)
		if p.token.kind != orToken {
			return e.simple(), several, nil
		}
		several = true
		if err := p.operator(true); err != nil {
			return nil, false, err
		}
	}
}

func (p *parser) operand() (*expr, error) {
	t := p.token
	switch t.kind {
	case wordToken:
		if err := foreign(t, p.field, p.lexer.rest); err != nil {
			return nil, err
		}
		p.next()
		t.term.field = p.field
		return &expr{term: t.term}, nil
	case notToken:
		return p.negation()
	case fieldToken:
		return p.value()
	case openToken:
		return p.brackets()
	}
	return nil, p.nothing("before", t.text) // AND and OR
}

// negation parses what must not be in a record.
func (p *parser) negation() (*expr, error) {
	sign := p.token.text
	p.next()
	if p.token.kind == fieldToken && p.lexer.negation() > 0 {
		p.next()
	}
	switch p.token.kind {
	case notToken:
		return nil, text.Usage("a word is negated twice", "write -WORD, or NOT WORD")
	case endToken, closeToken, andToken, orToken:
		return nil, p.nothing("after", sign)
	}
	o, err := p.operand()
	if err != nil {
		return nil, err
	}
	return &expr{op: not, parts: []*expr{o}}, nil
}

// value parses what a field must hold.
func (p *parser) value() (*expr, error) {
	name := p.token.text
	if p.field != "" {
		return nil, text.Usage(fmt.Sprintf("a field %q within the brackets of %q", name, p.field+":"), "name the field before each word")
	}
	p.token = p.lexer.next(true)
	isWord := len(p.token.term.words) > 0
	isSign := p.token.kind == openToken || p.token.kind == notToken && p.token.text != "NOT"
	if !isWord && !isSign {
		return nil, text.Usage(fmt.Sprintf("no word after %q", name), "write "+name+"word, or leave out the colon")
	}
	p.field = strings.TrimSuffix(name, ":")
	defer func() { p.field = "" }()
	return p.operand()
}

// brackets parses what stands in brackets.
func (p *parser) brackets() (*expr, error) {
	const maxDepth = 50 // a stack has an end
	if p.depth++; p.depth > maxDepth {
		return nil, text.Usage("too many brackets within one another", fmt.Sprintf("use %d at most", maxDepth))
	}
	p.next()
	e, err := p.list()
	p.depth--
	switch {
	case err != nil:
		return nil, err
	case p.token.kind != closeToken:
		return nil, text.Usage(`"(" without ")"`, quoteHint)
	case e.op == all && len(e.parts) == 0:
		return nil, text.Usage("no word between brackets", quoteHint)
	}
	p.next()
	return e, nil
}
