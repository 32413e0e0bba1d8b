//go:build interop

package journal_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"malaga/internal/journal"
)

// manyMessages is a dataset of so many messages, as long as those of the real one.
func manyMessages(n int) string {
	var b strings.Builder
	b.WriteString(`{"themes":[{"id":"thm-a","label":"Rights"},{"id":"thm-b","label":"Law"}],"outcome_messages":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"msg-%d","text":"Message %d asks Member States to protect the rights of victims, number%d, and to involve civil society in counter-terrorism.",
			"kind":"recommendation","standing":"speaker","themes":["thm-%c"],"note":"As the report of the day has it."}`, i, i, i, 'a'+i%2)
	}
	return b.String() + "]}"
}

// TestTypingIsAnsweredAtOnce measures from a keystroke to the next frame on a page that is as full as a page can be.
func TestTypingIsAnsweredAtOnce(t *testing.T) {
	all := pages(t, readText(t, manyMessages(10_000)), journal.Options{File: "journal.html"})
	tb := open(t, saved(t, all[0].Content))
	took := eval[[]float64](tb, `(async () => {
		const q = document.querySelector("#q"), took = [];
		await new Promise((r) => setTimeout(r, 2000));
		for (const words of ["m", "me", "mes", "rights", "rights vic", "rights victims number19", "xyz", ""]) {
			const start = performance.now();
			q.value = words;
			q.dispatchEvent(new Event("input", {bubbles: true}));
			document.body.getBoundingClientRect();
			await new Promise((r) => requestAnimationFrame(() => setTimeout(r)));
			took.push(Math.round(performance.now() - start));
		}
		return took;
	})()`)
	t.Logf("%d pages; keystrokes took %v ms", len(all), took)
	const most = 100
	slow := 0
	for _, ms := range took {
		if ms > most {
			slow++
		}
	}
	if slow > len(took)/2 { // the machine may be busy
		t.Errorf("keystrokes took %v ms, more than %d", took, most)
	}
}

// TestThePageIsReadyWithinASecond takes the best of some loads: the machine may be busy.
func TestThePageIsReadyWithinASecond(t *testing.T) {
	tb := open(t, realPage(t))
	const most = 1000
	best := float64(1 << 20)
	for range 3 {
		tb.run(chromedp.Reload(), chromedp.WaitReady(chromedp.CSS("#about")))
		best = min(best, eval[float64](tb, `performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd`))
	}
	t.Logf("ready after %.0f ms", best)
	if best > most {
		t.Errorf("the page is ready after %.0f ms, more than %d", best, most)
	}
}
