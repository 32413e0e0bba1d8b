package query

import (
	"fmt"
	"strings"

	"malaga/internal/text"
	"malaga/schema"
)

// Expand finds a reference by its name, and behind it the main fields of what it refers to.
func Expand(m *schema.Model, t *schema.Table, name string) ([]Path, error) {
	p, err := NewPath(m, t, name)
	if err != nil {
		return nil, err
	}
	if p.leaf().Ref == "" {
		return nil, text.Usage(fmt.Sprintf("%s.%s is no reference", t.Name, p.Name), fmt.Sprintf("the references of %s are %s", t.Name, strings.Join(References(t), ", ")))
	}
	paths := []Path{p}
	for _, main := range m.Table(p.leaf().Ref).Default {
		if main == "id" { // it is the reference itself
			continue
		}
		field, err := NewPath(m, t, p.Name+"."+main)
		if err != nil {
			return nil, err
		}
		paths = append(paths, field)
	}
	return paths, nil
}

// References lists the references of a table, those in objects included.
func References(t *schema.Table) []string {
	var names []string
	for name, f := range schema.Walk(t.Fields()) {
		if f.Ref != "" {
			names = append(names, name)
		}
	}
	return names
}
