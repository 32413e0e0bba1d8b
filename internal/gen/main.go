// Command gen writes a synthetic dataset with the project's schema.
//
//	go run ./internal/gen -messages 1000000 -o DIR
//
// It has as many outcome messages as wanted, and the tables that they refer to. The same flags give the same bytes. The
// dataset is valid and gives no warning. With -bad K every Kth message gets a mistake, in turn an unknown code, a number for
// a text, and an unknown field.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
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
	*words
}

const meta = `{"title": "Synthetic conference", "version": "1.0.0", "licence": "CC0-1.0", "language": "en", "modified": "2022-05-11"}`

func (g *generator) run(seed uint64) error {
	g.words = newWords(rand.New(rand.NewPCG(seed, 2022)))
	if err := os.MkdirAll(g.dir, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(g.dir, "dataset.json"), []byte(meta+"\n"), 0o666); err != nil {
		return err
	}
	for _, t := range []struct {
		name   string
		n      int
		record func(i int) string
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
		if err := g.table(t.name, t.n, t.record); err != nil {
			return err
		}
	}
	return nil
}

// table writes one table, a record a line in both formats.
func (g *generator) table(name string, n int, record func(int) string) error {
	before, between, after, ending := `{"`+name+"\": [\n", ",\n", "\n]}\n", ".json"
	if g.lines {
		before, between, after, ending = "", "\n", "\n", ".jsonl"
	}
	f, err := os.Create(filepath.Join(g.dir, name+ending))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20) // it keeps its first error for Flush
	_, _ = w.WriteString(before)
	for i := range n {
		if i > 0 {
			_, _ = w.WriteString(between)
		}
		_, _ = w.WriteString(record(i))
	}
	_, _ = w.WriteString(after)
	return errors.Join(w.Flush(), f.Close())
}
