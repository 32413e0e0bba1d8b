package jqtmpl_test

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"malaga/internal/jqtmpl"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// Rows without end stop at a stated size, be they short, long or deep, and before a program would need much more.
func TestRowsBeyondTheLimitAreAnError(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cell        []byte
		least, most int // rows
	}{
		"short": {rawjson.Quote("msg-1"), 150_000, 500_000},
		"long":  {rawjson.Quote(strings.Repeat("long ", 200)), 50_000, 100_000},
		"deep":  {[]byte(strings.Repeat("[", 60) + `{"a":[1,2]}` + strings.Repeat("]", 60)), 10_000, 50_000},
	} {
		read := 0
		rows := table.Rows{Columns: []table.Column{{Name: "id"}}, Seq: func(yield func(table.Row, error) bool) {
			for yield(table.Row{c.cell}, nil) {
				if read++; read > 10*c.most {
					t.Fatal(name + ": no end")
				}
			}
		}}
		jq, err := jqtmpl.NewJQ(".")
		if err != nil {
			t.Fatal(err)
		}
		var failure *text.Failure
		err = jq.Write(context.Background(), io.Discard, rows, strconv.Quote)
		if !errors.As(err, &failure) || !strings.Contains(err.Error(), "96 MiB") || read < c.least || read > c.most {
			t.Errorf("%s: %v after %d rows", name, err, read)
		}
	}
}
