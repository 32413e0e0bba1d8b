//go:build interop

package journal_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"malaga/internal/text"
)

// browser is one Chromium for all tests, each of which has tabs of its own.
var browser = sync.OnceValues(func() (context.Context, error) {
	program, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocated, _ := chromedp.NewExecAllocator(context.Background(), options...) // it ends with the process
	ctx, _ := chromedp.NewContext(allocated)
	return ctx, chromedp.Do(ctx)
})

// step is something that is done in a tab.
type step = chromedp.Action[chromedp.Void]

// command returns a command of the browser's protocol as a step.
func command[P any](c cdp.Command[P, cdp.Empty], params P) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// tab is a tab that notes what the page says and asks for.
type tab struct {
	context.Context
	t    *testing.T
	file string

	mu       sync.Mutex
	messages []string // on the console
	requests []string // other than for the page itself
}

// open opens a page. When the test ends, the page must have said nothing and asked for nothing.
func open(t *testing.T, file string, before ...step) *tab {
	t.Helper()
	tb := openAnyhow(t, file, before...)
	t.Cleanup(func() {
		tb.mu.Lock()
		defer tb.mu.Unlock()
		if tb.messages != nil || tb.requests != nil {
			t.Errorf("%s: messages %q, requests %q", filepath.Base(file), tb.messages, tb.requests)
		}
	})
	return tb
}

// openAnyhow opens a page that may say and ask for something.
func openAnyhow(t *testing.T, file string, before ...step) *tab {
	t.Helper()
	b, err := browser()
	if err != nil {
		t.Skipf("Chromium: %v", err)
	}
	ctx, closeTab := chromedp.NewContext(b)
	t.Cleanup(closeTab)
	tb := &tab{Context: ctx, t: t, file: file}
	if err := chromedp.Listen(ctx, tb.note); err != nil {
		t.Fatal(err)
	}
	tb.run(command(network.Enable, network.EnableParams{}), command(log.Enable, cdp.Empty{}))
	tb.run(before...)
	tb.run(chromedp.Navigate(tb.address("")))
	return tb
}

// address returns the address of the page with a fragment.
func (tb *tab) address(fragment string) string {
	return (&url.URL{Scheme: "file", Path: tb.file}).String() + fragment
}

func (tb *tab) note(event any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		for _, arg := range e.Args {
			tb.messages = append(tb.messages, string(arg.Value)+arg.Description)
		}
	case *runtime.EventExceptionThrown:
		tb.messages = append(tb.messages, fmt.Sprintf("%+v", e.ExceptionDetails))
	case *log.EventEntryAdded:
		tb.messages = append(tb.messages, e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, tb.address("")) && !strings.HasPrefix(e.Request.URL, "data:") { // which holds its content
			tb.requests = append(tb.requests, e.Request.URL)
		}
	case *page.EventJavascriptDialogOpening:
		tb.messages = append(tb.messages, "dialog: "+e.Message)
	}
}

func (tb *tab) run(steps ...step) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		tb.t.Fatal(err)
	}
}

// eval returns the value of an expression in the page.
func eval[T any](tb *tab, expression string, args ...any) T {
	tb.t.Helper()
	if args != nil {
		expression = fmt.Sprintf(expression, args...)
	}
	ctx, cancel := context.WithTimeout(tb, time.Minute)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		tb.t.Fatalf("%v: %s", err, text.Shorten(expression, 200))
	}
	return value
}

// saved writes a page into a file.
func saved(t *testing.T, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "journal.html")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// nodeModule returns the path of a file that npm has installed.
func nodeModule(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join(os.Getenv("MALAGA_NODE_PATH"), "node_modules", filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil || os.Getenv("MALAGA_NODE_PATH") == "" {
		t.Skipf("%s: MALAGA_NODE_PATH does not name a folder in which npm has installed it", name)
	}
	return file
}
