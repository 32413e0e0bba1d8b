package help_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/help"
	"malaga/internal/render"
)

const text = `A paragraph
of two lines.

  -x  a label
  $ malaga list
    more

# Heading (more)
.TH is 'text' – not a \command.
`

func page() help.Page {
	return help.Page{Name: "malaga some", About: "does something", Usage: "malaga some [-x]", Parts: help.Parse(text), See: []string{"malaga(1)"}}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	p := &render.Page{Width: 40}
	page().Write(p)
	const want = `malaga some: does something

Usage: malaga some [-x]

A paragraph of two lines.

  -x  a label

  $ malaga list
    more

Heading (more)
.TH is 'text' – not a \command.

`
	if diff := cmp.Diff(want, string(p.Bytes())); diff != "" {
		t.Error(diff)
	}
}

func TestRoffPrintsTextToTheLetter(t *testing.T) {
	t.Parallel()
	const want = `.TH "MALAGA\-SOME" 1 2022-05-10 "malaga 1"
.SH NAME
malaga\-some \- does something
.SH SYNOPSIS
malaga some [\-x]
.SH "DESCRIPTION"
A paragraph of two lines.
.TP
.B \-x
a label
.PP
.nf
  $ malaga list
    more
.fi
.SH "HEADING"
\&.TH is \(aqtext\(aq \[u2013] not a \ecommand.
.SH "SEE ALSO"
malaga(1)
`
	if diff := cmp.Diff(want, string(page().Roff(1, "2022-05-10", "malaga 1"))); diff != "" {
		t.Error(diff)
	}
}
