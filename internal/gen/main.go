// Command gen writes a synthetic dataset of the project's model: as many outcome messages as wanted, and
// the tables they refer to. The same flags give the same bytes.
//
//	go run ./internal/gen -messages 1000000 -o DIR
//
// The dataset is valid and gives no warning. With -bad K every Kth message gets a mistake, in turn an
// unknown code, a number for a text, and a field that there is not.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	var g generator
	flag.IntVar(&g.messages, "messages", 1000, "how many outcome messages")
	flag.StringVar(&g.dir, "o", "", "the directory to write")
	flag.BoolVar(&g.lines, "jsonl", false, "write JSON Lines, one record a line")
	flag.IntVar(&g.bad, "bad", 0, "a mistake in every Kth message")
	seed := flag.Uint64("seed", 1, "seed of the random numbers")
	flag.Parse()
	if g.dir == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := g.run(*seed); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// How many records the tables have that messages refer to.
const (
	sessions   = 120
	sideEvents = 40
	bodies     = 60
	people     = 200
	documents  = 24
	themes     = 20
)

type generator struct {
	messages, bad int
	dir           string
	lines         bool
	rand          *rand.Rand
	words         []string
}

func (g *generator) run(seed uint64) error {
	g.rand = rand.New(rand.NewPCG(seed, 2022))
	g.words = vocabulary(g.rand)
	if err := os.MkdirAll(g.dir, 0o777); err != nil {
		return err
	}
	meta := `{"title": "Synthetic conference", "version": "1.0.0", "licence": "CC0-1.0", "language": "en", "modified": "2022-05-11"}` + "\n"
	if err := os.WriteFile(filepath.Join(g.dir, "dataset.json"), []byte(meta), 0o666); err != nil {
		return err
	}
	for _, t := range []struct {
		name string
		n    int
		one  func(i int) string
	}{
		{"documents", documents, g.document},
		{"themes", themes, g.theme},
		{"organisations", bodies, g.body},
		{"people", people, g.person},
		{"conferences", 1, g.conference},
		{"sessions", sessions, g.session},
		{"side_events", sideEvents, g.sideEvent},
		{"outcome_messages", g.messages, g.message},
	} {
		if err := g.table(t.name, t.n, t.one); err != nil {
			return err
		}
	}
	return nil
}

// table writes one table, a record a line in either form.
func (g *generator) table(name string, n int, one func(int) string) (err error) {
	before, between, after, ending := `{"`+name+"\": [\n", ",\n", "\n]}\n", ".json"
	if g.lines {
		before, between, after, ending = "", "\n", "\n", ".jsonl"
	}
	f, err := os.Create(filepath.Join(g.dir, name+ending))
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	// A bufio.Writer keeps its first error for Flush.
	_, _ = w.WriteString(before)
	for i := range n {
		if i > 0 {
			_, _ = w.WriteString(between)
		}
		_, _ = w.WriteString(one(i))
	}
	_, _ = w.WriteString(after)
	return w.Flush()
}

func (g *generator) source(i int) string {
	return fmt.Sprintf(`"sources": [{"document": "doc-%d", "basis": "stated"}]`, i%documents)
}

func (g *generator) document(i int) string {
	kind := "report"
	if i == 0 {
		kind = "outcome-document"
	}
	return fmt.Sprintf(`{"id": "doc-%d", "title": "%s", "kind": "%s", "published": "2022-05-%02d", "language": "en"}`, i, g.title(i), kind, 12+i%18)
}

func (g *generator) theme(i int) string {
	return fmt.Sprintf(`{"id": "thm-%d", "label": "%s", "definition": "%s"}`, i, g.title(i), g.sentence(60, 100))
}

func (g *generator) body(i int) string {
	return fmt.Sprintf(`{"id": "org-%d", "name": "%s", "kind": "civil-society", %s}`, i, g.title(i), g.source(i))
}

func (g *generator) person(i int) string {
	return fmt.Sprintf(`{"id": "per-%d", "name": "%s", "organisation": "org-%d", %s}`, i, g.title(i), i%bodies, g.source(i))
}

func (g *generator) conference(int) string {
	return fmt.Sprintf(`{"id": "conf-2022", "title": "%s", "start_date": "2022-05-10", "end_date": "2022-05-14", "time_zone": "Europe/Madrid", "country": "ES", "organisers": [{"organisation": "org-0", "role": "organiser"}], %s}`,
		g.title(0), g.source(0))
}

func (g *generator) session(i int) string {
	return fmt.Sprintf(`{"id": "ses-%d", "conference": "conf-2022", "kind": "thematic", "title": "%s", "start_date": "2022-05-%02d", "date_meaning": "on", "speakers": [{"person": "per-%d"}, {"person": "per-%d"}], "themes": ["thm-%d"], %s}`,
		i, g.title(i), 10+i%5, i%people, (i+sessions)%people, i%themes, g.source(i))
}

func (g *generator) sideEvent(i int) string {
	return fmt.Sprintf(`{"id": "side-%d", "conference": "conf-2022", "kind": "side-event", "position": %d, "title": "%s", "date": "2022-05-%02d", "mode": "hybrid", "organisers": [{"organisation": "org-%d", "role": "organiser"}], "themes": ["thm-%d"], %s}`,
		i, i+1, g.title(i), 9+i%6, i%bodies, i%themes, g.source(i))
}

func (g *generator) message(i int) string {
	var b strings.Builder
	place := fmt.Sprintf(`"session": "ses-%d"`, g.rand.IntN(sessions))
	if g.rand.IntN(4) == 0 {
		place = fmt.Sprintf(`"side_event": "side-%d"`, g.rand.IntN(sideEvents))
	}
	fmt.Fprintf(&b, `{"id": "msg-%07d", "text": "%s", "standing": "speaker", "conference": "conf-2022", %s, "document": "doc-%d", "speaker": "per-%d", "organisation": "org-%d", `,
		i, g.sentence(120, 280), place, g.rand.IntN(documents), g.rand.IntN(people), g.rand.IntN(bodies))
	addressees := []string{"united-nations", "member-states", "civil-society", "other-stakeholders", "international-community"}
	first := g.rand.IntN(len(addressees))
	fmt.Fprintf(&b, `"addressees": ["%s"`, addressees[first])
	if g.rand.IntN(2) == 0 {
		fmt.Fprintf(&b, `, "%s"`, addressees[(first+1)%len(addressees)])
	}
	theme := g.rand.IntN(themes)
	fmt.Fprintf(&b, `], "themes": ["thm-%d"`, theme)
	for n := range g.rand.IntN(3) {
		fmt.Fprintf(&b, `, "thm-%d"`, (theme+n+1)%themes)
	}
	fmt.Fprintf(&b, `], %s}`, g.source(g.rand.IntN(documents)))
	if g.bad == 0 || i%g.bad != g.bad-1 {
		return b.String()
	}
	return spoil(b.String(), i/g.bad)
}

// spoil makes a mistake in a message, of three in turn.
func spoil(record string, n int) string {
	switch n % 3 {
	case 0:
		return strings.Replace(record, `"standing": "speaker"`, `"standing": "speeker"`, 1)
	case 1:
		return strings.Replace(record, `"conference": "conf-2022"`, `"conference": 2022`, 1)
	}
	return strings.Replace(record, `"standing"`, `"page": 12, "standing"`, 1)
}
