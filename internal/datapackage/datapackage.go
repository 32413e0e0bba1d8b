// Package datapackage describes tables in files to programs, as a Data Package: https://datapackage.org/standard/
// (version 2), with a Table Schema for each table.
package datapackage

import (
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/flatten"
	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// profile is the version of the standard.
const profile = "https://datapackage.org/profiles/2.0/datapackage.json"

// MostSources is how many documents are named as sources of the data.
const MostSources = 1000

// Package is a package of tables.
type Package struct {
	Meta      []byte   // the description of the dataset; nil if it has none
	Documents [][]byte // what the data are drawn from
	Resources []Resource
}

// Resource is one table, in the file NAME.csv.
type Resource struct {
	flatten.Relation
	Bytes  int64
	SHA256 string // of the file, in hexadecimal digits
}

// descriptor and what follows have the members of the standard, in the order in which they are written.
type descriptor struct {
	Schema    string     `json:"$schema"`
	Name      string     `json:"name"`
	Title     string     `json:"title,omitempty"`
	Version   string     `json:"version,omitempty"`
	Created   string     `json:"created,omitempty"`
	Licenses  []license  `json:"licenses,omitempty"`
	Sources   []source   `json:"sources,omitempty"`
	Resources []resource `json:"resources"`
}

type license struct {
	Name string `json:"name"`
	Path string `json:"path"`
}

type source struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

type resource struct {
	Name        string      `json:"name"`
	Type        string      `json:"type"`
	Path        string      `json:"path"`
	Title       string      `json:"title,omitempty"`
	Description string      `json:"description,omitempty"`
	Scheme      string      `json:"scheme"`
	Format      string      `json:"format"`
	MediaType   string      `json:"mediatype"`
	Encoding    string      `json:"encoding"`
	Bytes       int64       `json:"bytes"`
	Hash        string      `json:"hash"`
	Dialect     dialect     `json:"dialect"`
	Schema      tableSchema `json:"schema"`
}

type dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

type tableSchema struct {
	Fields        []field      `json:"fields"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey,omitempty"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Format      string       `json:"format,omitempty"`
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	Categories  []category   `json:"categories,omitempty"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type category struct {
	Value string `json:"value"`
	Label string `json:"label,omitempty"`
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Unique   bool     `json:"unique,omitempty"`
	Pattern  string   `json:"pattern,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource,omitempty"` // absent: the table itself
	Fields   []string `json:"fields"`
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// Write writes the descriptor, datapackage.json.
func (p Package) Write(w io.Writer) error {
	text := func(name string) string { return rawjson.GetText(p.Meta, name) }
	d := descriptor{Schema: profile, Name: strings.Trim(notSlug.ReplaceAllString(strings.ToLower(text(vocab.Title)), "-"), "-"), Title: text(vocab.Title), Version: text(vocab.Version)}
	if d.Name == "" {
		d.Name = "dataset"
	}
	if day := text(vocab.Modified); day != "" {
		d.Created = day + "T00:00:00Z"
	}
	if l := text(vocab.Licence); l != "" {
		d.Licenses = []license{{l, "https://spdx.org/licenses/" + l + ".html"}}
	}
	for _, doc := range p.Documents {
		if name := rawjson.GetText(doc, vocab.Title); name != "" {
			d.Sources = append(d.Sources, source{name, rawjson.GetText(doc, vocab.URL)})
		}
	}
	for _, r := range p.Resources {
		d.Resources = append(d.Resources, p.resource(r))
	}
	b, err := json.Marshal(d, jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

func (p Package) resource(r Resource) resource {
	s := tableSchema{MissingValues: []string{""}, PrimaryKey: r.Key}
	for _, c := range r.Columns {
		s.Fields = append(s.Fields, column(c, slices.Equal(r.Key, []string{c.Name})))
		target := slices.IndexFunc(p.Resources, func(other Resource) bool { return other.Name == c.Refers })
		if target < 0 {
			continue
		}
		ref := reference{Resource: c.Refers, Fields: p.Resources[target].Key}
		if c.Refers == r.Name {
			ref.Resource = ""
		}
		s.ForeignKeys = append(s.ForeignKeys, foreignKey{[]string{c.Name}, ref})
	}
	return resource{
		Name: r.Name, Type: "table", Path: r.Name + ".csv", Title: r.Title, Description: r.Description,
		Scheme: "file", Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Bytes: r.Bytes, Hash: "sha256:" + r.SHA256,
		Dialect: dialect{",", "\n", `"`, true, true}, Schema: s,
	}
}

// column describes a column; key says that it alone names a row.
func column(c flatten.Column, key bool) field {
	f := field{Name: c.Name, Type: "string", Title: c.Title, Description: c.Description}
	var rules constraints
	rules.Unique = key
	switch of := c.Field; {
	case of == nil:
		rules.Required = true // what flattening adds is always there
		if c.Numeric {
			f.Type = "integer"
		}
	case of.List || of.Kind == schema.Object: // joined in one cell
		rules.Required = of.Required
	default:
		rules.Required = of.Required
		f.Type, f.Format = kind(of)
		if of.Kind == schema.Text || of.Kind == schema.Reference {
			rules.Pattern = of.Pattern
		}
		for _, code := range of.Codes {
			rules.Enum = append(rules.Enum, code.Code)
			f.Categories = append(f.Categories, category{code.Code, code.Title})
		}
	}
	if rules.Required || rules.Unique || rules.Pattern != "" || rules.Enum != nil {
		f.Constraints = &rules
	}
	return f
}

func kind(f *schema.Field) (name, format string) {
	switch f.Kind {
	case schema.Date:
		return "date", ""
	case schema.Integer:
		return "integer", ""
	case schema.Number:
		return "number", ""
	case schema.Boolean:
		return "boolean", ""
	}
	if strings.HasPrefix(f.Pattern, "^https?://") {
		return "string", "uri"
	}
	return "string", ""
}
