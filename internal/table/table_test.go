package table_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/table"
)

func TestTextOfACell(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		`"a \"b\"\n\u00e9"`:   "a \"b\"\né",
		`""`:                  "",
		"[2.0, 1e1]":          "2; 10",
		"-1.50":               "-1.5",
		"true":                "true",
		`["a", 1, ["b","c"]]`: "a; 1; b | c",
		"[]":                  "",
		`{"organisation": "org-un", "role": "host"}`: "org-un, host",
		`[{"a":"x","b":["y","z"]},{"a":"w"}]`:        "x, y | z; w",
	} {
		if got := table.Text([]byte(cell)); got != want {
			t.Errorf("%s gives %q, not %q", cell, got, want)
		}
	}
	if got := table.Text(nil); got != "" {
		t.Errorf("what is absent gives %q", got)
	}
}

func TestOfGivesTheRowsAndStopsWhenAsked(t *testing.T) {
	t.Parallel()
	rows := table.Of([]table.Column{{Name: "id"}}, []table.Row{{[]byte("1")}, {nil}, {[]byte("3")}})
	var got []string
	for row, err := range rows.Seq {
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, string(row[0])); len(got) == 2 {
			break
		}
	}
	if diff := cmp.Diff([]string{"1", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMarksAreTakenOutOfMarkedColumnsAlone(t *testing.T) {
	t.Parallel()
	row := table.Row{[]byte(`"a \u0002hit\u0003 \u0002b\u0003"`), []byte(`"\u0002"`), nil, []byte("1")}
	rows := table.Of([]table.Column{{Marked: true}, {}, {Marked: true}, {Marked: true}}, []table.Row{row})
	for got, err := range rows.Unmarked().Seq {
		if diff := cmp.Diff(table.Row{[]byte(`"a hit b"`), []byte(`"\u0002"`), nil, []byte("1")}, got); diff != "" || err != nil {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	if table.Text(row[0]) != "a \x02hit\x03 \x02b\x03" {
		t.Error("the rows themselves are changed")
	}
}
