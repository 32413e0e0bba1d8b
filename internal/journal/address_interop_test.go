//go:build interop

package journal_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"malaga/internal/journal"
	"malaga/internal/record"
)

// severalPages writes the real dataset on pages of 90 records each and returns their files. The name has what addresses encode.
func severalPages(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	var files []string
	for _, p := range pages(t, read(t, ""), journal.Options{File: "a: 1#b%.html", PerPage: 90}) {
		files = append(files, filepath.Join(dir, p.Name))
		if err := os.WriteFile(files[len(files)-1], p.Content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// arrives waits until the page that is open is a certain file, and an expression is true in it.
func (tb *tab) arrives(what, file, expression string) {
	tb.t.Helper()
	want := (&tab{file: file}).address("")
	script := `document.readyState === "complete" && location.href.split("#")[0] === "` + want + `" && Boolean(` + expression + `)`
	for range 100 {
		if there, err := chromedp.Run(tb.Context, chromedp.Evaluate[bool](script)); err == nil && there {
			return
		}
		time.Sleep(50 * time.Millisecond) // the page may be about to go
	}
	tb.t.Errorf("%s: %s with %s is not reached; the address is %s", what, filepath.Base(file), expression, eval[string](tb, "location.href"))
}

// at reports whether a record is at the top of the window.
func at(id string) string {
	return `Math.abs(document.getElementById("` + id + `").getBoundingClientRect().top) < 100`
}

// TestARecordIsFoundFromAnyPage opens addresses of records on a page where they do not stand, or no longer.
func TestARecordIsFoundFromAnyPage(t *testing.T) {
	t.Parallel()
	files := severalPages(t)
	if len(files) != 3 {
		t.Fatalf("%d pages", len(files))
	}
	for _, c := range []struct {
		from     int
		fragment string
		to       int
		holds    string // an expression of JavaScript
	}{
		{0, "#thm-victims", 2, at("thm-victims")},
		{1, "#thm-victims", 2, at("thm-victims")},
		{2, "#side-3", 0, at("side-3")},
		{0, "#themes", 2, at("themes")},
		{2, "#about", 0, at("about")},
		{0, "#side-3", 0, at("side-3")},
		{1, "#only=thm-victims", 2, shown + `.join() === "thm-victims"`},
		{0, "#only=thm-victims", 2, shown + `.join() === "thm-victims"`},
		{2, "#q=Malaga", 2, shown + `.length < 90`},
		{2, "#gone", 0, shown + `.length === 90`},
		{1, "#%E0%A4%A", 0, shown + `.length === 90`},
	} {
		tb := openAnyhow(t, files[c.from])
		tb.run(chromedp.Navigate(tb.address(c.fragment)))
		tb.arrives(c.fragment, files[c.to], c.holds)
	}
}

// TestACitationHasTheAddressOfTheFirstPage cites a record of the last page.
func TestACitationHasTheAddressOfTheFirstPage(t *testing.T) {
	t.Parallel()
	last := openAnyhow(t, severalPages(t)[2])
	copied := eval[string](last, `(async () => { const a = document.getElementById("thm-victims"); a.querySelector("button[name=cite]").click();
		for (let i = 0; i < 50 && !a.querySelector("textarea"); i++) await new Promise((r) => setTimeout(r, 100));
		return a.querySelector("textarea").value; })()`)
	if want := "<" + last.address("#thm-victims") + ">."; !strings.HasSuffix(copied, strings.Replace(want, "-3.html", ".html", 1)) {
		t.Errorf("the citation has another address than that of the first page: %s", copied)
	}
}

// TestARecordIsFoundWithoutTheScript follows the link of a record of another page.
func TestARecordIsFoundWithoutTheScript(t *testing.T) {
	t.Parallel()
	files := severalPages(t)
	tb := openAnyhow(t, files[0], command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	tb.run(chromedp.Navigate(tb.address("#thm-victims")))
	inWindow := `((box) => box.top >= 0 && box.height > 0 && box.bottom <= innerHeight)(document.getElementById("thm-victims").getBoundingClientRect())`
	tb.arrives("without the script", files[0], inWindow)
	tb.run(chromedp.Click(chromedp.CSS(`.index a[id="thm-victims"]`)))
	tb.arrives("its link", files[2], at("thm-victims"))
}

// TestTheSearchSaysThatItIsOfOnePage also checks that the other pages have the same filters, and get what was chosen.
func TestTheSearchSaysThatItIsOfOnePage(t *testing.T) {
	t.Parallel()
	files := severalPages(t)
	tb := openAnyhow(t, files[0])
	status := func() string { return eval[string](tb, `document.querySelector(".search output").textContent`) }
	if got := status(); got != "90 records on this page" {
		t.Errorf("the status is %q", got)
	}
	tb.run(chromedp.Navigate(tb.address("#day=2022-05-09&standing=speaker&theme=thm-victims")))
	if got := status(); !strings.HasSuffix(got, " of 90 records on this page") {
		t.Errorf("the status is %q", got)
	}
	eval[bool](tb, `document.querySelector(".pages li:nth-child(3) a").click() ?? true`)
	tb.arrives("the third page", files[2], `location.hash === "#theme=thm-victims&standing=speaker&day=2022-05-09"`)
	if got := status(); got != "0 of 71 records on this page" {
		t.Errorf("the status is %q", got)
	}
	if got := eval[string](tb, `document.getElementById("f.standing").selectedOptions[0].text`); got != "Speaker" {
		t.Errorf("the filter says %q", got)
	}
}

// TestAnAddressOfNothingShowsNothing opens addresses with values and ids that no record has.
func TestAnAddressOfNothingShowsNothing(t *testing.T) {
	t.Parallel()
	tb := open(t, realPage(t))
	for fragment, want := range map[string]string{
		"#theme=thm-gone": "0 of 251 records", "#kind=%22%5D": "0 of 251 records", "#only=side-99": "There is no record side-99",
		"#organisation=org-gone&q=malaga": "0 of 251 records", "#only=%3Cb%3E": "There is no record <b>",
	} {
		tb.run(chromedp.Navigate(tb.address(fragment)))
		if got := eval[string](tb, `document.querySelector(".search output").textContent`); got != want {
			t.Errorf("%s: the status is %q, not %q", fragment, got, want)
		}
		if got := eval[[]string](tb, shown); len(got) != 0 {
			t.Errorf("%s shows %d records", fragment, len(got))
		}
		tb.run(chromedp.Click(chromedp.CSS("button[name=clear]")))
		if got := eval[[]string](tb, shown); len(got) != 251 {
			t.Errorf("%s: Clear shows %d records", fragment, len(got))
		}
	}
	tb.run(chromedp.Navigate(tb.address("#theme=thm-gone")))
	if got := eval[string](tb, `document.getElementById("f.theme").selectedOptions[0].text`); got != "thm-gone" {
		t.Errorf("the filter says %q", got)
	}
}

// TestSkippingKeepsTheView presses the skip link with a filter on: the content is next, and still filtered.
func TestSkippingKeepsTheView(t *testing.T) {
	t.Parallel()
	tb := open(t, realPage(t))
	found := tb.search("parliament")
	eval[bool](tb, `(document.querySelector(".skip").focus(), document.querySelector(".skip").click(), true)`)
	if got := eval[[]string](tb, shown); !slices.Equal(got, found) || len(got) == 0 {
		t.Errorf("%d records are shown, not %d", len(got), len(found))
	}
	if got := eval[string](tb, `document.activeElement.id + location.hash`); got != "content#q=parliament" {
		t.Errorf("the focus and the address are %s", got)
	}
}

// TestFiltersFindWhatRefersToTheirValue chooses each theme and each organisation: the records that are left are those whose fields
// refer to it in the data, on one page and on several.
func TestFiltersFindWhatRefersToTheirValue(t *testing.T) {
	t.Parallel()
	data := read(t, "")
	for _, all := range [][]journal.Page{pages(t, data, journal.Options{}), pages(t, data, journal.Options{File: "journal.html", PerPage: 90})} {
		for _, p := range all {
			tb := open(t, saved(t, p.Content))
			onPage := eval[[]string](tb, shown)
			found := eval[map[string][]string](tb, `Object.fromEntries(["theme", "organisation"].flatMap((name) => {
				const filter = document.getElementById("f." + name);
				return [...filter?.options ?? []].slice(1).map((option) => {
					filter.value = option.value;
					document.querySelector("#q").dispatchEvent(new Event("input", {bubbles: true}));
					filter.value = "";
					return [option.value, `+shown+`];
				});
			}))`)
			want := map[string][]string{}
			for table, records := range data.Records {
				for _, v := range records {
					id := record.ID(v)
					if !slices.Contains(onPage, id) {
						continue
					}
					values := map[string]bool{id: table == "themes" || table == "organisations"}
					for link := range data.Model.Table(table).References(v) {
						values[link.ID] = link.Field.Ref == "themes" || link.Field.Ref == "organisations"
					}
					for value, is := range values {
						if is {
							want[value] = append(want[value], id)
						}
					}
				}
			}
			if len(onPage) < 251 {
				maps.DeleteFunc(found, func(_ string, ids []string) bool { return len(ids) == 0 }) // values of other pages
			}
			sorted := cmpopts.SortSlices(strings.Compare)
			if diff := cmp.Diff(want, found, sorted); diff != "" || len(want) < 20 {
				t.Errorf("%s: %d values (-want +got)\n%s", p.Name, len(want), diff)
			}
		}
	}
}
