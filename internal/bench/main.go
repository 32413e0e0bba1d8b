//go:build unix

// Command bench compares malaga with other programs, and prints the tables of docs/performance.md.
//
//	go run ./internal/bench -n 5
//
// It builds the program and the peers, makes a dataset up, and runs each pair of commands in turn (A B A B …) after one run of
// each that does not count. A figure is the median of the pairs' ratios, with the least and the greatest. The peers of npm
// are installed into -dir; jq, Miller (mlr), ripgrep (rg), node, a C compiler and libxlsxwriter must be there. A row whose peer
// is missing says so.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

func main() {
	pairs := flag.Int("n", 5, "number of pairs")
	messages := flag.Int("messages", 1_000_000, "number of outcome messages")
	dir := flag.String("dir", filepath.Join(os.TempDir(), "malaga-bench"), "the folder of data and peers, which is kept")
	only := flag.String("run", "", "run only the rows whose commands match a regular expression")
	flag.Parse()
	wanted, err := regexp.Compile(*only)
	if err != nil || flag.NArg() > 0 || *pairs < 1 {
		flag.Usage()
		os.Exit(2)
	}
	b := bench{pairs: *pairs, messages: *messages, dir: *dir, wanted: wanted, out: os.Stdout, log: os.Stderr}
	if err := b.run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
