package jqtmpl_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"malaga/internal/jqtmpl"
	"malaga/internal/table"
	"malaga/internal/text"
)

// An expression without end is an error, and does not end the process. It is not run beside other tests, which would be blamed for
// its memory.
func TestAnExpressionThatUsesTooMuchMemoryIsAnError(t *testing.T) {
	if testing.Short() {
		t.Skip("uses some hundred MiB")
	}
	for _, expression := range []string{"def f: [f]; f", "[range(1e10)]", "def f(x): f(x|x); f(.)"} {
		jq, err := jqtmpl.NewJQ(expression)
		if err != nil {
			t.Fatal(err)
		}
		var failure *text.Failure
		err = jq.Write(context.Background(), io.Discard, table.Of(nil, nil), func(s string) string { return s })
		if !errors.As(err, &failure) || !strings.Contains(err.Error(), "memory") {
			t.Errorf("%s: %v", expression, err)
		}
	}
}
