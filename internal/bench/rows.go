//go:build unix

package main

// row compares a command of malaga with one of a peer. Commands are those of sh; variables name what setup has made.
type row struct {
	ours string
	name string // of the peer
	peer string // "" measures malaga alone
	by   measure
	most float64 // the goal: for a peer the greatest ratio, else the greatest value; 0 for none
	out  string  // the ending of the files ours and peer that both write, if their sizes are compared
}

// table is a heading and its rows.
type table struct {
	title string
	rows  []row
}

// tenColumns are the fields of messages that make ten columns in a workbook, and csvFields those of a CSV file.
const (
	tenColumns = "id,text,standing,addressees,conference,session,document"
	csvFields  = "id,text,standing,conference,session,document,speaker,organisation,addressees,themes"
)

const (
	sourcemeta = "$sourcemeta validate schema/outcome_messages.schema.json $big/outcome_messages.json --fast --format-assertion " +
		"--resolve schema/common.schema.json"
	ajv   = "node --max-old-space-size=12000 $dir/ajv.js $big/outcome_messages.json"
	jqCSV = `jq -r '[.id,.text,.standing,.conference,.session,.document,.speaker,.organisation,((.addressees//[])|join("; ")),` +
		`((.themes//[])|join("; "))]|@csv' $big.jsonl > $dir/peer.csv`
	mlrCSV    = "mlr --ijsonl --ocsv cut -o -f " + csvFields + " $big.jsonl > $dir/peer.csv"
	duckTable = "read_json('$big.jsonl', format = 'newline_delimited', columns = {id: 'VARCHAR', text: 'VARCHAR', standing: 'VARCHAR', " +
		"conference: 'VARCHAR', session: 'VARCHAR', document: 'VARCHAR', speaker: 'VARCHAR', organisation: 'VARCHAR', " +
		"addressees: 'VARCHAR[]', themes: 'VARCHAR[]'})"
	duckCSV = `node $dir/duckdb.js "COPY (SELECT * REPLACE (array_to_string(addressees, '; ') AS addressees, ` +
		`array_to_string(themes, '; ') AS themes) FROM ` + duckTable + `) TO '$dir/peer.csv' (HEADER)"`
	duckSort  = `node $dir/duckdb.js "COPY (SELECT id, text FROM ` + duckTable + ` ORDER BY text) TO '$dir/peer.csv' (HEADER)"`
	duckCount = `node $dir/duckdb.js "SELECT session, count(*) FROM ` + duckTable + ` GROUP BY 1 ORDER BY 2 DESC"`
	duckTwo   = `node $dir/duckdb.js "SELECT session, standing, count(*) FROM ` + duckTable + ` GROUP BY 1, 2 ORDER BY 3 DESC"`

	exportXLSX = "$malaga export xlsx messages --data $big --fields " + tenColumns + " -o $dir/ours.xlsx"
	listCSV    = "$malaga list messages --data $big --fields " + csvFields + " -o $dir/ours.csv"
	sorted     = "$malaga list messages --data $big --sort text --fields id,text -o $dir/ours.csv"
	findRare   = "$malaga search tasked --in messages --limit 10 --data $big"
	findOften  = "$malaga search the --in messages --limit 10 --data $big"
)

// tables are the rows of docs/performance.md.
func tables() []table {
	return []table{{"Validation", []row{
		{ours: "$malaga validate $big", name: "sourcemeta --fast", peer: sourcemeta, by: wall, most: 0.36},
		{ours: "$malaga validate $big", name: "sourcemeta --fast", peer: sourcemeta, by: processor},
		{ours: "$malaga validate $big", name: "ajv", peer: ajv, by: wall, most: 0.15},
		{ours: "$malaga validate $tenth", by: memory, most: 40},
		{ours: "$malaga validate $big", by: memory, most: 40},
		{ours: "$malaga validate $some", name: "no mistakes", peer: "$malaga validate $tenth", by: wall, most: 5},
		{ours: "$malaga validate $bad", name: "no mistakes", peer: "$malaga validate $tenth", by: wall, most: 5},
	}}, {"Comparing two versions", []row{
		{ours: "$malaga diff $big $edited -o $dir/ours.txt", name: "validating both", peer: "$malaga validate $big $edited", by: wall, most: 1.5},
		{ours: "$malaga diff $big $edited -o $dir/ours.txt", by: memory, most: 256},
		{ours: "$malaga diff $big $edited --stat", name: "validating both", peer: "$malaga validate $big $edited", by: wall},
	}}, {"Workbooks", []row{
		{ours: exportXLSX, name: "excelize, StreamWriter", peer: "$dir/excelize $big.tsv $dir/peer.xlsx", by: wall, most: 0.40, out: ".xlsx"},
		{ours: exportXLSX, name: "libxlsxwriter", peer: "$dir/libxlsxwriter $big.tsv $dir/peer.xlsx", by: processor, most: 0.60, out: ".xlsx"},
	}}, {"CSV and sorting", []row{
		{ours: listCSV, name: "jq @csv", peer: jqCSV, by: wall, most: 0.20},
		{ours: listCSV, name: "Miller", peer: mlrCSV, by: wall, most: 0.20},
		{ours: listCSV, name: "DuckDB, COPY", peer: duckCSV, by: processor, most: 1.2},
		{ours: sorted, name: "DuckDB, ORDER BY", peer: duckSort, by: wall, most: 3},
	}}, {"Search, counts and one record", []row{
		{ours: findRare, name: "ripgrep -c -w -i", peer: "rg -c -w -i tasked $big/outcome_messages.json", by: wall},
		{ours: findOften, name: "ripgrep -c -w -i", peer: "rg -c -w -i the $big/outcome_messages.json", by: wall, most: 5},
		{ours: "$malaga summarise messages --by session --data $big", name: "DuckDB, GROUP BY", peer: duckCount, by: wall, most: 2},
		{ours: "$malaga summarise messages --by session --by standing --data $big", name: "DuckDB, GROUP BY", peer: duckTwo, by: wall, most: 2},
		{ours: "$malaga search qqqqzzzz --data $big", name: "malaga validate", peer: "$malaga validate $big", by: wall, most: 1},
		{ours: "$malaga show msg-0000001 --data $big", name: "malaga validate", peer: "$malaga validate $big", by: wall, most: 1},
	}}, {"Start", []row{
		{ours: "$malaga list sessions", name: "the four libraries", peer: "$dir/libraries", by: processor, most: 1.45},
		{ours: "$malaga list sessions", name: "node -e 0", peer: "node -e 0", by: processor},
		{ours: "$malaga validate", name: "node -e 0", peer: "node -e 0", by: processor},
	}}}
}
