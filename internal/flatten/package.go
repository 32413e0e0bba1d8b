package flatten

import (
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// MaxSources is how many documents a Package should name as sources of the data.
const MaxSources = 1000

// Package is a directory of relations as CSV files. Its descriptor, datapackage.json, follows the Data Package standard,
// version 2 (https://datapackage.org/standard/), with a Table Schema for each relation.
type Package struct {
	Meta      []byte   // the description of the dataset; nil if it has none
	Documents [][]byte // what the data are drawn from
	Resources []Resource
}

// Resource is one relation, in the file NAME.csv.
type Resource struct {
	Relation
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
	Licenses  []link     `json:"licenses,omitempty"`
	Sources   []link     `json:"sources,omitempty"`
	Resources []resource `json:"resources"`
}

type link struct {
	Name  string `json:"name,omitempty"`
	Title string `json:"title,omitempty"`
	Path  string `json:"path,omitempty"`
}

type resource struct {
	Name        string         `json:"name"`
	Type        string         `json:"type"`
	Path        string         `json:"path"`
	Title       string         `json:"title,omitempty"`
	Description string         `json:"description,omitempty"`
	Scheme      string         `json:"scheme"`
	Format      string         `json:"format"`
	MediaType   string         `json:"mediatype"`
	Encoding    string         `json:"encoding"`
	Bytes       int64          `json:"bytes"`
	Hash        string         `json:"hash"`
	Dialect     jsontext.Value `json:"dialect"`
	Schema      tableSchema    `json:"schema"`
}

// dialect describes the CSV files.
const dialect = `{"delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true}`

type tableSchema struct {
	Fields        []field      `json:"fields"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey,omitempty"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string      `json:"name"`
	Type        string      `json:"type"`
	Format      string      `json:"format,omitempty"`
	Title       string      `json:"title,omitempty"`
	Description string      `json:"description,omitempty"`
	Categories  []category  `json:"categories,omitempty"`
	Constraints constraints `json:"constraints,omitzero"`
}

type category struct {
	Value string `json:"value"`
	Label string `json:"label,omitempty"`
}

type constraints struct {
	Required bool     `json:"required"`
	Unique   bool     `json:"unique"`
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

// Write writes the descriptor.
func (p Package) Write(w io.Writer) error {
	meta := func(name string) string { return rawjson.GetText(p.Meta, name) }
	d := descriptor{
		Schema:  "https://datapackage.org/profiles/2.0/datapackage.json",
		Name:    strings.Trim(notSlug.ReplaceAllString(strings.ToLower(meta(vocab.Title)), "-"), "-"),
		Title:   meta(vocab.Title),
		Version: meta(vocab.Version),
	}
	if d.Name == "" {
		d.Name = "dataset"
	}
	if day := meta(vocab.Modified); day != "" {
		d.Created = day + "T00:00:00Z"
	}
	if licence := meta(vocab.Licence); licence != "" {
		d.Licenses = []link{{Name: licence, Path: "https://spdx.org/licenses/" + licence + ".html"}}
	}
	for _, doc := range p.Documents {
		if title := rawjson.GetText(doc, vocab.Title); title != "" {
			d.Sources = append(d.Sources, link{Title: title, Path: rawjson.GetText(doc, vocab.URL)})
		}
	}
	for _, r := range p.Resources {
		d.Resources = append(d.Resources, resource{
			Name: r.Name, Type: "table", Path: r.Name + ".csv", Title: r.Title, Description: r.Description,
			Scheme: "file", Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Bytes: r.Bytes, Hash: "sha256:" + r.SHA256,
			Dialect: jsontext.Value(dialect), Schema: p.tableSchema(r),
		})
	}
	b, err := json.Marshal(d, jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

func (p Package) tableSchema(r Resource) tableSchema {
	s := tableSchema{MissingValues: []string{""}, PrimaryKey: r.Key}
	for _, c := range r.Columns {
		f := describe(c)
		f.Constraints.Unique = slices.Equal(r.Key, []string{c.Name})
		s.Fields = append(s.Fields, f)
		target := slices.IndexFunc(p.Resources, func(other Resource) bool { return other.Name == c.Refers })
		if target < 0 {
			continue
		}
		ref := reference{Fields: p.Resources[target].Key}
		if c.Refers != r.Name {
			ref.Resource = c.Refers
		}
		s.ForeignKeys = append(s.ForeignKeys, foreignKey{[]string{c.Name}, ref})
	}
	return s
}

// describe returns a column as a field of a Table Schema.
func describe(c Column) field {
	f := field{Name: c.Name, Type: "string", Title: c.Title, Description: c.Description}
	of := c.Field
	if of == nil {
		f.Constraints.Required = true // what flattening adds is always there
		if c.Numeric {
			f.Type = "integer"
		}
		return f
	}
	f.Constraints.Required = of.Required
	if of.List || of.Kind == schema.Object { // joined in one cell
		return f
	}
	switch of.Kind {
	case schema.Date, schema.Integer, schema.Number, schema.Boolean:
		f.Type = string(of.Kind) // the standard has the same names
	case schema.Text, schema.Reference:
		f.Constraints.Pattern = of.Pattern
	}
	if strings.HasPrefix(of.Pattern, "^https?://") {
		f.Format = "uri"
	}
	for _, code := range of.Codes {
		f.Constraints.Enum = append(f.Constraints.Enum, code.Code)
		f.Categories = append(f.Categories, category{code.Code, code.Title})
	}
	return f
}
