package journal_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// hostile returns texts that would do something if they were taken for markup, script or style, or that try to break a page:
// each way out of a context with each thing that runs there.
func hostile() []string {
	ways := []string{"", `"`, `'`, `">`, `'>`, "</title>", "</script>", "</style>", "-->", "]]>", "</textarea>", "</p></li></dl></article></main>", `\u003c/script>`, "\x00", "\r\n", "{{"}
	runs := []string{
		"<script>tripwire()</script>", "<img src=x onerror=tripwire()>", " onmouseover=tripwire() autofocus onfocus=tripwire() x=", "<svg onload=tripwire()>",
		"javascript:tripwire()", "JaVa\tScRiPt:tripwire()", "data:text/html,<script>tripwire()</script>", "<iframe srcdoc='<script>parent.tripwire()</script>'></iframe>",
		"<style>*{display:none}</style>", "<base href=https://evil.example/>", "<meta http-equiv=refresh content=0;url=https://evil.example/>", "<form action=https://evil.example/><button>",
		"<!--", "${tripwire()}{{tripwire()}}", "<object data=https://evil.example/></object><link rel=stylesheet href=https://evil.example/>",
	}
	var all []string
	for _, w := range ways {
		for _, r := range runs {
			all = append(all, w+r)
		}
	}
	return append(all, "\u202eevil\u2066 \u200b\ufeff\u2028 \u0085 \ufffe", "&lt;script&gt;&amp;&#0;&#x202e;", strings.Repeat("W", 100_000), strings.Repeat("<b>", 5_000),
		"https://example.org/\" onclick=\"tripwire()", "https://user:pass@example.org/?a=<b>&c='d'", "//evil.example/", "__proto__", "constructor", "\U000e0041\U0001f468\u200d\U0001f469")
}

// hostileData is a dataset with a record of each table for each hostile text, which stands in all fields.
func hostileData(m *schema.Model) string {
	var b strings.Builder
	b.WriteString(`{"title":"</title><script>tripwire()</script>","licence":"<b>","language":"en\" onload=\"tripwire()"`)
	for _, t := range m.Tables {
		fmt.Fprintf(&b, ",%q:[", t.Name)
		for i, text := range hostile() {
			if i > 0 {
				b.WriteByte(',')
			}
			id := fmt.Sprintf("%s-%d", t.Name, i)
			if i%10 == 0 {
				id += text[:min(len(text), 300)] // ids have to be distinct
			}
			b.WriteString(hostileObject(t.Fields(), text, id))
		}
		b.WriteString("]")
	}
	return b.String() + "}"
}

func hostileObject(fields []*schema.Field, text, id string) string {
	var members []string
	for _, f := range fields {
		var v string
		switch {
		case f.Name == "id":
			v = string(rawjson.Quote(id))
		case f.Kind == schema.Object:
			v = hostileObject(f.Fields, text, id)
		case f.Kind == schema.Reference && len(members)%2 == 0: // half of them lead somewhere
			v = string(rawjson.Quote(schema.RefTables(f.Ref)[0] + "-1"))
		case len(text) > 1000 && f.Name != "title" && f.Name != "name":
			v = `"long"`
		default:
			v = string(rawjson.Quote(text))
		}
		if f.List {
			v = "[" + v + "]"
		}
		members = append(members, fmt.Sprintf("%q:%s", f.Name, v))
	}
	return "{" + strings.Join(members, ",") + "}"
}

func TestHostileDataStaysText(t *testing.T) {
	t.Parallel()
	if n := len(hostile()); n < 200 {
		t.Fatalf("%d hostile texts", n)
	}
	data := readText(t, hostileData(model(t)))
	page := written(t, data)
	o := checkPage(t, page)
	for _, name := range []string{"img", "iframe", "object", "base", "form", "embed", "textarea"} {
		if n := o.elements[name]; n != 0 && (name != "form" || n != 1) {
			t.Errorf("%d elements %s", n, name)
		}
	}
	if o.elements["style"] != 1 || o.elements["meta"] > 10 {
		t.Errorf("elements: %v", o.elements)
	}
	records := 0
	for _, all := range data.Records {
		records += len(all)
	}
	if o.elements["article"] != records {
		t.Errorf("%d articles for %d records", o.elements["article"], records)
	}
	if i := slices.IndexFunc([]rune(string(page)), func(r rune) bool { return r == 0 || r == 0x202e || r == 0x2066 || r == 0x85 || r == 0xfffe }); i >= 0 {
		t.Errorf("a control stands at %d", i)
	}
}
