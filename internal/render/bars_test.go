package render_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/render"
	"malaga/internal/table"
)

func barred(t *testing.T, width int, counts ...string) string {
	t.Helper()
	var rows []table.Row
	for _, n := range counts {
		rows = append(rows, table.Row{[]byte(`"x"`), []byte(n), []byte(n)})
	}
	rows = append(rows, table.Row{[]byte(`"Total"`), []byte("9"), nil})
	columns := []table.Column{{Name: "x", Title: "X"}, {Name: "n", Title: "N", Numeric: true}, {Bar: true, Unbroken: true}}
	var b bytes.Buffer
	result, err := render.Write(&b, render.Table, table.Of(columns, rows), render.Options{Width: width})
	if err != nil || result.Hidden != nil {
		t.Fatalf("hidden: %v, %v", result.Hidden, err)
	}
	_, body, _ := strings.Cut(b.String(), "─\n")
	return body
}

func TestBarsAreDrawnToTheWidthThatIsLeft(t *testing.T) {
	t.Parallel()
	for width, want := range map[int]string{
		18: "x      8  ████████\nx      4  ████\nx      3  ███\nx      1  █\nx      0\nTotal  9\n",
		16: "x      8  ██████\nx      4  ███\nx      3  ██▎\nx      1  ▊\nx      0\nTotal  9\n",
		15: "x      8\nx      4\nx      3\nx      1\nx      0\nTotal  9\n", // no room
	} {
		if diff := cmp.Diff(want, barred(t, width, "8", "4", "3", "1", "0")); diff != "" {
			t.Errorf("%d columns (-want +got)\n%s", width, diff)
		}
	}
}

func TestTextIsWrappedToMakeRoomForBars(t *testing.T) {
	t.Parallel()
	long := `"` + strings.Repeat("word ", 7) + `"`
	rows := []table.Row{{[]byte(long), []byte("2"), []byte("2")}}
	columns := []table.Column{{Title: "X"}, {Title: "N", Numeric: true}, {Bar: true, Unbroken: true}}
	var b bytes.Buffer
	if _, err := render.Write(&b, render.Table, table.Of(columns, rows), render.Options{Width: 40}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "word word word word  2  ████████████\nword word word\n") {
		t.Errorf("\n%s", b.String())
	}
}

func TestWhatIsThereAtAllHasABar(t *testing.T) {
	t.Parallel()
	want := "x      1000000  " + strings.Repeat("█", 40) + "\nx            1  ▏\nTotal        9\n"
	if diff := cmp.Diff(want, barred(t, 200, "1000000", "1")); diff != "" {
		t.Error(diff)
	}
}

func TestCountsOnAPage(t *testing.T) {
	t.Parallel()
	items := [][2]string{{"One and another", "1,000"}, {"Two", "500"}, {"None", "0"}}
	for _, c := range []struct {
		width int
		bars  bool
		want  string
	}{
		{80, false, "  One and another  1,000\n  Two                500\n  None                 0\n"},
		{34, true, "  One and another  1,000  ████████\n  Two                500  ████\n  None                 0\n"},
		{24, true, "  One and another  1,000\n  Two                500\n  None                 0\n"},
		{18, true, "  One and    1,000\n  another\n  Two          500\n  None           0\n"},
	} {
		p := &render.Page{Width: c.width}
		p.Counts(items, c.bars)
		if diff := cmp.Diff(c.want, string(p.Bytes())); diff != "" {
			t.Errorf("%d columns (-want +got)\n%s", c.width, diff)
		}
	}
}

func TestTheHeadingOfANumberIsWrappedWhereThereIsNoRoom(t *testing.T) {
	t.Parallel()
	rows := table.Of([]table.Column{{Title: "X"}, {Title: "Outcome Document", Numeric: true}}, []table.Row{{[]byte(`"x"`), []byte("3")}})
	var b bytes.Buffer
	if _, err := render.Write(&b, render.Table, rows, render.Options{Width: 11}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("X   Outcome\n   Document\n───────────\nx         3\n", b.String()); diff != "" {
		t.Error(diff)
	}
	for width, want := range map[int]bool{11: true, 10: false} {
		if ok, err := render.Fits(rows, width); ok != want || err != nil {
			t.Errorf("%d columns: %v, %v", width, ok, err)
		}
	}
}
