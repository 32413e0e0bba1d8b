//go:build interop

package journal_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// tripwire is run before the page: whatever of the data runs would call it.
const tripwire = `window.tripped = 0; window.tripwire = () => { window.tripped++; }; window.alert = window.tripwire;`

// TestHostileDataNeverRuns opens a page of hostile texts without its policy, so that nothing but the page itself holds them, and
// touches everything in it.
func TestHostileDataNeverRuns(t *testing.T) {
	t.Parallel()
	data := readText(t, hostileData(model(t)))
	records := 0
	for _, all := range data.Records {
		records += len(all)
	}
	wired := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: tripwire})
		return err
	})
	tb := open(t, saved(t, written(t, data)), wired, command(page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true}))
	if n := eval[int](tb, `document.querySelectorAll("article").length`); n != records || n < 1600 {
		t.Errorf("%d articles for %d records", n, records)
	}
	found := eval[[]string](tb, `(() => {
		const bad = [];
		for (const e of document.querySelectorAll("*")) {
			for (const a of e.attributes) {
				if (a.name.startsWith("on") || a.name === "style" || a.name === "src" || a.name === "srcdoc") bad.push(e.tagName + " " + a.name);
			}
			if (e.tagName === "A" && !["http:", "https:", "file:"].includes(e.protocol)) bad.push("A " + e.protocol);
			for (const type of ["mouseover", "focus", "load", "error", "toggle"]) e.dispatchEvent(new Event(type));
		}
		for (const d of document.querySelectorAll("details")) d.open = true;
		for (const b of document.querySelectorAll("article:nth-of-type(7n) .tools button")) b.click();
		return [...new Set(bad)];
	})()`)
	if len(found) > 0 {
		t.Errorf("in the page: %v", found)
	}
	for _, words := range []string{"<script>tripwire()</script>", `"`, `\`, "(.*", "__proto__", "\u202e"} {
		tb.search(words)
	}
	tb.run(chromedp.Navigate(tb.address("#q=%3Cscript%3Etripwire()%3C/script%3E&theme=%22%3E&__proto__=x")))
	tb.run(chromedp.Navigate(tb.address("#only=%22%3E%3Cscript%3E")), chromedp.Navigate(tb.address("#%E0%A4%A")))
	if n := eval[int](tb, "window.tripped"); n != 0 {
		t.Errorf("the data ran %d times", n)
	}
	if title := eval[string](tb, "document.title"); !strings.HasPrefix(title, "</title><script>") {
		t.Errorf("the title is %q", title)
	}
}

// TestThePolicyHolds puts a script, a style and a picture from elsewhere into the page.
func TestThePolicyHolds(t *testing.T) {
	t.Parallel()
	tb := openAnyhow(t, realPage(t))
	blocked := eval[[]string](tb, `new Promise((done) => {
		const seen = [];
		document.addEventListener("securitypolicyviolation", (e) => { seen.push(e.effectiveDirective); });
		window.ran = false;
		const script = document.createElement("script");
		script.textContent = "window.ran = true";
		const style = document.createElement("style");
		style.textContent = "body { display: none }";
		const image = document.createElement("img");
		image.src = "https://example.org/a.png";
		document.body.append(script, style, image);
		document.body.setAttribute("onclick", "window.ran = true");
		document.body.click();
		setTimeout(() => done([...new Set(seen), String(window.ran)].sort()), 300);
	})`)
	if got, want := strings.Join(blocked, " "), "false img-src script-src-attr script-src-elem style-src-elem"; got != want {
		t.Errorf("blocked: %s, not %s", got, want)
	}
}
