// Package jqtmpl runs jq expressions and Go templates on rows. Both get the array that --format json prints.
package jqtmpl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"

	"github.com/itchyny/gojq"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// MaxMemory is the most that the rows may take in memory, in bytes, as builder counts them: about a hundred thousand records. What
// an expression makes of them, and the line that it becomes, take as much again; 256 MiB hold it all.
const MaxMemory = 96 << 20

// builder builds values as gojq takes them, and counts about how much memory they take.
type builder struct {
	escape func(string) string // what texts pass through
	bytes  int
}

// What values take beside the bytes of texts. A map has room for eight members from the beginning.
const (
	objectBytes = 320
	memberBytes = 40
	valueBytes  = 32
)

// values reads all rows as an array. It passes texts through escape.
func values(rows table.Rows, escape func(string) string) ([]any, error) {
	all := []any{}
	b := builder{escape: escape}
	for row, err := range rows.Seq {
		if err != nil {
			return nil, err
		}
		b.bytes += objectBytes + valueBytes
		one := map[string]any{}
		for i, cell := range row {
			if cell != nil {
				b.bytes += memberBytes
				one[rows.Columns[i].Name] = b.value(cell)
			}
		}
		if all = append(all, one); b.bytes > MaxMemory {
			return nil, tooMany(len(all))
		}
	}
	return all, nil
}

// tooMany returns the error for rows beyond MaxMemory.
func tooMany(n int) error {
	const format = "--jq and --template need all rows in memory, at most %d MiB: %s are more"
	return &text.Failure{
		Err:  fmt.Errorf(format, MaxMemory>>20, text.Count(n, "row")),
		Hint: "narrow them with --where, --fields or --limit, or pipe --format jsonl to jq",
	}
}

// value returns a JSON value as gojq takes it: whole numbers as int or *big.Int, others as float64.
func (b *builder) value(v []byte) any {
	b.bytes += valueBytes
	switch rawjson.Kind(v) {
	case '{':
		b.bytes += objectBytes
		obj := map[string]any{}
		for m := range rawjson.Members(v) {
			b.bytes += memberBytes + len(m.Name)
			obj[rawjson.Text(m.Name)] = b.value(m.Value)
		}
		return obj
	case '[':
		list := []any{}
		for _, e := range rawjson.Elements(v) {
			list = append(list, b.value(e))
		}
		return list
	case '"':
		b.bytes += len(v)
		return b.escape(rawjson.Text(v))
	case 't', 'f':
		return rawjson.Kind(v) == 't'
	case 'n':
		return nil
	}
	whole := string(rawjson.Canonical(v))
	if n, err := strconv.Atoi(whole); err == nil {
		return n
	}
	if n, ok := new(big.Int).SetString(whole, 10); ok {
		return n
	}
	f, _ := strconv.ParseFloat(string(v), 64) // ±Inf for what is out of range
	return f
}

// JQ is a jq expression, ready to be run.
type JQ struct {
	expression string
	code       *gojq.Code
}

// NewJQ reads an expression. It has no access to the environment or to files.
func NewJQ(expression string) (*JQ, error) {
	query, err := gojq.Parse(expression)
	if err != nil {
		return nil, jqError(expression, err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, jqError(expression, err)
	}
	return &JQ{expression, code}, nil
}

// Write runs the expression on the array of rows, and writes each result on a line: a text as escape makes it,
// anything else as JSON.
func (j *JQ) Write(ctx context.Context, w io.Writer, rows table.Rows, escape func(string) string) error {
	all, err := values(rows, func(s string) string { return s })
	if err != nil {
		return err
	}
	return watched(ctx, func(ctx context.Context) error { return j.results(ctx, w, all, escape) })
}

// results writes the results for some rows.
func (j *JQ) results(ctx context.Context, w io.Writer, rows []any, escape func(string) string) error {
	results := j.code.RunWithContext(ctx, rows)
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
			return jqError(j.expression, err)
		}
		line, isText := v.(string)
		if isText {
			line = escape(line)
		} else {
			b, err := gojq.Marshal(v)
			if err != nil {
				return err
			}
			line = string(text.EscapeJSON(b))
		}
		if _, err := io.WriteString(w, line+"\n"); err != nil {
			return err
		}
	}
}
