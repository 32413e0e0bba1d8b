package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/text"
	"malaga/schema"
)

// Minimum is the part of a field that must be filled.
type Minimum struct {
	table, field string
	percent      string // as given
	thousandths  int    // of a percent
}

// NewMinimums parses minimums: FIELD=PERCENT, with at most three decimals, for a table; TABLE.FIELD=PERCENT if t is nil.
func NewMinimums(model *schema.Model, t *schema.Table, exprs []string) ([]Minimum, error) {
	var all []Minimum
	for _, expr := range exprs {
		m, err := newMinimum(model, t, expr)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

func newMinimum(model *schema.Model, t *schema.Table, expr string) (Minimum, error) {
	invalid := func(hint, format string, args ...any) (Minimum, error) {
		return Minimum{}, text.Usage(fmt.Sprintf(format, args...), hint)
	}
	name, value, _ := strings.Cut(expr, "=")
	value = strings.TrimSuffix(strings.TrimSpace(value), "%")
	thousandths, ok := parsePercent(value)
	if !ok {
		return invalid("write FIELD=PERCENT with a number from 0 to 100, for example title=100", "invalid value %q for --min", expr)
	}
	if t == nil {
		of, field, ok := strings.Cut(name, ".")
		if !ok {
			return invalid("write TABLE.FIELD=PERCENT, or give the TABLE as an argument", "--min %q has no table", expr)
		}
		if t = model.Find(strings.TrimSpace(of)); t == nil {
			return invalid(text.DidYouMeanOr(of, model.Names(), "the tables are "+strings.Join(model.Names(), ", ")), "unknown table %q", of)
		}
		name = field
	}
	m := Minimum{table: t.Name, field: fieldName(name), percent: value, thousandths: thousandths}
	var names []string
	for known := range schema.Walk(t.Fields()) {
		names = append(names, known)
	}
	if !slices.Contains(names, m.field) {
		hint := text.DidYouMeanOr(m.field, names, "malaga summarise "+t.Name+" --coverage lists them")
		return invalid(hint, "%s has no field %q", t.Name, m.field)
	}
	return m, nil
}

// parsePercent returns a number from 0 to 100 in thousandths.
func parsePercent(s string) (thousandths int, ok bool) {
	whole, decimals, _ := strings.Cut(s, ".")
	if len(decimals) > 3 || whole+decimals == "" {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+(decimals + "000")[:3], 10, 31)
	return int(n), err == nil && n <= 100_000
}

// Below returns a message for each minimum that is not reached. A field without records or entries is not filled.
func (c *Coverage) Below(minimums []Minimum) []string {
	var messages []string
	for _, m := range minimums {
		fields := c.fields[m.table]
		f := fields[slices.IndexFunc(fields, func(f *filled) bool { return f.name == m.field })]
		if m.thousandths > 0 && (f.of == 0 || f.count*100_000 < m.thousandths*f.of) {
			format := "%s.%s is filled in %s of %s, less than %s %%"
			messages = append(messages, fmt.Sprintf(format, m.table, m.field, text.Number(f.count), f.total(), m.percent))
		}
	}
	return messages
}
