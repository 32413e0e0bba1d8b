package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/text"
	"malaga/schema"
)

// Minimum is the share of a field that must be filled.
type Minimum struct {
	Table, Field string

	percent     string // as given
	thousandths int    // of a percent
}

// NewMinimum parses a minimum: FIELD=PERCENT, with at most three decimals, for a table; TABLE.FIELD=PERCENT if t is nil.
func NewMinimum(model *schema.Model, t *schema.Table, expr string) (Minimum, error) {
	name, value, _ := strings.Cut(expr, "=")
	value = strings.TrimSuffix(strings.TrimSpace(value), "%")
	thousandths, ok := parsePercent(value)
	if !ok {
		return Minimum{}, text.Usage(fmt.Sprintf("--min %q is not FIELD=PERCENT", expr), "write a field and a number from 0 to 100: --min title=100")
	}
	if t == nil {
		of, field, ok := strings.Cut(name, ".")
		if !ok {
			return Minimum{}, text.Usage(fmt.Sprintf("--min %q has no table", expr), "write TABLE.FIELD=PERCENT, or give the TABLE as an argument")
		}
		if t = model.Find(strings.TrimSpace(of)); t == nil {
			return Minimum{}, text.Usage(fmt.Sprintf("no table %q", of), text.DidYouMeanOr(of, model.Names(), "the tables are "+strings.Join(model.Names(), ", ")))
		}
		name = field
	}
	m := Minimum{Table: t.Name, Field: fieldName(name), percent: value, thousandths: thousandths}
	var names []string
	for known := range schema.Walk(t.Fields()) {
		names = append(names, known)
	}
	if !slices.Contains(names, m.Field) {
		return Minimum{}, text.Usage(fmt.Sprintf("%s has no field %q", t.Name, m.Field), text.DidYouMeanOr(m.Field, names, "malaga summarise "+t.Name+" --coverage lists them"))
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

// Check returns a message if less of the field is filled in a coverage of its table. A field without records or entries is
// not filled.
func (m Minimum) Check(c *Coverage) string {
	f := c.all[slices.IndexFunc(c.all, func(f *Filled) bool { return f.Name == m.Field })]
	if m.thousandths == 0 || f.Of > 0 && f.Count*100_000 >= m.thousandths*f.Of {
		return ""
	}
	return fmt.Sprintf("%s.%s is filled in %s of %s, less than %s %%", m.Table, m.Field, text.Number(f.Count), f.Total(), m.percent)
}
