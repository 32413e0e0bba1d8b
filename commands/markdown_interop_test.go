//go:build interop

package commands_test

import (
	"encoding/xml"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// pandoc's reader of GitHub Flavored Markdown shows every text of a table as it is, with no markup but links.
func TestPandocShowsTheTextsOfMarkdown(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(14, 5))
	pieces := []string{
		"a", "b ", "_", "*", "~", "~~", "$", "$$", "`", "|", `\`, "[x](y)", "<b>", "&amp;", "&", "@x", "#1", "!", "(", ")", "<!--", "-->", "https://e.org/a_b",
		"https://e.org/a", " https://e.org/?a=b&copy;c ", "www.e.org/a_b", "a_b@e.org", "mailto:x_y@e.org", "\"", "'", ".", ";", "## ", "- ", "^", "{", "}", "Málaga",
	}
	var want []string
	var themes []string
	for range 2000 {
		var s string
		for range 1 + r.IntN(6) {
			s += pieces[r.IntN(len(pieces))]
		}
		want = append(want, strings.Join(strings.Fields(s), " "))
		themes = append(themes, string(rawjson.Object([]rawjson.Pair{{"id", table.String("thm-x")}, {"label", table.String(s)}})))
	}
	dir := t.TempDir()
	data, md := filepath.Join(dir, "data.json"), filepath.Join(dir, "themes.md")
	if err := os.WriteFile(data, []byte(`{"themes":[`+strings.Join(themes, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := run(t, nil, "list", "themes", "--data", data, "--fields", "label", "-o", md); code != 0 {
		t.Fatal(stderr)
	}
	got, links := cellsOfHTML(t, printed(t, "pandoc", "-f", "gfm-smart-emoji", "-t", "html", "--wrap=none", md))
	for i, s := range want {
		if decoded(got[i]) != decoded(s) {
			t.Errorf("(-want +got)\n%s", cmp.Diff(s, got[i]))
		}
	}
	if len(links) == 0 {
		t.Error("no links")
	}
	for _, l := range links {
		if strings.ContainsAny(l, "\\|<> ") {
			t.Errorf("the link %s is not as in the text", l)
		}
	}
}

// decoded returns a text without the percent-encoding of what a link cannot hold.
func decoded(s string) string {
	return strings.NewReplacer("%3C", "<", "%3E", ">", "%22", `"`, "%5C", `\`, "%60", "`", "%7C", "|", "%5E", "^", "%7B", "{", "%7D", "}",
		"%3B", ";", "%23", "#").Replace(strings.ReplaceAll(s, " ", ""))
}

// cellsOfHTML returns the texts of the cells of a table, and the addresses of its links. Other elements are shown in the texts.
func cellsOfHTML(t *testing.T, page []byte) (cells, links []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<html>" + string(page) + "</html>"))
	d.Entity = xml.HTMLEntity
	d.Strict = false
	var cell *strings.Builder
	for {
		token, err := d.Token()
		if err == io.EOF { //nolint:errorlint // the decoder returns it as it is
			return cells, links
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			switch {
			case v.Name.Local == "td":
				cell = &strings.Builder{}
			case v.Name.Local == "a":
				links = append(links, v.Attr[0].Value)
			case cell != nil:
				cell.WriteString("{" + v.Name.Local + "}")
			}
		case xml.EndElement:
			if v.Name.Local == "td" {
				cells = append(cells, strings.Join(strings.Fields(cell.String()), " "))
				cell = nil
			}
		case xml.CharData:
			if cell != nil {
				cell.Write(v)
			}
		}
	}
}
