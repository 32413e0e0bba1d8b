//go:build unix

package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed testdata
var peers embed.FS

// packages are the peers that npm installs.
var packages = []string{"@sourcemeta/jsonschema@16.11.0", "ajv@8.20.0", "ajv-formats@3.0.1", "@duckdb/node-api@1.5.6-r.1"}

// setup builds what the commands need, unless it is there.
func (b *bench) setup() error {
	mod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return err
	}
	b.module = filepath.Dir(strings.TrimSpace(string(mod)))
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return err
	}
	if err := os.MkdirAll(b.dir, 0o777); err != nil {
		return err
	}
	in := func(name string) string { return filepath.Join(b.dir, name) }
	b.env = append(os.Environ(), "dir="+b.dir, "malaga="+in("malaga"), "sourcemeta="+in("sourcemeta"), "NODE_PATH="+in("node_modules"),
		"big="+in("big"), "tenth="+in("tenth"), "some="+in("some"), "bad="+in("bad"),
		"edited="+in("edited"))
	if err := b.programs(); err != nil {
		return err
	}
	return b.data()
}

// programs builds malaga and the peers. A peer that cannot be built is missing later.
func (b *bench) programs() error {
	for _, folder := range []string{".", "./internal/gen", "./internal/bench/testdata/excelize", "./internal/bench/testdata/libraries"} {
		if err := b.shell("go build -o $dir/ " + folder); err != nil { // each is called what its folder is
			return err
		}
	}
	err := fs.WalkDir(peers, "testdata", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := peers.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(b.dir, filepath.Base(name)), text, 0o666)
	})
	if err != nil {
		return err
	}
	for _, command := range []string{
		"cc -O2 -o $dir/libxlsxwriter $dir/libxlsxwriter.c -lxlsxwriter",
		"npm install --silent --no-audit --no-fund --prefix $dir " + strings.Join(packages, " "),
		"ln -sf $dir/node_modules/@sourcemeta/jsonschema/build/github-releases/jsonschema-linux-x86_64 $dir/sourcemeta",
	} {
		if err := b.shell(command); err != nil {
			say(b.log, "bench: %v\n", err)
		}
	}
	return nil
}

// data makes the datasets up, and the forms that the peers read.
func (b *bench) data() error {
	tenth := b.messages / 10
	made := filepath.Join(b.dir, fmt.Sprintf("made-%d", b.messages))
	if _, err := os.Stat(made); err == nil {
		return nil
	}
	for _, command := range []string{
		"rm -f $dir/made-*", // of another number
		fmt.Sprintf("$dir/gen -messages %d -o $big", b.messages),
		fmt.Sprintf("$dir/gen -messages %d -o $tenth", tenth),
		fmt.Sprintf("$dir/gen -messages %d -bad 1000 -o $some", tenth),
		fmt.Sprintf("$dir/gen -messages %d -bad 1 -o $bad", tenth),
		`mkdir -p $edited && cp $big/*.json $edited && sed -i '0~1000s/"text": "/&Edited: /' $edited/outcome_messages.json`,
		`sed -n 's/,$//; /^{"id"/p' $big/outcome_messages.json > $big.jsonl`,
		"$malaga list messages --data $big -o $big.tsv --fields id,text,standing,addressees,conference,conference.title,session,session.title," +
			"document,document.title",
		"touch " + made,
	} {
		if err := b.shell(command); err != nil {
			return err
		}
	}
	return nil
}

// shell runs a command that is not measured.
func (b *bench) shell(command string) error {
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = b.module
	cmd.Env = b.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", command, err, out)
	}
	return nil
}

// versions names the versions of the peers.
func (b *bench) versions() string {
	var all []string
	for _, command := range []string{
		"go version", "node --version", "jq --version", "mlr --version", "rg --version", "go list -m github.com/xuri/excelize/v2",
	} {
		cmd := exec.Command("sh", "-c", command)
		cmd.Dir = b.module
		out, err := cmd.Output()
		if err != nil {
			continue
		}
		first, _, _ := strings.Cut(string(out), "\n")
		if name, _, _ := strings.Cut(command, " "); !strings.Contains(first, name) && name != "go" {
			first = name + " " + first
		}
		all = append(all, strings.TrimPrefix(first, "go version "))
	}
	return strings.Join(append(all, packages...), ", ") + "."
}
