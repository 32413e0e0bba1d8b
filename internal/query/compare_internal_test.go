package query

import (
	"testing"

	"malaga/internal/rawjson"
)

// cellsByKind are values as a field of one kind holds them.
var cellsByKind = map[string][]string{
	"text":    {`""`, `"a"`, `"A"`, `"á"`, `"b"`, `"10"`, `"9"`, `"Ω"`, `"ß"`, `"ss"`, `"a b"`, `"\u0061"`, `"日本"`},
	"number":  {"0", "-0", "1", "1.0", "1e0", "-1", "10", "9", "1e308", "-1e-308", "0.1", "0.10", "123456789012345678901234567890"},
	"boolean": {"true", "false"},
	"list":    {`["a"]`, `["a","b"]`, `[10]`, `[9]`, `["á"]`},
}

// order is how two cells are compared when records are sorted.
func order(a, b string) int {
	return compareKeys(newSortKey([]byte(a)), newSortKey([]byte(b)))
}

func TestCompareIsAntisymmetric(t *testing.T) {
	t.Parallel()
	for kind, cells := range cellsByKind {
		for _, a := range cells {
			for _, b := range cells {
				if order(a, b) != -order(b, a) {
					t.Errorf("%s: %s %s: %d and %d", kind, a, b, order(a, b), order(b, a))
				}
				if order(a, b) == 0 && kind == "text" && rawjson.Text([]byte(a)) != rawjson.Text([]byte(b)) {
					t.Errorf("%s and %s are equal", a, b)
				}
			}
		}
	}
}

func TestCompareIsTransitive(t *testing.T) {
	t.Parallel()
	for kind, cells := range cellsByKind {
		for _, a := range cells {
			for _, b := range cells {
				for _, c := range cells {
					if order(a, b) <= 0 && order(b, c) <= 0 && order(a, c) > 0 {
						t.Errorf("%s: %s <= %s <= %s, but not %s <= %s", kind, a, b, c, a, c)
					}
				}
			}
		}
	}
}

func TestNumbersAreComparedExactly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"9007199254740993", "9007199254740992", 1}, {"0.1", "0.10", 0}, {"1e2", "100", 0}, {"-0", "0", 0}, {"2", "10", -1}, {"1e-308", "0", 1}, {"-1e308", "1", -1},
	} {
		if got := order(c.a, c.b); got != c.want {
			t.Errorf("%s %s: %d", c.a, c.b, got)
		}
	}
}
