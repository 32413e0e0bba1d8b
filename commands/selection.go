package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/query"
	"malaga/schema"
)

// selection chooses records of a table and their fields.
type selection struct {
	where, expand, sort      []string
	fields, addFields, limit value
}

// fieldsHelp is the value of --fields without one.
const fieldsHelp = "help"

// flags are the flags of the selection.
func (s *selection) flags() []cli.Flag {
	return []cli.Flag{
		whereFlag(&s.where),
		&option{
			name: "fields", takes: "FIELDS", value: &s.fields, ifBare: fieldsHelp, complete: completeFields,
			usage: "show these fields, separated by commas; without a value, list the fields",
		},
		&option{name: "add-fields", takes: "FIELDS", value: &s.addFields, usage: "add these fields to the main fields", complete: completeFields},
		&option{
			name: "expand", takes: "FIELD", values: &s.expand, complete: completeReference,
			usage: "add the main fields of the record that FIELD refers to; may be repeated",
		},
		&option{
			name: "sort", takes: "FIELD", values: &s.sort, complete: completeSort,
			usage: "sort by FIELD, or by -FIELD in descending order; may be repeated",
		},
		limitFlag(&s.limit),
	}
}

// whereFlag returns the flag for conditions.
func whereFlag(to *[]string) cli.Flag {
	return &option{
		name: "where", takes: "CONDITION", values: to, complete: completeWhere,
		usage: "keep the records that meet CONDITION; may be repeated, then all must hold",
	}
}

// limitFlag returns the flag for the number of records.
func limitFlag(to *value) cli.Flag {
	return &option{name: "limit", takes: "N", value: to, usage: "show at most N records"}
}

// chosen reports whether any of the flags is given.
func (s *selection) chosen() bool {
	return slices.ContainsFunc(s.flags(), func(f cli.Flag) bool { return f.IsSet() })
}

// query reads the flags.
func (s *selection) query(in *input, t *schema.Table) (q query.Query, err error) {
	if q.Where, err = in.conditions(t, s.where); err != nil {
		return q, err
	}
	if q.Sort, err = query.NewKeys(in.model, t, s.sort); err != nil {
		return q, err
	}
	if q.Limit, err = number(s.limit, "limit", 1); err != nil {
		return q, err
	}
	q.Fields, err = s.paths(in.model, t)
	return q, err
}

// paths reads the flags that choose fields. No field is listed twice: JSON would have a key twice.
func (s *selection) paths(m *schema.Model, t *schema.Table) ([]query.Path, error) {
	names := t.Default
	if s.fields.set {
		names = strings.Split(s.fields.text, ",")
	}
	if s.addFields.set {
		names = slices.Concat(names, strings.Split(s.addFields.text, ","))
	}
	var fields []query.Path
	add := func(at int, paths ...query.Path) {
		for _, p := range paths {
			if position(fields, p) < 0 {
				fields = slices.Insert(fields, at, p)
				at++
			}
		}
	}
	for _, name := range names {
		p, err := query.NewPath(m, t, name)
		if err != nil {
			return nil, err
		}
		add(len(fields), p)
	}
	for _, text := range s.expand {
		for name := range strings.SplitSeq(text, ",") {
			paths, err := query.Expand(m, t, name)
			if err != nil {
				return nil, err
			}
			add(len(fields), paths[0])
			add(position(fields, paths[0])+1, paths[1:]...)
		}
	}
	return fields, nil
}

// position returns the index of a path among others; -1 if it is not there.
func position(fields []query.Path, p query.Path) int {
	return slices.IndexFunc(fields, func(f query.Path) bool { return f.Name == p.Name })
}

// describe says in a sentence which records of a table are chosen.
func (s *selection) describe(t *schema.Table) string {
	text := t.Title
	if len(s.where) > 0 {
		text += " where " + strings.Join(s.where, " and ")
	}
	if len(s.sort) > 0 {
		text += ", sorted by " + strings.Join(s.sort, ", ")
	}
	if s.limit.set {
		text += ", at most " + s.limit.text
	}
	if s.fields.set {
		text += "; the fields " + strings.ReplaceAll(s.fields.text, ",", ", ")
	}
	return text + "."
}

// number reads the value of a flag that takes a number from least on; 0 if the flag is not given. Only decimal digits are
// a number: 010 is 10.
func number(v value, flag string, least uint64) (int, error) {
	if !v.set {
		return 0, nil
	}
	n, err := strconv.ParseUint(v.text, 10, 31)
	if err != nil || n < least {
		return 0, usage(fmt.Sprintf("invalid value %q for --%s", v.text, flag), fmt.Sprintf("write a whole number, %d or more", least))
	}
	return int(n), nil
}
