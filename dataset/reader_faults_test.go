package dataset_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/dataset"
	"malaga/internal/finding"
)

// TestFaultsOfATableFile has the file plays.json of a directory, and what comes of it.
func TestFaultsOfATableFile(t *testing.T) {
	t.Parallel()
	const syntax = "invalid JSON: unexpected "
	for _, c := range []struct {
		content string
		want    []string
	}{
		{`{"plays":[{"id":"a"},{"id":"b",}]}`, []string{
			"table plays", `record plays plays.json:1:11@10 /plays/0 {"id":"a"}`,
			`finding plays.json:1:31 SYN001 plays | ` + syntax + `',' before '}' | remove the comma`, "broken plays",
		}},
		{`{"plays":[{"id":"a"`, []string{"table plays", "finding plays.json:1:20 SYN001 plays | the file ends in the middle of a value | close the open bracket or quotation mark", "broken plays"}},
		{`{"plays":[]} {}`, []string{"table plays", "finding plays.json:1:14 SYN005 plays | more data after the end of the JSON value | keep one value in the file; name a file with one record a line TABLE.jsonl", "broken plays"}},
		{"", []string{"finding plays.json:1:1 SYN009 plays | the file is empty | ", "broken plays"}},
		{"\xef\xbb\xbf{}", []string{"finding plays.json:1:1 SYN004 plays | the file begins with a byte order mark | save it as UTF-8 without BOM", "broken plays"}},
		{"{\"plays\":[{\"id\":\"\xe9\"}]}", []string{"table plays", "finding plays.json:1:18 SYN003 plays | not valid UTF-8 | save the file as UTF-8", "broken plays"}},
		{`[{"id":"a"}]`, []string{`problem plays.json:1:1 SCH003  | a dataset file must contain an object, not a list | write {"plays": [ … ]}`, "broken plays"}},
		{"[{\"id\":\"a\"},\n{\"id\" \"b\"}]", []string{
			`problem plays.json:1:1 SCH003  | a dataset file must contain an object, not a list | write {"plays": [ … ]}`, "broken plays",
			`finding plays.json:2:7 SYN001 plays | invalid JSON: unexpected '"', expected ':' after the name | is a comma missing before it?`, "broken plays",
		}},
		{`[] x`, []string{
			`problem plays.json:1:1 SCH003  | a dataset file must contain an object, not a list | write {"plays": [ … ]}`, "broken plays",
			"finding plays.json:1:4 SYN005 plays | more data after the end of the JSON value | keep one value in the file; name a file with one record a line TABLE.jsonl", "broken plays",
		}},
		{`7 [`, []string{
			`problem plays.json:1:1 SCH003  | a dataset file must contain an object, not a number | `, "broken plays",
			"finding plays.json:1:3 SYN005 plays | more data after the end of the JSON value | keep one value in the file; name a file with one record a line TABLE.jsonl", "broken plays",
		}},
		{` "x"`, []string{`problem plays.json:1:2 SCH003  | a dataset file must contain an object, not text | `, "broken plays"}},
		{`null`, []string{`problem plays.json:1:1 SCH003  | a dataset file must contain an object, not null | `, "broken plays"}},
		{`-1`, []string{`problem plays.json:1:1 SCH003  | a dataset file must contain an object, not a number | `, "broken plays"}},
		{"\n{}", []string{`problem plays.json:2:1 SCH001  | the list of records "plays" is missing | write {"plays": [ … ]}`, "broken plays"}},
		{`{"$schema":"s"}`, []string{
			`member "$schema" "plays":1:2 "s" at 1:12 /$schema`,
			`problem plays.json:1:1 SCH001  | the list of records "plays" is missing | write {"plays": [ … ]}`, "broken plays",
		}},
		{`{"plays":{"id":"a"}}`, []string{"table plays", `problem plays.json:1:10 SCH003 /plays | "plays" must be a list of records, not an object | `, "broken plays"}},
		{`{"plays":null}`, []string{"table plays", `problem plays.json:1:10 SCH003 /plays | "plays" must be a list of records, not null | `, "broken plays"}},
		{`{"plays":[{"id":"a"}],"plays":[{"id":"b"}]}`, []string{
			"table plays", `record plays plays.json:1:11@10 /plays/0 {"id":"a"}`,
			`problem plays.json:1:23 SYN002 /plays | "plays" appears twice in the same object | keep one of them`, "broken plays",
		}},
		{`{"pl\u0061ys":[{"id":"a"}]}`, []string{"table plays", `record plays plays.json:1:16@15 /plays/0 {"id":"a"}`}},
		{`{"plays":[{"id":"a","id":"b"},{"id":"c"}]}`, []string{
			"table plays", `problem plays.json:1:21 SYN002 /plays/0/id | "id" appears twice in the same object | keep one of them`,
			`record plays plays.json:1:11@10 /plays/0 {"id":"a","id":"b"}`, `record plays plays.json:1:31@30 /plays/1 {"id":"c"}`,
		}},
		{`{"plays":[7,{"id":"c"}]}`, []string{
			"table plays", `problem plays.json:1:11 SCH003 /plays/0 | a record must be an object, not a number | `, "broken plays",
			`record plays plays.json:1:13@12 /plays/1 {"id":"c"}`,
		}},
	} {
		dir := folder(t, map[string]string{"plays.json": c.content})
		if diff := cmp.Diff(c.want, events(t, open(t, dir), dir)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", c.content, diff)
		}
	}
}

func TestFaultsOfAFileOfLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		content string
		want    []string
	}{
		{"", []string{"table plays"}},
		{"\n", []string{"table plays"}},
		{"{\"id\":\"a\"}\n{\"id\":x}\n{}", []string{"table plays", `record plays plays.jsonl:1:1@0  {"id":"a"}`, "finding plays.jsonl:2:7 SYN001 plays | invalid JSON: unexpected 'x', expected a value | ", "broken plays", "record plays plays.jsonl:3:1@20  {}"}},
		{"x\n{} y\r\n{\"a\":\"b\n{}\n[", []string{
			"table plays", "finding plays.jsonl:1:1 SYN001 plays | invalid JSON: unexpected 'x', expected a value | ", "broken plays",
			"record plays plays.jsonl:2:1@2  {}", "finding plays.jsonl:2:4 SYN001 plays | invalid JSON: unexpected 'y', expected a value | ", "broken plays",
			"finding plays.jsonl:3:8 SYN001 plays | invalid JSON: unescaped character U+000A in a text | write a line break in a text as \\n, a tab as \\t", "broken plays",
			"record plays plays.jsonl:4:1@16  {}", "finding plays.jsonl:5:2 SYN001 plays | the file ends in the middle of a value | close the open bracket or quotation mark", "broken plays",
		}},
		{"{\"a\":1\n{}\n{}", []string{"table plays", `finding plays.jsonl:2:1 SYN001 plays | invalid JSON: unexpected '{', expected ',' or '}' after the value | is a comma missing before it?`, "broken plays"}},
		{"\xef\xbb\xbf{}\n{}", []string{"table plays", "finding plays.jsonl:1:1 SYN004 plays | the file begins with a byte order mark | save it as UTF-8 without BOM", "broken plays"}},
		{"{\"id\":\"a\"} {\"id\":\"b\"}", []string{
			"table plays", `record plays plays.jsonl:1:1@0  {"id":"a"}`, `record plays plays.jsonl:1:12@11  {"id":"b"}`,
			"problem plays.jsonl:1:12 SYN005  | a second record on the line | write one record a line",
		}},
		{"{\n}\n{}", []string{"table plays", "record plays plays.jsonl:1:1@0  {\n}", "problem plays.jsonl:1:1 SYN005  | a record on several lines | write one record a line", "record plays plays.jsonl:3:1@4  {}"}},
		{"[]", []string{"table plays", "problem plays.jsonl:1:1 SCH003  | a record must be an object, not a list | ", "broken plays"}},
		{"{}\n]", []string{"table plays", "record plays plays.jsonl:1:1@0  {}", "finding plays.jsonl:2:1 SYN001 plays | invalid JSON: unexpected ']', expected a value | ", "broken plays"}},
	} {
		dir := folder(t, map[string]string{"plays.jsonl": c.content})
		if diff := cmp.Diff(c.want, events(t, open(t, dir), dir)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", c.content, diff)
		}
	}
}

func TestAFaultInABundleBreaksEveryTable(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"all.json": `{"people":[{"id":"p"}], x`})
	got := events(t, open(t, filepath.Join(dir, "all.json")), dir)
	expect(t, got, "table people", `record people all.json:1:12@11 /people/0 {"id":"p"}`,
		`finding all.json:1:25 SYN001  | invalid JSON: unexpected 'x', expected a name in double quotation marks | use double quotation marks`, "broken people", "broken plays")
	dir = folder(t, map[string]string{"all.json": `{}`})
	expect(t, events(t, open(t, filepath.Join(dir, "all.json")), dir),
		`problem all.json:1:1 SCH001  | the file has no table of a dataset | write {"people": [ … ], …}`, "broken people", "broken plays")
}

func TestAFaultInOneFileDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"people.json": "nonsense", "plays.json": `{"plays":[{"id":"a"}]}`, "dataset.json": "[1"})
	expect(t, events(t, open(t, dir), dir),
		"finding dataset.json:1:3 SYN001 dataset | the file ends in the middle of a value | close the open bracket or quotation mark", "broken dataset",
		"finding people.json:1:2 SYN001 people | invalid JSON: unexpected 'o', expected null | ", "broken people",
		"table plays", `record plays plays.json:1:11@10 /plays/0 {"id":"a"}`)
}

func TestFilesThatAreNotReadAreTold(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"play.json": "{}", "plays.json": `{"plays":[]}`, "plays.jsonl": "{}", "people.jsonl": "", "notes.txt": "", "unrelated-thing.json": "x"})
	expect(t, events(t, open(t, dir), dir),
		`finding play.json:0:0 FMT001  | not a table of the dataset: the file is not read | did you mean "plays.json"?`,
		`finding unrelated-thing.json:0:0 FMT001  | not a table of the dataset: the file is not read | `,
		`finding plays.jsonl:0:0 FMT002 plays | table plays is in two files: this one and plays.json | keep one of the two files`,
		"table people", "table plays")
}

// What a library could choke on never gets past the reader: neither a record nor a member beside a table.
func TestNothingOverALimitIsHandedOn(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		finding.Number + " large": "1e1000001", finding.Number + " small": "-1e-1000001", finding.Number + " zero": "0e9999999999", finding.Number + " long": strings.Repeat("9", 401),
		finding.Length + " text": `"` + strings.Repeat("a", 1<<20+1) + `"`,
		finding.Depth + " deep":  strings.Repeat("[", 63) + "1" + strings.Repeat("]", 63),
	} {
		code, _, _ := strings.Cut(name, " ")
		content := fmt.Sprintf(`{"note": [%s], "plays": [{"id":"a","n":[%s]},{"id":"b"}]}`, value, value)
		dir := folder(t, map[string]string{"plays.json": content})
		var seen []string
		for e, err := range open(t, dir).Read(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			switch e.Kind {
			case dataset.Record:
				seen = append(seen, "record "+string(e.Record.Raw))
			case dataset.Member:
				seen = append(seen, "member "+string(e.Key.Raw))
			case dataset.Problem:
				seen = append(seen, "problem "+e.Problem.Code)
			case dataset.Broken:
				seen = append(seen, "broken "+e.Table)
			}
		}
		want := []string{"problem " + code, "broken plays", "problem " + code, "broken plays", `record {"id":"b"}`}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// FuzzRead reads anything as a table, as lines and as a bundle. There is no panic, and where nothing is wrong
// the records are parts of the file.
func FuzzRead(f *testing.F) {
	for _, s := range []string{`{"plays":[{"id":"a"}]}`, `{"plays":[{}],"people":[]}`, "{}\n{}", "[", `{"plays":{}}`, `{"a":1,"a":2}`, "\xef\xbb\xbf", `{"plays":[1e999,"\ud800"]}`, `{"plays":[],"plays":[]}`, "]", "{}]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, name := range []string{"plays.json", "plays.jsonl", "all.json"} {
			dir := folder(t, map[string]string{name: string(b)})
			path := dir
			if name == "all.json" {
				path = filepath.Join(dir, name)
			}
			wrong, records := 0, 0
			for e, err := range open(t, path).Read(t.Context()) {
				if err != nil {
					t.Fatalf("%s %q: %v", name, b, err)
				}
				switch r := e.Record; e.Kind {
				case dataset.Finding:
					wrong++
				case dataset.Problem:
					wrong++
					finding.Place(r, "name", *e.Problem)
				case dataset.Record:
					records++
					if r.Pos.Offset < 0 || !strings.HasPrefix(string(b[r.Pos.Offset:]), string(r.Raw)) || r.Raw[0] != '{' {
						t.Errorf("%q: the record %q is not at %d", b, r.Raw, r.Pos.Offset)
					}
				}
			}
			if records == 0 && wrong == 0 && strings.Contains(string(b), "{\"id\"") && name == "plays.jsonl" {
				t.Errorf("%q: silence", b)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var content strings.Builder
	content.WriteString(`{"plays": [`)
	const records = 5000
	for i := range records {
		if i > 0 {
			content.WriteString(",")
		}
		fmt.Fprintf(&content, "\n  {\"id\": \"play-%d\", \"name\": \"A play about Málaga, no. %d\", \"cast\": [{\"who\": \"per-a\", \"lines\": [1, 2, %d]}], \"note\": \"%s\"}", i, i, i, strings.Repeat("words ", 30))
	}
	content.WriteString("\n]}\n")
	d := open(b, folder(b, map[string]string{"plays.json": content.String()}))
	b.SetBytes(int64(content.Len()))
	for b.Loop() {
		n := 0
		for e, err := range d.Read(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			if e.Kind == dataset.Record {
				n++
			}
		}
		if n != records {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(records*b.N)/b.Elapsed().Seconds(), "records/s")
}

// A file has as many members as a record may have; the rest is not read.
func TestMembersBesideTheTablesAreLimited(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]string{"different": `"x%d":1,`, "repeated": `"x":%d,`, "empty": `"x%d":[],`} {
		for _, more := range []int{0, 1} {
			var b strings.Builder
			b.WriteString("{")
			for i := range 19_999 + more {
				fmt.Fprintf(&b, form, i)
			}
			dir := folder(t, map[string]string{"plays.json": b.String() + `"plays":[{"id":"a"}]}`})
			got := events(t, open(t, dir), dir)
			last := got[len(got)-2:]
			want := []string{"table plays", `record plays plays.json:1:%d@%[2]d /plays/0 {"id":"a"}`}
			at := b.Len() + len(`"plays":[`)
			want[1] = fmt.Sprintf(want[1], at+1, at)
			if more > 0 {
				want = []string{
					fmt.Sprintf("problem plays.json:1:%d SYN008 /plays | more than 20000 members in the file's object | records belong into the list of their table", b.Len()+1),
					"broken plays",
				}
			}
			if diff := cmp.Diff(want, last); diff != "" {
				t.Errorf("%s, %d more (-want +got)\n%s", name, more, diff)
			}
		}
	}
}
