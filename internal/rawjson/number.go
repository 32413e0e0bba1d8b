package rawjson

import (
	"bytes"
	"cmp"
	"math"
	"strconv"
	"strings"
)

// Decimal is a decimal number, exact and of any size: 0.digits × 10^point.
type Decimal struct {
	negative bool
	digits   string // without zeros at either end; "" is zero
	point    int
}

// maxPower is the greatest power of ten that is told from greater ones.
const maxPower = math.MaxInt32

// ParseDecimal reads a number as JSON writes it. A plus sign, zeros before the number, and a point without digits on one side
// are accepted as well. ok is false for other texts.
func ParseDecimal(s string) (d Decimal, ok bool) {
	s, exponent, hasExponent := cutExponent(s)
	if s != "" && (s[0] == '-' || s[0] == '+') {
		d.negative = s[0] == '-'
		s = s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if whole+fraction == "" || !onlyDigits(whole+fraction) {
		return Decimal{}, false
	}
	d.point = len(whole)
	if hasExponent {
		power, valid := parsePower(exponent)
		if !valid {
			return Decimal{}, false
		}
		d.point += power
	}
	digits := strings.TrimLeft(whole+fraction, "0")
	d.point -= len(whole+fraction) - len(digits)
	d.digits = strings.TrimRight(digits, "0")
	if d.digits == "" {
		return Decimal{}, true
	}
	return d, true
}

func cutExponent(s string) (before, exponent string, found bool) {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

func parsePower(s string) (power int, ok bool) {
	digits := strings.TrimPrefix(strings.TrimPrefix(s, "+"), "-")
	if digits == "" || !onlyDigits(digits) || strings.HasPrefix(s, "+-") {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n > maxPower {
		n = maxPower
	}
	if s[0] == '-' {
		n = -n
	}
	return n, true
}

func onlyDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// Compare returns -1, 0 or 1 as d is less than, equal to or more than other.
func (d Decimal) Compare(other Decimal) int {
	if n := cmp.Compare(d.sign(), other.sign()); n != 0 {
		return n
	}
	return d.sign() * cmp.Or(cmp.Compare(d.point, other.point), strings.Compare(d.digits, other.digits))
}

// Digits returns the number of significant digits: 2 for 5800 and for 0.058.
func (d Decimal) Digits() int { return len(d.digits) }

func (d Decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// String returns the number without an exponent, a fraction of zeros, or a sign of zero: 5800 for 5800.0, 5.8e3 and 580000E-2.
// Only a number that is longer than MaxNumber then has an exponent.
func (d Decimal) String() string {
	sign := ""
	if d.negative {
		sign = "-"
	}
	n := len(d.digits)
	switch {
	case n == 0:
		return "0"
	case d.point > MaxNumber || d.point < n-MaxNumber:
		fraction := ""
		if n > 1 {
			fraction = "." + d.digits[1:]
		}
		return sign + d.digits[:1] + fraction + "e" + strconv.Itoa(d.point-1)
	case d.point >= n:
		return sign + d.digits + strings.Repeat("0", d.point-n)
	case d.point > 0:
		return sign + d.digits[:d.point] + "." + d.digits[d.point:]
	}
	return sign + "0." + strings.Repeat("0", -d.point) + d.digits
}

// Canonical returns the one form of a JSON number that Decimal.String describes. It returns most numbers as they are.
func Canonical(v []byte) []byte {
	if bytes.IndexByte(v, '.') < 0 && bytes.IndexByte(v, 'e') < 0 && bytes.IndexByte(v, 'E') < 0 && string(v) != "-0" {
		return v
	}
	if d, ok := ParseDecimal(string(v)); ok {
		return []byte(d.String())
	}
	return v
}
