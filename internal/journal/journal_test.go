package journal_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"malaga/dataset"
	"malaga/internal/journal"
	"malaga/internal/record"
	"malaga/schema"
)

func model(t *testing.T) *schema.Model {
	t.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return set.Model
}

// read reads the dataset at a path; the built-in one if it is empty.
func read(t *testing.T, path string) journal.Data {
	t.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	layout := dataset.Layout{Tables: set.Model.Names(), Members: set.MemberNames, Display: set.Model.Display}
	d, err := dataset.Open(path, layout, nil)
	if err != nil {
		t.Fatal(err)
	}
	meta, err := d.Description(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	data, err := journal.Read(set.Model, meta, d.Records(context.Background(), func(string) {}))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// pages are the pages of a dataset.
func pages(t *testing.T, data journal.Data, options journal.Options) []journal.Page {
	t.Helper()
	j, err := journal.New(data, options)
	if err != nil {
		t.Fatal(err)
	}
	var all []journal.Page
	for p, err := range j.Pages() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// written is the page of a dataset that has room on one.
func written(t *testing.T, data journal.Data) []byte {
	t.Helper()
	return pages(t, data, journal.Options{PerPage: 1 << 30})[0].Content
}

// readText reads a dataset in one file.
func readText(t *testing.T, text string) journal.Data {
	t.Helper()
	file := filepath.Join(t.TempDir(), "data.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return read(t, file)
}

// outline is what a test looks at in a page.
type outline struct {
	ids, links []string
	records    []string // the ids of the articles
	levels     []int    // of the headings
	loads      []string
	elements   map[string]int
}

func parse(t *testing.T, page []byte) outline {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	o := outline{elements: map[string]int{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		o.elements[n.Data]++
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			o.levels = append(o.levels, int(n.Data[1]-'0'))
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				o.ids = append(o.ids, a.Val)
				if n.Data == "article" {
					o.records = append(o.records, a.Val)
				}
			case a.Key == "href" && n.Data == "a":
				o.links = append(o.links, a.Val)
			case a.Key == "href" || a.Key == "src" || a.Key == "srcset" || a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				o.loads = append(o.loads, n.Data+" "+a.Key+"="+a.Val)
			}
		}
	}
	return o
}

// checkPage checks what is true of every page.
func checkPage(t *testing.T, page []byte) outline {
	t.Helper()
	return checkPageAmong(t, page, nil)
}

// checkPageAmong checks a page with links to others.
func checkPageAmong(t *testing.T, page []byte, others map[string]outline) outline {
	t.Helper()
	o := parse(t, page)
	known := map[string]bool{}
	for _, id := range o.ids {
		if known[id] || id == "" || strings.ContainsAny(id, " \t\n") {
			t.Errorf("two elements have the id %q, or none can", id)
		}
		known[id] = true
	}
	for _, link := range o.links {
		id, inside := strings.CutPrefix(link, "#")
		switch {
		case inside && !known[id]:
			t.Errorf("a link leads to #%s, which is nowhere", id)
		case !inside && !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://"):
			file, id, _ := strings.Cut(link, "#")
			other, known := others[file]
			if !known || id != "" && !slices.Contains(other.ids, id) {
				t.Errorf("a link leads to %s", link)
			}
		}
	}
	if o.loads != nil {
		t.Errorf("the page loads or runs %v", o.loads)
	}
	before := 0
	for _, l := range o.levels {
		if l > before+1 || (l == 1) != (before == 0) {
			t.Errorf("a heading of level %d stands below one of level %d", l, before)
		}
		before = l
	}
	return o
}

func TestThePageOfTheRealDatasetIsWholeAndSmall(t *testing.T) {
	t.Parallel()
	data := read(t, "")
	page := written(t, data)
	o := checkPage(t, page)
	records := 0
	for table, all := range data.Records {
		records += len(all)
		for _, v := range all {
			if id := record.ID(v); !slices.Contains(o.ids, id) {
				t.Errorf("%s: no anchor for %s", table, id)
			}
		}
	}
	if o.elements["article"] != records || records < 250 {
		t.Errorf("%d articles for %d records", o.elements["article"], records)
	}
	const most = 600_000
	if len(page) >= most {
		t.Errorf("the page has %d bytes, not less than %d", len(page), most)
	}
	if again := written(t, read(t, "")); !bytes.Equal(again, page) {
		t.Error("the same data give other bytes")
	}
}

func TestPagesOfOtherDatasets(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": `{"themes": []}`,
		"one id twice, one that is no anchor, and one that the page has": `{"themes": [{"id":"thm-a","label":"A"},{"id":"thm-a","label":"B"},
			{"id":"a b\"<>","label":"C"},{"id":"about","label":"F"},{"id":"thm-a-2","label":"G"}]}`,
		"references that lead nowhere": `{"outcome_messages": [{"id":"msg-a","text":"T","themes":["thm-x"],"session":"ses-x","standing":"odd",
			"sources":[{"document":"doc-x","basis":"odd"}]},{"id":"msg-b"}], "sessions": [{"id":"ses-a","conference":"conf-x","themes":["thm-x"]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkPage(t, written(t, readText(t, text)))
		})
	}
}

func TestManyRecordsAreOnSeveralPages(t *testing.T) {
	t.Parallel()
	data := read(t, "")
	const most = 30
	all := pages(t, data, journal.Options{File: "index.html", PerPage: most})
	others := map[string]outline{}
	for _, p := range all {
		others[p.Name] = parse(t, p.Content)
	}
	seen := map[string]int{}
	for i, p := range all {
		o := checkPageAmong(t, p.Content, others)
		if n := o.elements["article"]; n > most || n == 0 || n < most && i < len(all)-1 {
			t.Errorf("%s has %d records", p.Name, n)
		}
		for _, id := range o.records {
			seen[id]++
		}
	}
	for table, records := range data.Records {
		for _, v := range records {
			if n := seen[record.ID(v)]; n != 1 {
				t.Errorf("%s %s is on %d pages", table, record.ID(v), n)
			}
		}
	}
	if len(all) != 9 || all[0].Name != "index.html" || all[8].Name != "index-9.html" || !bytes.Contains(all[1].Content, []byte("Page 2 of 9. It has 30 of the 251 records")) {
		t.Errorf("%d pages: %s to %s", len(all), all[0].Name, all[len(all)-1].Name)
	}
}

// TestAnchorsOfPartsStay adds messages, which change the order of the themes, and a day between the others.
func TestAnchorsOfPartsStay(t *testing.T) {
	t.Parallel()
	const form = `{"conferences":[{"id":"conf-a","title":"C","start_date":"2022-05-10","end_date":"2022-05-12"}],
		"sessions":[%s{"id":"ses-b","conference":"conf-a","title":"B","date_meaning":"on","start_date":"2022-05-12"}],
		"themes":[{"id":"thm-a","label":"A"},{"id":"thm-b","label":"B"}],
		"outcome_messages":[{"id":"msg-1","text":"T","themes":["thm-b"]}%s]}`
	before := written(t, readText(t, fmt.Sprintf(form, "", "")))
	after := written(t, readText(t, fmt.Sprintf(form, `{"id":"ses-a","conference":"conf-a","title":"A","date_meaning":"on","start_date":"2022-05-10"},`,
		`,{"id":"msg-2","text":"T","themes":["thm-a"]},{"id":"msg-3","text":"T","themes":["thm-a"]},{"id":"msg-4","text":"T"},{"id":"msg-5","text":"T","themes":["odd id"]}`)))
	for _, want := range []string{
		"<section id=\"programme.conf-a.2022-05-12\" class=\"level-4\">\n<h4>Thursday 12 May 2022</h4>",
		"<section id=\"messages.thm-b\" class=\"level-3\">\n<h3>B</h3>",
	} {
		if !bytes.Contains(before, []byte(want)) || !bytes.Contains(after, []byte(want)) {
			t.Errorf("%q is in the page before: %t; after: %t", want, bytes.Contains(before, []byte(want)), bytes.Contains(after, []byte(want)))
		}
	}
	checkPage(t, before)
	checkPage(t, after)
}
