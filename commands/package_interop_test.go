//go:build interop

package commands_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// profileFile is the published profile of version 2 of the Data Package standard. It is no part of this project.
var profileFile = filepath.Join("..", "..", "shared", "schemas", "datapackage-2.0", "datapackage.json")

const checkProfile = `
const fs = require('fs'), Ajv = require('ajv').default, formats = require('ajv-formats').default;
const ajv = new Ajv({strict: false, allErrors: true, logger: false}); formats(ajv);
const valid = ajv.compile(JSON.parse(fs.readFileSync(process.argv[1])));
if (!valid(JSON.parse(fs.readFileSync(process.argv[2])))) { console.error(valid.errors); process.exit(1) }
`

// checkRelations reads every table typed, with its primary and foreign keys, and prints how many rows each has.
const checkRelations = `
const {Package} = require('datapackage');
Package.load(process.argv[1]).then(async p => {
  if (!p.valid) throw p.errors;
  const n = {};
  for (const r of p.resources) n[r.name] = (await r.read({relations: true})).length;
  process.stdout.write(JSON.stringify(n));
}).catch(e => { console.error(e.errors || e); process.exit(1) });
`

func TestTheDataPackageHolds(t *testing.T) {
	t.Parallel()
	for _, lists := range []string{"join", "rows"} {
		p := exportCSV(t, filepath.Join("..", "dataset", "malaga-2022"), lists)
		descriptor := filepath.Join(p.dir, "datapackage.json")
		if _, err := os.Stat(profileFile); err != nil {
			t.Logf("the profile is not in %s", profileFile)
		} else {
			printed(t, "node", "-e", checkProfile, profileFile, descriptor)
		}
		var rows map[string]int
		if err := json.Unmarshal(printed(t, "node", "-e", checkRelations, descriptor), &rows); err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Resources {
			if want := len(csvFile(t, filepath.Join(p.dir, r.Path))) - 1; rows[r.Name] != want {
				t.Errorf("%s has %d rows, not %d", r.Name, rows[r.Name], want)
			}
		}
		if lists == "rows" && rows["sources"] < 200 {
			t.Errorf("only %d sources", rows["sources"])
		}
	}
}

const duckdb = `
const {DuckDBInstance} = require('@duckdb/node-api');
(async () => {
  const c = await (await DuckDBInstance.create(':memory:')).connect();
  const r = await c.runAndReadAll("SELECT * FROM read_csv('" + process.argv[1] + "', header = true, all_varchar = true)");
  process.stdout.write(JSON.stringify([r.columnNames(), ...r.getRows().map(row => row.map(v => v === null ? '' : v))]));
})().catch(e => { console.error(e); process.exit(1) });
`

// TestOtherProgramsLoadTheCSV has every file read by programs, which must find the same rows and values.
func TestOtherProgramsLoadTheCSV(t *testing.T) {
	t.Parallel()
	parsed := func(b []byte) [][]string {
		r := csv.NewReader(bytes.NewReader(b))
		rows, err := r.ReadAll()
		if err != nil {
			t.Error(err)
		}
		return rows
	}
	for _, lists := range []string{"join", "rows"} {
		p := exportCSV(t, filepath.Join("..", "dataset", "malaga-2022"), lists)
		for _, r := range p.Resources {
			file := filepath.Join(p.dir, r.Path)
			want := csvFile(t, file)
			if len(want) < 2 {
				t.Errorf("%s is empty", r.Name)
			}
			same := func(who string, got [][]string) {
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s reads %s otherwise (-want +got)\n%.2000s", who, r.Name, diff)
				}
			}
			same("sqlite3", parsed(printed(t, "sqlite3", ":memory:", ".mode csv", fmt.Sprintf(".import %s t", file), ".headers on", "SELECT * FROM t")))
			same("Miller", parsed(printed(t, "mlr", "--csv", "cat", file)))
			var rows [][]string
			if err := json.Unmarshal(printed(t, "node", "-e", duckdb, strings.ReplaceAll(file, "'", "''")), &rows); err != nil {
				t.Fatal(err)
			}
			same("DuckDB", rows)
		}
	}
}
