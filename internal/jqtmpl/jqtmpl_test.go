package jqtmpl_test

import (
	"errors"
	"strings"
	"testing"

	"malaga/internal/jqtmpl"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

var rows = table.Of([]table.Column{{Name: "id"}, {Name: "n"}, {Name: "list"}, {Name: "note"}}, []table.Row{
	{rawjson.Quote("a"), []byte("1.50"), []byte(`["x","y"]`), rawjson.Quote("esc \x1b[31m red")},
	{rawjson.Quote("漢字漢字"), []byte("20000000000000000000"), nil, nil},
})

func same(s string) string { return s }

func TestJQ(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		".[].id":                      "a\n漢字漢字\n",
		"map(.n)":                     "[1.5,20000000000000000000]\n",
		".[0].list | join(\"-\")":     "x-y\n",
		"map(select(.list)) | length": "1\n",
		".[1].list":                   "null\n",
		"empty":                       "",
		"$ENV.HOME, env.HOME":         "null\nnull\n",
	} {
		jq, err := jqtmpl.NewJQ(expression)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := jq.Write(t.Context(), &b, rows, same); err != nil || b.String() != want {
			t.Errorf("%s gives %q, %v", expression, b.String(), err)
		}
	}
	for _, expression := range []string{".[", "nosuch", ".[].id + 1", "error(\"x\")"} {
		jq, err := jqtmpl.NewJQ(expression)
		if err == nil {
			err = jq.Write(t.Context(), &strings.Builder{}, rows, same)
		}
		if wrong := (*text.UsageError)(nil); !errors.As(err, &wrong) || !strings.HasPrefix(err.Error(), "--jq: ") {
			t.Errorf("%s: %v", expression, err)
		}
	}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		width int
		links bool
		want  string
	}{
		{"{{range .}}{{.id}} {{end}}", 0, false, "a 漢字漢字 \n"},
		{"{{range .}}{{tablerow .id .n .list}}{{end}}", 0, false, "a         1.5                   x; y\n漢字漢字  20000000000000000000\n"},
		{"{{range .}}{{tablerow .id .list}}{{end}}{{tablerender}}end", 0, false, "a         x; y\n漢字漢字\nend\n"},
		{"{{range .}}{{tablerow .n .id}}{{end}}", 26, false, "1.5                   a\n20000000000000000000  漢…\n"},
		{"{{truncate 5 (index . 1).id}}", 0, false, "漢字…\n"},
		{"{{join \", \" (pluck \"id\" .)}}", 0, false, "a, 漢字漢字\n"},
		{"{{hyperlink \"u\" \"t\"}}", 0, true, "\x1b]8;;u\x1b\\t\x1b]8;;\x1b\\\n"},
		{"{{hyperlink \"u\" \"t\"}}", 0, false, "t\n"},
		{"{{range .}}{{.gone}}|{{with .gone}}{{else}}{{.gone}}{{end}}|{{if .list}}{{.gone}}{{end}}|{{index . \"gone\"}}|{{end}}", 0, false, "||||||||\n"},
		{"{{define \"x\"}}{{.list}}{{end}}{{template \"x\" (index . 1)}}|{{$l := (index . 1).list}}{{$l}}", 0, false, "|\n"},
		{"{{print \"<no value>\"}}", 0, false, "<no value>\n"}, // as data may say
		{"{{(index . 0).note}}", 0, true, "esc \\x1b[31m red\n"},
	} {
		tpl, err := jqtmpl.NewTemplate(c.text, c.width, c.links)
		if err != nil {
			t.Fatal(err)
		}
		escape := same
		if c.links {
			escape = text.Escape
		}
		var b strings.Builder
		if err := tpl.Write(&b, rows, escape); err != nil || b.String() != c.want {
			t.Errorf("%s gives %q, not %q, %v", c.text, b.String(), c.want, err)
		}
	}
	for _, source := range []string{"{{range}}", "{{nosuch}}", "{{.x.y}}"} {
		tpl, err := jqtmpl.NewTemplate(source, 0, false)
		if err == nil {
			err = tpl.Write(&strings.Builder{}, rows, same)
		}
		if wrong := (*text.UsageError)(nil); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", source, err)
		}
	}
}

// The place of an entry without a value is empty, and an inner list has its own separator.
func TestTemplatesShowPlacesWithoutAValue(t *testing.T) {
	t.Parallel()
	lists := table.Of([]table.Column{{Name: "list"}}, []table.Row{{[]byte(`[null,"p",["q",null,"r"]]`)}})
	template, err := jqtmpl.NewTemplate(`{{range .}}{{join "/" .list}} {{truncate 20 .list}} {{.list}}{{end}}`, 0, false)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := template.Write(&b, lists, same); err != nil || b.String() != "/p/q |  | r ; p; q |  | r [ p [q  r]]\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}
