//go:build unix

package commands_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"malaga/commands"
	"malaga/internal/scaletest"
)

// theme is a dataset of one theme with some members more.
func theme(members string) string {
	return `{"themes":[{"id":"thm-a","label":"A","definition":"D",` + members + `}]}`
}

// definition is a dataset of one theme with a long text.
func definition(n int, part string) string {
	return `{"themes":[{"id":"thm-a","label":"A","definition":"` + strings.Repeat(part, n) + `"}]}`
}

// organisers is a dataset of a conference with so many organisers.
func organisers(n int) string {
	return `{"conferences":[{"id":"conf-a","organisers":[` + scaletest.List(n, `{"organisation":"org-%d","role":"organiser"}`) +
		`]}],"organisations":[` + scaletest.List(n, `{"id":"org-%d","name":"O%[1]d"}`) + "]}"
}

// titled is a conference with a long title, and events and messages that belong to it.
func titled(n int) string {
	return `{"conferences":[{"id":"conf-a","title":"` + strings.Repeat("a word ", 10*n) + `"}],` +
		`"sessions":[` + scaletest.List(n, `{"id":"ses-%d","conference":"conf-a","start_date":"2022-05-10"}`) + `],` +
		`"outcome_messages":[` + scaletest.List(n, `{"id":"msg-%d","conference":"conf-a"}`) + "]}"
}

// followers is a session with a long title, and others that followed it.
func followers(n int) string {
	return `{"sessions":[{"id":"ses-a","title":"` + strings.Repeat("a word ", 10*n) + `"},` + scaletest.List(n, `{"id":"ses-%d","follows":"ses-a"}`) + "]}"
}

// noted is a person with a long note of quotation marks before the name, and messages from them.
func noted(n int) string {
	return `{"people":[{"id":"per-a","note":"` + strings.Repeat(`\"`, 20*n) + `","name":"A"}],"outcome_messages":[` +
		scaletest.List(n, `{"id":"msg-%d","speaker":"per-a"}`) + "]}"
}

// hostile are inputs that took much longer than others of their size, each with what takes them: n is what the time is to be in
// proportion to. The names hold the numbers of the table in docs/reliability.md. The white space is more than the 4 MiB of
// standard input that are held in memory.
var hostile = []struct {
	name, command string
	n             int
	data          func(n int) string
}{
	{"1 wrong entries", "list themes", 4000, func(n int) string { return theme(`"alt_labels":[` + scaletest.List(n, "{}") + "]") }},
	{"1 repeated members", "show thm-a", 4000, func(n int) string { return theme(scaletest.List(n, `"x":1`)) }},
	{"2 beside the tables", "list themes", 10_000, func(n int) string { return `{"themes":[],` + scaletest.List(n, `"x%d":1`) + "}" }},
	{"2 like the tables", "search word", 10_000, func(n int) string { return `{"themes":[],` + scaletest.List(n, `"themes%d":[]`) + "}" }},
	{"4 hyphens", "search zzzzz", 20_000, func(n int) string { return definition(n, "a-") }},
	{"4 apostrophes", "search b", 20_000, func(n int) string { return definition(n, "a'b.") }},
	{"5 hidden characters", "list themes --wide --format table", 10_000, func(n int) string { return definition(n, "\u200b") }},
	{"5 wide characters", "list themes --format table", 30_000, func(n int) string { return definition(n, "\u3042") }},
	{"5 a page", "show thm-a", 20_000, func(n int) string { return definition(n, "a\u200b ") }},
	{"6 empty values", "list themes", 50_000, func(n int) string { return theme(`"x":[` + scaletest.List(n, "null") + "]") }},
	{"6 empty records", "export ics", 10_000, func(n int) string { return `{"themes":[` + scaletest.List(n, `{"id":""}`) + "]}" }},
	{"7 white space", "list themes --data -", 8 << 20, func(n int) string { return strings.Repeat(" ", n) }},
	{"10 one acronym", "search MFA", 500, func(n int) string {
		return `{"organisations":[` + scaletest.List(n, `{"id":"org-%d","name":"Ministry of Foreign Affairs","acronym":"MFA","kind":"government"}`) + "]}"
	}},
	{"4 a long name", "search word", 1000, func(n int) string {
		return `{"themes":[{"id":"thm-a","label":"` + strings.Repeat("a word ", 10*n) + `"}],"outcome_messages":[` + scaletest.List(n, `{"id":"msg-%d","themes":["thm-a"]}`) + "]}"
	}},
	{"4 many names", "search name", 500, func(n int) string {
		return `{"themes":[{"id":"thm-a","alt_labels":[` + scaletest.List(n, `"name %d"`) + `]}],"outcome_messages":[` + scaletest.List(n, `{"id":"msg-%d","themes":["thm-a"]}`) + "]}"
	}},
	{"2 a long title", "summarise", 1000, func(n int) string {
		return `{"conferences":[{"id":"conf-a","title":"` + strings.Repeat("a word ", 10*n) + `"},` + scaletest.List(n, `{"id":"conf-%d","follow_up_to":"conf-a"}`) + "]}"
	}},
	{"1 many organisers", "export html -o -", 1000, organisers},
	{"1 many organisers", "summarise", 2000, organisers},
	{"1 a conference each", "timeline --format csv", 3000, func(n int) string {
		return `{"sessions":[` + scaletest.List(n, `{"id":"ses-%d","conference":"conf-%[1]d"}`) + "]}"
	}},
	{"2 a long title of a session", "timeline", 500, followers},
	{"2 a long title of a session", "export html -o -", 500, followers},
	{"2 a long title of a conference", "export ics", 500, titled},
	{"2 a long title of a conference", "cite --in sessions", 500, titled},
	{"2 a long title of a conference", "cite --in messages", 500, titled},
	{"2 a long name of a speaker", "cite --in messages", 500, func(n int) string {
		return `{"people":[{"id":"per-a","name":"` + strings.Repeat("a word ", 10*n) + `"}],"outcome_messages":[` + scaletest.List(n, `{"id":"msg-%d","speaker":"per-a"}`) + "]}"
	}},
	{"1 records of one id", "export html -o -", 400, func(n int) string {
		return `{"organisations":[` + scaletest.List(n, `{"id":"org-a"}`) + `],"side_events":[` +
			scaletest.List(n, `{"id":"side-a","organisers":[{"organisation":"org-a","role":"organiser","basis":"stated"}]}`) + "]}"
	}},
	{"2 a long title of a document", "export html -o -", 500, func(n int) string {
		return `{"documents":[{"id":"doc-a","publisher":"` + strings.Repeat("a word ", 10*n) + `","title":"` + strings.Repeat(`a word\n `, 10*n) +
			`"}],"themes":[` + scaletest.List(n, `{"id":"thm-%d","sources":[{"document":"doc-a"}]}`) + "]}"
	}},
	{"2 a long address of a document", "export html -o -", 300, func(n int) string {
		return `{"documents":[{"id":"doc-a","url":"https://example.org/` + strings.Repeat("a", 100*n) + `"}],"themes":[` +
			scaletest.List(n, `{"id":"thm-%d","sources":[{"document":"doc-a"}]}`) + "]}"
	}},
	{"2 a long note before a name", "cite --in messages", 1000, noted},
	{"2 a long note before a name", "list messages --fields id,speaker.name", 2000, noted},
	{"2 a long note before a name", "list messages --where speaker.note~b", 2000, noted},
	{"4 many names", "list messages --where themes=b", 2000, func(n int) string {
		return `{"themes":[{"id":"thm-a","label":"A","alt_labels":[` + scaletest.List(n, `"name %d"`) + `]}],"outcome_messages":[` +
			scaletest.List(n, `{"id":"msg-%d","themes":["thm-a"]}`) + "]}"
	}},
	{"2 a long name of a speaker", "export xlsx -o -", 300, func(n int) string {
		return `{"people":[{"id":"per-a","name":"` + strings.Repeat("a word ", 10*n) + `"}],"outcome_messages":[` + scaletest.List(n, `{"id":"msg-%d","speaker":"per-a"}`) + "]}"
	}},
	{"1 sources of an absent field", "show org-a", 900, func(n int) string {
		return `{"organisations":[{"id":"org-a","sources":[` + scaletest.List(n, `{"document":"doc-a","fields":["title"]}`) + "]}]}"
	}},
	{"1 organisers of many sessions", "cite --in sessions", 500, func(n int) string {
		return strings.TrimSuffix(organisers(n), "}") + `,"sessions":[` + scaletest.List(n, `{"id":"ses-%d","conference":"conf-a"}`) + "]}"
	}},
	{"1 themes of messages", "export html -o -", 1200, func(n int) string {
		return `{"outcome_messages":[{"id":"msg-a","themes":[` + scaletest.List(n, `"thm-%d"`) + `]},{"id":"msg-b","themes":[` + scaletest.List(n, `"thm-b%d"`) + "]}]}"
	}},
	{"2 orders of events with long ids", "summarise", 400, func(n int) string {
		return `{"conferences":[{"id":"conf-a"}],"sessions":[{"id":"ses-` + strings.Repeat("e", 50*n) + `","conference":"conf-a","follows":"ses-b",` +
			`"variants":[` + scaletest.List(n, `{"field":"follows","value":"ses-%d"}`) + "]}]}"
	}},
	{"2 speakers at a conference with a long id", "summarise", 400, func(n int) string {
		return `{"sessions":[{"id":"ses-a","conference":"conf-` + strings.Repeat("b", 50*n) + `","speakers":[` +
			scaletest.List(n, `{"person":"per-%d","presence":"spoke"}`) + "]}]}"
	}},
	{"2 a long id among others", "list themes --wide --format table", 400, func(n int) string {
		return `{"themes":[{"id":"thm-` + strings.Repeat("a", 50*n) + `"},` + scaletest.List(n, `{"id":"thm-%d","label":"L"}`) + "]}"
	}},
	{"2 the title of a record with entries", "export xlsx -o -", 400, func(n int) string {
		return `{"sessions":[{"id":"ses-a","title":"` + strings.Repeat("a word ", 30*n) + `","speakers":[` + scaletest.List(n, `{"person":"per-%d"}`) + "]}]}"
	}},
	{"13 escapes", "list themes --format json", 40_000, func(n int) string { return definition(n, `\u0041`) }},
}

// Four times as much of a hostile input takes at most five times as long.
func TestHostileInputsTakeTimeInProportion(t *testing.T) {
	for _, h := range hostile {
		once, four := h.data(h.n), h.data(4*h.n)
		ratio := scaletest.Ratio(func() { runOn(t, h.command, once) }, func() { runOn(t, h.command, four) })
		if ratio > scaletest.Most {
			t.Errorf("%s, %s: %.1f times as long for 4 times as much", h.name, h.command, ratio)
		}
	}
}

// A search with very many words is refused before they are looked at.
func TestManyWordsAreCountedFirst(t *testing.T) {
	for _, n := range []int{400, 800, 100_000} {
		args := append([]string{"search"}, strings.Fields(strings.ReplaceAll(scaletest.List(n, "w%d"), ",", " "))...)
		start := time.Now()
		if code, _, stderr := run(t, nil, args...); code != 2 || !strings.Contains(stderr, "too many words") {
			t.Errorf("%d words: exit code %d, %s", n, code, stderr)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%d words: %v", n, took)
		}
	}
}

// runOn runs a command for data on standard input.
func runOn(t *testing.T, command, data string) {
	t.Helper()
	args := strings.Fields(command)
	variables := map[string]string{"MALAGA_DATA": "-"}
	code := commands.Run(context.Background(), commands.Env{
		Args: args, Stdin: strings.NewReader(data), Stdout: io.Discard, Stderr: &bytes.Buffer{}, Now: func() time.Time { return time.Time{} },
		LookupEnv: func(name string) (string, bool) { v, set := variables[name]; return v, set },
	})
	if code != 0 && code != 3 {
		t.Errorf("%s: exit code %d", command, code)
	}
}
