package flatten

import (
	"cmp"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// MaxSources is the number of documents that a Package should name as sources of the data.
const MaxSources = 1000

// Package is a directory of relations as CSV files. Its descriptor, datapackage.json, follows the Data Package standard,
// version 2 (https://datapackage.org/standard/), with a Table Schema for each relation.
type Package struct {
	Meta      []byte   // the description of the dataset; nil if it has none
	Documents [][]byte // the sources of the data
	Resources []Resource
}

// Resource is one relation, in the file NAME.csv.
type Resource struct {
	Relation
	Bytes     int64
	SHA256    string // of the file, in hexadecimal digits
	Delimiter string // of the file; "" means a comma
}

// dialect describes the CSV file.
func (r Resource) dialect() []byte {
	return rawjson.Object(pairs{
		{"delimiter", table.String(cmp.Or(r.Delimiter, render.Comma))},
		{"lineTerminator", table.String("\n")},
		{"quoteChar", table.String(`"`)},
		{"doubleQuote", []byte("true")},
		{"header", []byte("true")},
	})
}

type pairs = []rawjson.Pair

// Write writes the descriptor.
func (p Package) Write(w io.Writer) error {
	meta := func(name string) string { return rawjson.GetText(p.Meta, name) }
	name := strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(meta(vocab.Title)), "-"), "-")
	if name == "" {
		name = "dataset"
	}
	created := meta(vocab.Modified)
	if created != "" {
		created += "T00:00:00Z"
	}
	var licences, sources, resources [][]byte
	if licence := meta(vocab.Licence); licence != "" {
		licences = append(licences, rawjson.Object(pairs{
			{"name", table.String(licence)}, {"path", table.String("https://spdx.org/licenses/" + licence + ".html")},
		}))
	}
	for _, doc := range p.Documents {
		if title := rawjson.GetText(doc, vocab.Title); title != "" {
			address := rawjson.GetText(doc, vocab.URL)
			sources = append(sources, rawjson.Object(pairs{{"title", table.String(title)}, {"path", table.Optional(address)}}))
		}
	}
	for _, r := range p.Resources {
		resources = append(resources, p.resource(r))
	}
	descriptor := jsontext.Value(rawjson.Object(pairs{
		{"$schema", table.String("https://datapackage.org/profiles/2.0/datapackage.json")},
		{"name", table.String(name)},
		{"title", table.Optional(meta(vocab.Title))},
		{"version", table.Optional(meta(vocab.Version))},
		{"created", table.Optional(created)},
		{"licenses", rawjson.Array(licences)},
		{"sources", rawjson.Array(sources)},
		{"resources", rawjson.Array(resources)},
	}))
	if err := descriptor.Indent(jsontext.WithIndent("  ")); err != nil {
		return err
	}
	_, err := w.Write(append(text.EscapeJSON(descriptor), '\n'))
	return err
}

func (p Package) resource(r Resource) []byte {
	return rawjson.Object(pairs{
		{"name", table.String(r.Name)},
		{"type", table.String("table")},
		{"path", table.String(r.Name + ".csv")},
		{"title", table.Optional(r.Title)},
		{"description", table.Optional(r.Description)},
		{"scheme", table.String("file")},
		{"format", table.String("csv")},
		{"mediatype", table.String("text/csv")},
		{"encoding", table.String("utf-8")},
		{"bytes", table.Int(int(r.Bytes))},
		{"hash", table.String("sha256:" + r.SHA256)},
		{"dialect", r.dialect()},
		{"schema", p.tableSchema(r)},
	})
}

func (p Package) tableSchema(r Resource) []byte {
	var fields, foreignKeys [][]byte
	for _, c := range r.Columns {
		fields = append(fields, c.describe(slices.Equal(r.Key, []string{c.Name})))
		target := slices.IndexFunc(p.Resources, func(other Resource) bool { return other.Name == c.Refers })
		if target < 0 {
			continue
		}
		resource := c.Refers
		if resource == r.Name {
			resource = "" // the standard's way to name the table itself
		}
		reference := rawjson.Object(pairs{{"resource", table.Optional(resource)}, {"fields", table.Strings(p.Resources[target].Key)}})
		foreignKeys = append(foreignKeys, rawjson.Object(pairs{{"fields", table.Strings([]string{c.Name})}, {"reference", reference}}))
	}
	return rawjson.Object(pairs{
		{"fields", rawjson.Array(fields)},
		{"missingValues", table.Strings([]string{""})},
		{"primaryKey", table.Strings(r.Key)},
		{"foreignKeys", rawjson.Array(foreignKeys)},
	})
}

// describe returns a column as a field of a Table Schema. unique reports whether it alone identifies a row.
func (c Column) describe(unique bool) []byte {
	kind := "string"
	var format, pattern string
	required := true // what flattening adds is always there
	var codes []string
	var categories [][]byte
	switch f := c.Field; {
	case f == nil && c.Numeric:
		kind = "integer"
	case f == nil:
	case f.List || f.Kind == schema.Object: // joined in one cell
		required = f.Required
	default:
		required = f.Required
		switch f.Kind {
		case schema.Date, schema.Integer, schema.Number, schema.Boolean:
			kind = string(f.Kind) // the standard has the same names
		case schema.Text, schema.Reference:
			pattern = f.Pattern
		}
		if strings.HasPrefix(f.Pattern, "^https?://") {
			format = "uri"
		}
		for _, code := range f.Codes {
			codes = append(codes, code.Code)
			categories = append(categories, rawjson.Object(pairs{{"value", table.String(code.Code)}, {"label", table.Optional(code.Title)}}))
		}
	}
	var constraints []byte
	if required || unique || pattern != "" || codes != nil {
		constraints = rawjson.Object(pairs{
			{"required", strconv.AppendBool(nil, required)},
			{"unique", strconv.AppendBool(nil, unique)},
			{"pattern", table.Optional(pattern)},
			{"enum", table.Strings(codes)},
		})
	}
	return rawjson.Object(pairs{
		{"name", table.String(c.Name)},
		{"type", table.String(kind)},
		{"format", table.Optional(format)},
		{"title", table.Optional(c.Title)},
		{"description", table.Optional(c.Description)},
		{"categories", rawjson.Array(categories)},
		{"constraints", constraints},
	})
}
