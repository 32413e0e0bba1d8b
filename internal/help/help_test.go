package help_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/help"
	"malaga/internal/render"
)

func page() help.Page {
	flags := help.List{Title: "Flags", Items: [][2]string{{"--man", "write a man page"}, {"--output DIR, -o DIR", "write all"}}}
	return help.Page{Name: "malaga version", Summary: "print it", Usage: "malaga version [flags]", Lists: []help.List{flags}, See: []string{"malaga(1)"}}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	p := &render.Page{Width: 60}
	page().Write(p)
	const want = `malaga version: print it

Usage: malaga version [flags]

Prints the name and version of the program. malaga --version
prints the same.

Flags
  --man                 write a man page
  --output DIR, -o DIR  write all

Examples
  $ malaga version
  $ malaga --version
  $ malaga version | cut -d' ' -f2

See also
malaga help
`
	if diff := cmp.Diff(want, string(p.Bytes())); diff != "" {
		t.Error(diff)
	}
}

// What is copied from a man page must be what was typed: hyphens and quotation marks stay as they are.
func TestManIsCopyable(t *testing.T) {
	t.Parallel()
	man := string(page().Man("2022-05-10", "malaga 1"))
	for _, want := range []string{
		`.TH "MALAGA-VERSION" "1" "2022-05-10" "malaga 1"`,
		"\n.SH NAME\nmalaga\\-version \\- print it\n",
		"\n.SH SYNOPSIS\nmalaga version [flags]\n",
		"\n.SH Flags\n",
		"\n.TP\n\\fB\\-\\-output DIR, \\-o DIR\\fR\nwrite all\n",
		"\n$ malaga version | cut \\-d\\(aq \\(aq \\-f2\n",
		"\n.SH SEE ALSO\nmalaga(1)\n",
	} {
		if !strings.Contains(man, want) {
			t.Errorf("no %q in\n%s", want, man)
		}
	}
}
