// Command gen writes a synthetic dataset with the project's schema.
//
//	go run ./internal/gen -messages 1000000 -o DIR
//
// It has -messages outcome messages, and the tables that they refer to. The same flags give the same bytes. The
// dataset is valid and gives no warning. With -bad K every Kth message gets a mistake, in turn an unknown code, a number for
// a text, and an unknown field.
package main

import (
	"bufio"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

func main() {
	var g generator
	flag.IntVar(&g.messages, "messages", 1000, "number of outcome messages")
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

type generator struct {
	messages, bad int
	dir           string
	lines         bool
}

const meta = `{"title": "Synthetic conference", "version": "1.0.0", "licence": "CC0-1.0", "language": "en", "modified": "2022-05-11"}`

// records is a template for the records of each table. Its data is the number of the record.
//
//go:embed records.tmpl
var records string

func (g *generator) run(seed uint64) error {
	if err := os.MkdirAll(g.dir, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(g.dir, "dataset.json"), []byte(meta+"\n"), 0o666); err != nil {
		return err
	}
	// The order matters: it is that in which the random numbers are drawn.
	tables := []string{"documents", "themes", "organisations", "people", "conferences", "sessions", "side_events", "outcome_messages"}
	sizes := map[string]int{
		"documents": 24, "themes": 20, "organisations": 60, "people": 200,
		"conferences": 1, "sessions": 120, "side_events": 40, "outcome_messages": g.messages,
	}
	w := newWords(rand.New(rand.NewPCG(seed, 2022)))
	t := template.Must(template.New("").Funcs(template.FuncMap{
		"title":     w.title,
		"sentence":  w.sentence,
		"random":    w.IntN,
		"any":       func(table string) int { return w.IntN(sizes[table]) },
		"ref":       func(table string, i int) int { return i % sizes[table] },
		"add":       func(a, b int) int { return a + b },
		"mod":       func(a, b int) int { return a % b },
		"addressee": func(i int) string { return addressees[i%len(addressees)] },
	}).Parse(records))
	for _, table := range tables {
		if err := g.table(table, sizes[table], t.Lookup(table)); err != nil {
			return err
		}
	}
	return nil
}

// form is the text around the records of a file, and the ending of its name.
type form struct{ before, between, after, ending string }

// lines is the form of a file with one record a line.
var lines = form{"", "\n", "\n", ".jsonl"}

// table writes one table, a record a line in both formats.
func (g *generator) table(name string, n int, t *template.Template) error {
	wrapping := form{`{"` + name + "\": [\n", ",\n", "\n]}\n", ".json"}
	if g.lines {
		wrapping = lines
	}
	f, err := os.Create(filepath.Join(g.dir, name+wrapping.ending))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20) // it keeps its first error for Flush
	_, _ = w.WriteString(wrapping.before)
	var record strings.Builder
	for i := range n {
		if i > 0 {
			_, _ = w.WriteString(wrapping.between)
		}
		record.Reset()
		if err := t.Execute(&record, i); err != nil {
			return err
		}
		_, _ = w.WriteString(g.spoil(record.String(), name, i))
	}
	_, _ = w.WriteString(wrapping.after)
	return errors.Join(w.Flush(), f.Close())
}

// spoil makes one of three mistakes in every Kth message, in turn.
func (g *generator) spoil(record, table string, i int) string {
	if table != "outcome_messages" || g.bad == 0 || i%g.bad != g.bad-1 {
		return record
	}
	mistake := [][2]string{
		{`"standing": "speaker"`, `"standing": "speeker"`},
		{`"conference": "conf-2022"`, `"conference": 2022`},
		{`"standing"`, `"page": 12, "standing"`},
	}[i/g.bad%3]
	return strings.Replace(record, mistake[0], mistake[1], 1)
}
