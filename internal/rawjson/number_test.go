package rawjson_test

import (
	"math/big"
	"strings"
	"testing"

	"malaga/internal/rawjson"
)

func TestNumbersHaveOneForm(t *testing.T) {
	t.Parallel()
	for v, want := range map[string]string{
		"0": "0", "-0": "0", "0.0": "0", "-0.00e5": "0", "0e999999999999999999999": "0", "1": "1", "-1": "-1", "5800": "5800", "5800.0": "5800", "5.8e3": "5800",
		"580000E-2": "5800", "100E-1": "10", "1.50": "1.5", "0.10": "0.1", "1e-3": "0.001", "-12.5e-1": "-1.25", "12E+2": "1200",
		"9007199254740993.0": "9007199254740993", "18446744073709551616e0": "18446744073709551616", "1e30": "1" + strings.Repeat("0", 30),
		"1e500": "1e500", "-12e-900": "-1.2e-899", "1e99999999999": "1e2147483647",
	} {
		if got := string(rawjson.Canonical([]byte(v))); got != want {
			t.Errorf("%s: %s, not %s", v, got, want)
		}
		if got := rawjson.Text([]byte(v)); got != want {
			t.Errorf("text of %s: %s, not %s", v, got, want)
		}
	}
}

func TestNumbersAreComparedExactly(t *testing.T) {
	t.Parallel()
	numbers := []string{
		"0", "-0", "1", "-1", "1.0", "10", "9", "0.1", "0.10", "0.09", "-0.1", "1e2", "99.999", "100E-1", "1e308", "-1e308", "1e-308", "-1e-308",
		"9007199254740993", "9007199254740992", "123456789012345678901234567890", "1.5e1",
	}
	for _, a := range numbers {
		for _, b := range numbers {
			x, _ := rawjson.ParseDecimal(a)
			y, _ := rawjson.ParseDecimal(b)
			p, _ := new(big.Rat).SetString(a)
			q, _ := new(big.Rat).SetString(b)
			if got, want := x.Compare(y), p.Cmp(q); got != want || (want == 0) != (x == y) {
				t.Errorf("%s %s: %d, not %d", a, b, got, want)
			}
			if back, _ := new(big.Rat).SetString(x.String()); back.Cmp(p) != 0 {
				t.Errorf("%s: %s", a, x.String())
			}
		}
	}
}

func TestWhatIsANumber(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"+5": true, ".5": true, "5.": true, "007": true, "1e+2": true, "-3": true,
		"": false, ".": false, "-": false, "e5": false, "1e": false, "1e+": false, "1e+-2": false, "1.2.3": false, "0x10": false, "1/2": false, "1_000": false, "Inf": false, " 1": false,
		"--1": false, "1e5.0": false, "１": false,
	} {
		if _, got := rawjson.ParseDecimal(s); got != want {
			t.Errorf("%q: %t", s, got)
		}
	}
}

func TestOnlySignificantDigitsCount(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{"0": 0, "-0.0": 0, "5800": 2, "0.058": 2, "-5.08e-3": 3, "1000000000000000": 1, "1234567890123456": 16} {
		if d, ok := rawjson.ParseDecimal(s); !ok || d.Digits() != want {
			t.Errorf("%s: %d digits, not %d", s, d.Digits(), want)
		}
	}
}
