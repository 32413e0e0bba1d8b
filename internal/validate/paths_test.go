package validate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/validate"
)

func TestNoPathIsInsideItself(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ paths, want []string }{
		{[]string{"/"}, []string{"/"}},
		{[]string{"."}, []string{"."}},
		{[]string{"a", "a/x.json", "./a", "b"}, []string{"a", "b"}},
		{[]string{"-", "x.json"}, []string{"-", "x.json"}},
	} {
		if diff := cmp.Diff(c.want, validate.DistinctPaths(c.paths)); diff != "" {
			t.Errorf("%v (-want +got)\n%s", c.paths, diff)
		}
	}
}
