// Package shape makes of rows what a user asks for in a language of its own: jq, or Go's templates. Both get the
// array of rows that --format json prints.
package jqtmpl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"strconv"

	"github.com/itchyny/gojq"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// values reads all rows, for a language that wants the whole array; text is what becomes of texts.
func values(rows table.Rows, text func(string) string) ([]any, error) {
	all := []any{}
	for row, err := range rows.Seq {
		if err != nil {
			return nil, err
		}
		one := map[string]any{}
		for i, cell := range row {
			if cell != nil {
				one[rows.Columns[i].Name] = value(cell, text)
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// value is a JSON value as jq's evaluator takes it: whole numbers as int or *big.Int, others as float64.
func value(v []byte, text func(string) string) any {
	switch rawjson.Kind(v) {
	case '{':
		obj := map[string]any{}
		for m := range rawjson.Members(v) {
			obj[rawjson.Text(m.Name)] = value(m.Value, text)
		}
		return obj
	case '[':
		list := []any{}
		for _, e := range rawjson.Elements(v) {
			list = append(list, value(e, text))
		}
		return list
	case '"':
		return text(rawjson.Text(v))
	case 't', 'f':
		return rawjson.Kind(v) == 't'
	case 'n':
		return nil
	}
	if n, err := strconv.Atoi(string(v)); err == nil {
		return n
	}
	if n, ok := new(big.Int).SetString(string(v), 10); ok {
		return n
	}
	f, err := strconv.ParseFloat(string(v), 64)
	if err != nil {
		return math.Inf(1)
	}
	return f
}

// JQ is a jq expression, ready to be run.
type JQ struct {
	text string
	code *gojq.Code
}

// NewJQ reads an expression. It has no access to the environment or to files.
func NewJQ(expression string) (*JQ, error) {
	query, err := gojq.Parse(expression)
	if err != nil {
		return nil, text.Usage(fmt.Sprintf("--jq: %v", err), "")
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, text.Usage(fmt.Sprintf("--jq: %v", err), "")
	}
	return &JQ{expression, code}, nil
}

// Write runs the expression on the array of rows, and writes each result on a line: a text as it is, anything else as
// JSON. text makes it safe for where it goes.
func (j *JQ) Write(ctx context.Context, w io.Writer, rows table.Rows, text func(string) string) error {
	all, err := values(rows, func(s string) string { return s })
	if err != nil {
		return err
	}
	results := j.code.RunWithContext(ctx, all)
	for {
		v, ok := results.Next()
		if !ok {
			return nil
		}
		if err, failed := v.(error); failed {
			var halt *gojq.HaltError
			if errors.As(err, &halt) && halt.Value() == nil {
				return nil
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return jqError(j.text, err)
		}
		line, isText := v.(string)
		if !isText {
			b, err := gojq.Marshal(v)
			if err != nil {
				return err
			}
			line = string(b)
		}
		if _, err := io.WriteString(w, text(line)+"\n"); err != nil {
			return err
		}
	}
}
