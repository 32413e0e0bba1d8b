//go:build interop

package journal_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"malaga/internal/journal"
	"malaga/internal/text"
)

func realPage(t *testing.T) string {
	t.Helper()
	return saved(t, written(t, read(t, "")))
}

// TestNobodyIsKeptOut runs axe-core with all its rules, WCAG 2.2 AA among them, on everything that can be opened.
func TestNobodyIsKeptOut(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(nodeModule(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	logo := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>`)
	usual := realPage(t)
	own := saved(t, pages(t, read(t, ""), journal.Options{Accent: "#7a0019", Logo: journal.Logo{Name: "logo.svg", Content: logo}})[0].Content)
	scheme := func(name string) step {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}
		return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
	}
	for name, before := range map[string][]step{
		"light":   {scheme("light"), chromedp.EmulateViewport(1280, 900)},
		"dark":    {scheme("dark"), chromedp.EmulateViewport(1440, 900)},
		"narrow":  {scheme("light"), chromedp.EmulateViewport(320, 700)},
		"several": {scheme("dark"), chromedp.EmulateViewport(320, 700)},
		"print":   {command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}), chromedp.EmulateViewport(800, 900)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := usual
			least := 200
			switch name {
			case "dark", "narrow":
				file = own
			case "several":
				file, least = severalPages(t)[0], 80
			}
			tb := open(t, file, before...)
			tb.run(chromedp.Evaluate[chromedp.Void](string(axe)))
			tb.run(chromedp.Evaluate[chromedp.Void](`document.styleSheets[0].insertRule("article { content-visibility: visible !important }", document.styleSheets[0].cssRules.length)`))
			if n := eval[int](tb, `for (const d of document.querySelectorAll("details")) d.open = true; document.querySelectorAll("details").length`); n < least {
				t.Errorf("%d details", n)
			}
			found := eval[[]string](tb, `axe.run({rules: {"target-size": {enabled: %t}}, resultTypes: ["violations"], selectors: false}).then((r) =>
				r.violations.map((v) => v.id + ": " + v.help + " (" + v.nodes.length + "): " + v.nodes[0].html + v.nodes[0].failureSummary))`, name != "print")
			if len(found) > 0 {
				t.Errorf("%d violations:\n%s", len(found), strings.Join(found, "\n"))
			}
			if wide := eval[int](tb, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the page is %d px wider than the screen", wide)
			}
		})
	}
}

// shown is the script that lists the records that are to be seen.
const shown = `[...document.querySelectorAll("article")].filter((a) => a.getClientRects().length > 0).map((a) => a.id)`

func (tb *tab) search(words string) []string {
	tb.t.Helper()
	return eval[[]string](tb, `{ const q = document.querySelector("#q"); q.value = %q; q.dispatchEvent(new Event("input", {bubbles: true})); }`+shown, words)
}

func TestSearchFoldsLikeTheProgram(t *testing.T) {
	t.Parallel()
	tb := open(t, realPage(t))
	all := len(tb.search(""))
	for _, same := range [][]string{
		{"Malaga", "Málaga", "MÁLAGA", "ma\u0301laga", "mala\u00adga", "ｍａｌａｇａ"},
		{"e-learning", "elearning", "E‑Learning", `"e learning"`},
		{"rule of law", "law  OF Rule"},
	} {
		want := tb.search(same[0])
		if len(want) == 0 || len(want) == all {
			t.Errorf("%q finds %d of %d", same[0], len(want), all)
		}
		for _, other := range same[1:] {
			if diff := cmp.Diff(want, tb.search(other)); diff != "" {
				t.Errorf("%q and %q (-+)\n%s", same[0], other, diff)
			}
		}
	}
	if found := tb.search("xyzzy"); len(found) != 0 {
		t.Errorf("xyzzy finds %v", found)
	}
	if status := eval[string](tb, `document.querySelector(".search output").textContent`); status != "0 of 251 records" {
		t.Errorf("the status is %q", status)
	}
	if found := tb.search("threatens everyone directly"); !slices.Equal(found, []string{"msg-18", "per-albares"}) {
		t.Errorf("words of a note find %v", found)
	}
	if found := tb.search("msg-18"); !slices.Contains(found, "msg-18") || len(found) > 3 {
		t.Errorf("an id finds %v", found)
	}
}

// TestFoldInThePageIsThatOfTheProgram compares the two on texts of many scripts.
func TestFoldInThePageIsThatOfTheProgram(t *testing.T) {
	t.Parallel()
	tb := open(t, realPage(t))
	script, err := os.ReadFile("assets/script.js")
	if err != nil {
		t.Fatal(err)
	}
	var source []string
	for line := range strings.Lines(string(script)) {
		for _, name := range []string{"const optional =", "const letters =", "const fold ="} {
			if strings.Contains(line, name) {
				source = append(source, line)
			}
		}
	}
	if len(source) != 3 {
		t.Fatalf("%d lines of the script fold", len(source))
	}
	for _, s := range []string{
		"Málaga", "STRASSE straße", "Œuvre ÆØÅ łódź Đỗ", "ΣΊΣΥΦΟΣ σίσυφος", "Йод Ёлка", "مُحَمَّد الأمـــن", "שָׁלוֹם", "हिन्दी", "ที่", "がぎぐ", "ｶﾞ", "İstanbul ısı",
		"ﬁne ½ Ⅷ", "\u200bzero\u200d \u202ewidth", "e\u0301\u0327", "ð þ ħ ŧ", "한국어",
	} {
		got := eval[string](tb, `(() => { %s; return fold(%q); })()`, strings.Join(source, ""), s)
		if want := text.Fold(s); got != want {
			t.Errorf("%q is folded to %q, not %q", s, got, want)
		}
	}
}

func TestTheAddressHoldsTheView(t *testing.T) {
	t.Parallel()
	tb := open(t, realPage(t))
	choose := func(name, value string) {
		t.Helper()
		eval[bool](tb, `(() => { const s = document.getElementById("f.%s"); s.value = %q; s.dispatchEvent(new Event("input", {bubbles: true})); return s.value !== ""; })()`, name, value)
	}
	all := eval[[]string](tb, shown)
	choose("theme", "thm-rule-of-law")
	theme := eval[[]string](tb, shown)
	choose("standing", "speaker")
	both := eval[[]string](tb, shown)
	if len(all) <= len(theme) || len(theme) <= len(both) || len(both) < 2 {
		t.Fatalf("%d, %d and %d records", len(all), len(theme), len(both))
	}
	if hash := eval[string](tb, "location.hash"); hash != "#theme=thm-rule-of-law&standing=speaker" {
		t.Errorf("the fragment is %s", hash)
	}
	check := func(what string, want []string) {
		t.Helper()
		if diff := cmp.Diff(want, eval[[]string](tb, shown)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", what, diff)
		}
	}
	tb.run(chromedp.Reload(), chromedp.WaitReady(chromedp.CSS("#about")))
	check("after a reload", both)
	tb.run(chromedp.NavigateBack())
	check("one step back", theme)
	tb.run(chromedp.NavigateBack())
	check("two steps back", all)
	tb.run(chromedp.NavigateForward())
	check("forward again", theme)
	tb.run(chromedp.Click(chromedp.CSS("button[name=clear]")))
	check("after Clear", all)
	tb.run(chromedp.Navigate(tb.address("#q=parliament&kind=side_events")), chromedp.WaitReady(chromedp.CSS("#about")))
	if got := eval[[]string](tb, shown); len(got) != 1 || got[0] != "side-4" {
		t.Errorf("an address of a view shows %v", got)
	}
	tb.run(chromedp.Navigate(tb.address("#msg-18")))
	check("the address of a record", all)
	if top := eval[float64](tb, `document.getElementById("msg-18").getBoundingClientRect().top`); top < -1 || top > 100 {
		t.Errorf("the record is at %v", top)
	}
	tb.run(chromedp.Navigate(tb.address("#only=side-3")))
	check("one record alone", []string{"side-3"})
	if text := eval[string](tb, `document.body.innerText`); !strings.Contains(text, "Monday 9 May 2022") || !strings.Contains(text, "10-11 May 2022, Málaga") {
		t.Errorf("a record alone is without its day or its conference: %s", text)
	}
	if height := eval[float64](tb, `document.body.scrollHeight`); height > 1500 {
		t.Errorf("a record alone is %v px high", height)
	}
}

func TestEveryRecordIsReadWithoutTheScript(t *testing.T) {
	t.Parallel()
	tb := open(t, realPage(t), command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	if n := len(eval[[]string](tb, shown)); n != 251 {
		t.Errorf("%d records are to be seen", n)
	}
	if n := eval[int](tb, `[...document.querySelectorAll("form, button, input")].filter((e) => e.getClientRects().length > 0).length`); n != 0 {
		t.Errorf("%d controls do nothing", n)
	}
	for _, id := range []string{"doc-unoct-page", "themes", "messages.thm-victims", "about"} {
		tb.run(chromedp.Navigate(tb.address("#" + id)))
		if top := eval[float64](tb, `document.getElementById(%q).getBoundingClientRect().top`, id); top < -1 || top > 100 {
			t.Errorf("%s is at %v", id, top)
		}
	}
}

// TestPrintShowsAllAndNoControls looks at the page as it is printed: what is closed on the screen is open, and web addresses are
// spelled out.
func TestPrintShowsAllAndNoControls(t *testing.T) {
	t.Parallel()
	tb := open(t, realPage(t), command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	visible := func(selector string) int {
		return eval[int](tb, `[...document.querySelectorAll(%q)].filter((e) => e.checkVisibility()).length`, selector)
	}
	if n := visible("article details ol li"); n < 600 {
		t.Errorf("%d sources are printed", n)
	}
	if n := visible("form, button, select, nav, .skip"); n != 0 {
		t.Errorf("%d controls are printed", n)
	}
	if n := eval[int](tb, `[...document.querySelectorAll('main a[href^="http"]')].filter((a) => a.textContent !== a.getAttribute("href")).length`); n != 0 {
		t.Errorf("%d addresses are not spelled out", n)
	}
	pdf, err := chromedp.Run(tb.Context, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil || len(pdf) < 300_000 {
		t.Errorf("a PDF of %d bytes, %v", len(pdf), err)
	}
}

func TestControlsOfARecord(t *testing.T) {
	t.Parallel()
	tb := open(t, realPage(t))
	press := func(id, name string) string {
		return eval[string](tb, `(async () => { const a = document.getElementById(%q); a.querySelector("button[name=%s]").click();
			await new Promise((r) => setTimeout(r, 200)); return a.querySelector("textarea")?.value ?? a.querySelector("button[name=link]").textContent; })()`, id, name)
	}
	if got := press("msg-18", "link"); got != "Link copied" && !strings.HasSuffix(got, "journal.html#msg-18") {
		t.Errorf("Copy link gives %q", got)
	}
	want := "United Nations Office of Counter-Terrorism. The Rehabilitation and Reintegration of Returnees from Syria and Iraq [side event 4], 9 May 2022."
	if got := press("side-3", "cite"); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "journal.html#side-3>.") || !strings.Contains(got, "Record side-3 in 2022 UNOCT Malaga Conference [dataset], version") {
		t.Errorf("Cite gives %q", got)
	}
	if got := press("doc-untv-side-event-4", "cite"); !strings.Contains(got, "[video], UN Web TV. <https://media.un.org/en/asset/k13/k1347zf2lz>. Record doc-untv-side-event-4 in ") {
		t.Errorf("Cite gives %q", got)
	}
	second := pages(t, read(t, ""), journal.Options{File: "a.html", PerPage: 100})[1]
	tb = open(t, saved(t, second.Content))
	id := eval[string](tb, `document.querySelector("article").id`)
	if got := press(id, "cite"); !strings.Contains(got, " Record "+id+" in 2022 UNOCT Malaga Conference [dataset], version") {
		t.Errorf("Cite on the second page gives %q", got)
	}
	tb = open(t, realPage(t))
	want = "Against terrorists, who try to destabilise and divide societies, due process, the separation of powers and the rule of law are a strength. Record msg-18 in "
	if got := press("msg-18", "cite"); !strings.HasPrefix(got, want) {
		t.Errorf("Cite gives %q", got)
	}
}

// TestTheNuValidatorFindsNothing runs the checker of the W3C.
func TestTheNuValidatorFindsNothing(t *testing.T) {
	t.Parallel()
	jar := nodeModule(t, "vnu-jar/build/dist/vnu.jar")
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip(err)
	}
	args := []string{"-Xss16m", "-jar", jar, "--errors-only", realPage(t)}
	for _, p := range pages(t, read(t, ""), journal.Options{File: "a.html", PerPage: 100, Language: "ar"}) {
		args = append(args, saved(t, p.Content))
	}
	for _, data := range []string{`{"themes": []}`, hostileData(model(t))} {
		args = append(args, saved(t, written(t, readText(t, data))))
	}
	out, err := exec.Command("java", args...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestSentencesOfThePageReadFromLeftToRight looks at English sentences that begin with a name in Arabic letters.
func TestSentencesOfThePageReadFromLeftToRight(t *testing.T) {
	t.Parallel()
	const form = `{"language":%q,"conferences":[{"id":"conf-a","title":"مؤتمر","city":"مالقة","start_date":"2022-05-10"}],"sessions":[
		{"id":"ses-a","conference":"conf-a","title":"سيادة القانون","start_date":"2022-05-10","date_meaning":"on"},
		{"id":"ses-b","conference":"conf-a","title":"B","start_date":"2022-05-10","date_meaning":"on","follows":"ses-a"}]}`
	for _, language := range []string{"ar", "en"} {
		tb := open(t, saved(t, written(t, readText(t, fmt.Sprintf(form, language)))), chromedp.EmulateViewport(1280, 900))
		left := func(selector, word string) float64 {
			return eval[float64](tb, `(() => { const text = document.querySelector(%q).firstChild, range = document.createRange(), at = text.data.indexOf(%q);
				range.setStart(text, at); range.setEnd(text, at + 1); return range.getBoundingClientRect().left; })()`, selector, word)
		}
		for _, c := range [][3]string{{".intro", "took", "May"}, {".intro", "مؤتمر", "took"}, {"article .place", "directly", "سيادة"}} {
			if before, after := left(c[0], c[1]), left(c[0], c[2]); before >= after {
				t.Errorf("%s, %s: %s is at %v, and %s at %v", language, c[0], c[1], before, c[2], after)
			}
		}
	}
	one := open(t, saved(t, written(t, readText(t, `{"people":[{"id":"per-a","name":"A"}]}`))))
	if got := eval[string](one, `document.querySelector(".search output").textContent`); got != "1 record" {
		t.Errorf("the status is %q", got)
	}
}
