package complete_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/complete"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/schema"
)

func source(t *testing.T) complete.Source {
	t.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return complete.Source{Model: set.Model, Records: func(tables []string, yield func(rawjson.Record) bool) {
		for _, table := range tables {
			yield(record(table, table+"-1", "First", set.Model))
		}
		yield(record("themes", "; rm", "a command", set.Model))
	}}
}

// record makes a record with an id and a name.
func record(table, id, name string, m *schema.Model) rawjson.Record {
	return rawjson.Record{Table: table, Raw: fmt.Appendf(nil, `{"id":%q,%q:%q}`, id, m.Display(table), name)}
}

// What is offered behind a field is what conditions know.
func TestOperatorsAreThoseOfConditions(t *testing.T) {
	t.Parallel()
	s := source(t)
	sessions := s.Model.Table("sessions")
	seen := 0
	for _, w := range s.Where([]*schema.Table{sessions}, "label").Words {
		c, err := query.NewCondition(s.Model, sessions, w.Text+"a")
		if err != nil || c.Path.Name+c.Op != w.Text {
			t.Errorf("%q is read as %q, %v", w.Text, c.Path.Name+c.Op, err)
		}
		seen++
	}
	if seen != 8 {
		t.Errorf("%d operators", seen)
	}
}

func TestWhereOffersTheRecordsThatAFieldCanReferTo(t *testing.T) {
	t.Parallel()
	s := source(t)
	for _, c := range []struct {
		typed string
		want  complete.Reply
	}{
		{"session=", complete.Reply{Stem: "session=", Words: []complete.Word{{Text: "sessions-1", About: "First"}}}},
		{"session.conference != x, conf", complete.Reply{Stem: "session.conference != x, ", Words: []complete.Word{{Text: "conferences-1", About: "First"}}}},
		{"session.conference=Fi", complete.Reply{Stem: "session.conference=", Words: []complete.Word{{Text: "First", About: "First"}}}},
		{"session.conference=x,fi", complete.Reply{Stem: "session.conference=x,", Words: []complete.Word{{Text: "first", About: "First"}}}},
		{"session=1", complete.Reply{Stem: "session=", Words: []complete.Word{{Text: "1", About: "First"}}}},
		{"session.id~", complete.Reply{Stem: "session.id~", Words: []complete.Word{{Text: "sessions-1", About: "First"}}}},
		{"text=", complete.Reply{Stem: "text="}},
		{"nothing=", complete.Reply{}},
	} {
		got := s.Where([]*schema.Table{s.Model.Table("outcome_messages")}, c.typed)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.typed, diff)
		}
	}
}

func TestAskTakesLinesApartAsShellsDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args, want []string
	}{
		{[]string{"bash", "9", "c", `malaga  list a\ b "c d" 'e"f' g'h 'i" j"\"c`}, []string{"list", "a b", "c d", `e"f`, `gh i j"c`}},
		{[]string{"bash", "9", "", "malaga list "}, []string{"list", ""}},
		{[]string{"bash", "9", "kind=the", "malaga 'kind=the"}, []string{"kind=the"}},
		{[]string{"zsh", "list", ""}, []string{"list", ""}},
		{[]string{"fish", "list", `'a b`}, []string{"list", "a b"}},
		{[]string{"powershell", "=", "=list", "='a b'", "=x`$y", "="}, []string{"list", "a b", "x$y", ""}},
		{[]string{"bash", "9", "mal", "mal"}, nil},
		{[]string{"tcsh", "list"}, nil},
		{[]string{"zsh"}, nil},
	} {
		q, ok := complete.Ask(c.args)
		if diff := cmp.Diff(c.want, q.Words); diff != "" || ok != (c.want != nil) {
			t.Errorf("%q %v (-want +got)\n%s", c.args, ok, diff)
		}
	}
}

// Where bash redirects to, and what it takes for another command, is no argument.
func TestRedirectionsAreNoArguments(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]struct {
		words []string
		apart bool
	}{
		"malaga show >": {[]string{"show", ""}, true}, "malaga show > ": {[]string{"show", ""}, true}, "malaga show >.ba": {[]string{"show", ".ba"}, true},
		"malaga show 2> x": {[]string{"show", "x"}, true}, "malaga show >>x": {[]string{"show", "x"}, true}, "malaga show &>x": {[]string{"show", "x"}, true},
		"malaga show >|x": {[]string{"show", "x"}, true}, "malaga list --where date>": {[]string{"list", "--where", "date", ""}, true},
		"malaga list <in ses": {[]string{"list", "ses"}, false}, "malaga show 2>&1 x": {[]string{"show", "x"}, false}, "malaga show a>b c": {[]string{"show", "a", "c"}, false},
		`malaga list --where date\>`: {[]string{"list", "--where", "date>"}, false}, `malaga list --where "date>`: {[]string{"list", "--where", "date>"}, false},
		"malaga list | x": {[]string{"list", "|", "x"}, true}, "malaga show $(x": {[]string{"show", "$(x"}, true}, "malaga show `x": {[]string{"show", "`x"}, true},
		"malaga show x&": {[]string{"show", "x&"}, true},
	} {
		q, ok := complete.Ask([]string{"bash", "9", "", line})
		if !ok || q.Apart != want.apart {
			t.Errorf("%s: %v, apart: %v", line, ok, q.Apart)
		}
		if last := len(q.Words) - 1; !want.apart {
			if diff := cmp.Diff(want.words, q.Words); diff != "" {
				t.Errorf("%s (-want +got)\n%s", line, diff)
			}
		} else if strings.ContainsAny(line, "<>") && (len(q.Words) != len(want.words) || q.Words[last] != want.words[last]) {
			t.Errorf("%s: %q", line, q.Words)
		}
	}
}

func TestRecordsAreOfferedUpToANumber(t *testing.T) {
	t.Parallel()
	s := source(t)
	read := 0
	s.Records = func(_ []string, yield func(rawjson.Record) bool) {
		for read = 1; yield(record("sessions", fmt.Sprintf("ses-%d", read), "", s.Model)); read++ {
			if read > 1<<20 {
				t.Fatal("there is no end")
			}
		}
	}
	if r := s.IDs(s.Model.Tables, "ses-"); len(r.Words) != 1000 || read != 1000 {
		t.Errorf("%d are offered of %d read", len(r.Words), read)
	}
}
