package query

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// valueForm is what the values of a field are that are more than text: a comparison with anything else would be wrong in silence.
type valueForm int

const (
	anyForm valueForm = iota
	numberForm
	dayForm  // YYYY-MM-DD
	dateForm // a day, or a month or year where no more is known
	timeForm // HH:MM
)

// formOf derives the form of a field from its schema: dates and times that are texts there show in their pattern.
func formOf(f *schema.Field) valueForm {
	switch f.Kind {
	case schema.Integer, schema.Number:
		return numberForm
	case schema.Date:
		return dayForm
	case schema.Text:
	default:
		return anyForm
	}
	pattern, err := regexp.Compile(f.Pattern)
	if f.Pattern == "" || err != nil {
		return anyForm
	}
	fits := func(yes, no []string) bool {
		return !slices.ContainsFunc(no, pattern.MatchString) && len(yes) > 0 &&
			!slices.ContainsFunc(yes, func(s string) bool { return !pattern.MatchString(s) })
	}
	switch {
	case fits([]string{"2022", "2022-05", "2022-05-10"}, []string{"2022-5", "2022-13", "x"}):
		return dateForm
	case fits([]string{"09:00", "23:59"}, []string{"9:00", "24:00", "09:60"}):
		return timeForm
	}
	return anyForm
}

// misfit returns a message and a hint for a value that no value of a form can be compared with. A value that need not be equal may
// be less exact: a month, a year, an hour.
func (f valueForm) misfit(field, v string, equal bool) (message, hint string) {
	switch f {
	case numberForm:
		if _, ok := rawjson.ParseDecimal(v); !ok {
			return fmt.Sprintf("%s is a number, but %q is not", field, v), writeOr(asNumber(v), "write digits, such as 400 or -1.5")
		}
	case dayForm, dateForm:
		switch {
		case !parses(v, time.DateOnly, "2006-01", "2006"):
			return fmt.Sprintf("%s is a date, but %q is not", field, v), writeOr(AsDate(v), "write YYYY-MM-DD, YYYY-MM or YYYY")
		case f == dayForm && equal && !parses(v, time.DateOnly):
			return fmt.Sprintf("%s is a full date, but %q is not", field, v), fmt.Sprintf("write YYYY-MM-DD; %s~%s matches all its days", field, v)
		}
	case timeForm:
		if hour := parses(v, "15") && len(v) == len("15") && !equal; !hour && (!parses(v, "15:04") || len(v) != len("15:04")) {
			return fmt.Sprintf("%s is a time, but %q is not", field, v), writeOr(asTime(v), "write HH:MM, from 00:00 to 23:59")
		}
	}
	return "", ""
}

// parses reports whether a value is a date or time in one of some layouts.
func parses(v string, layouts ...string) bool {
	return slices.ContainsFunc(layouts, func(layout string) bool {
		_, err := time.Parse(layout, v)
		return err == nil
	})
}

func writeOr(value, other string) string {
	if value == "" {
		return other
	}
	return "write " + value
}

// asNumber returns a number as it is written here; "" if it is none. One comma that does not part thousands is a decimal comma.
func asNumber(v string) string {
	if whole, part, _ := strings.Cut(v, ","); part != "" && len(part) != len("000") && !strings.ContainsAny(part, ",.") {
		v = whole + "." + part
	}
	v = strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "", "'", "", "_", "", "−", "-").Replace(v)
	if _, ok := rawjson.ParseDecimal(v); ok {
		return v
	}
	return ""
}

// AsDate returns a date in another common form as it is written here: YYYY-MM-DD, or YYYY-MM if it has no day. It returns "" if v is
// no date, or could be read in two ways.
func AsDate(v string) string {
	v = strings.NewReplacer("/", "-", ".", "-", ",", "").Replace(v)
	return rewritten(v, [][2]string{
		{"2006-1-2", time.DateOnly},
		{"2006-1", "2006-01"},
		{"2 January 2006", time.DateOnly},
		{"2 Jan 2006", time.DateOnly},
		{"January 2 2006", time.DateOnly},
		{"Jan 2 2006", time.DateOnly},
		{"January 2006", "2006-01"},
		{"Jan 2006", "2006-01"},
		{"20060102", time.DateOnly},
		{"2006-01-02T15:04:05Z07:00", time.DateOnly},
	})
}

// asTime returns a time in another common form as it is written here; "" if it is none.
func asTime(v string) string {
	v = strings.ToLower(strings.NewReplacer(".", ":", " ", "").Replace(v))
	return rewritten(v, [][2]string{
		{"15:4", "15:04"},
		{"15:04:05", "15:04"},
		{"3:04pm", "15:04"},
		{"3pm", "15:04"},
		{"15h04", "15:04"},
		{"15h", "15:04"},
		{"15", "15:04"},
		{"1504", "15:04"},
	})
}

// rewritten returns a date or time in the second of the first two layouts that fit it.
func rewritten(v string, layouts [][2]string) string {
	for _, l := range layouts {
		if t, err := time.Parse(l[0], v); err == nil {
			return t.Format(l[1])
		}
	}
	return ""
}
