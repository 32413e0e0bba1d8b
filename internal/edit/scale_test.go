//go:build unix

package edit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"malaga/internal/scaletest"
)

// What is empty in an empty list, however deep, is mended in time in proportion.
func TestNestsTakeTimeInProportion(t *testing.T) {
	x := fixer(t)
	nests := func(depth int) func() {
		nest := strings.Repeat("[", depth) + strings.Repeat("]", depth) + ","
		path := filepath.Join(t.TempDir(), "all.json")
		record := `{"id":"thm-a","label":"A","definition":"d","note":[` + strings.Repeat(nest, 200) + `1]}`
		if err := os.WriteFile(path, []byte(`{"themes":[`+record+`]}`), 0o666); err != nil {
			t.Fatal(err)
		}
		return func() {
			f, err := x.Fix(t.Context(), path, nil)
			if err != nil || len(f.Files) != 1 || f.Files[0].Mended["SCH006"] == 0 {
				t.Fatal(err, f)
			}
			f.Close()
		}
	}
	const depth = 14
	if ratio := scaletest.Ratio(nests(depth), nests(4*depth)); ratio > scaletest.Most {
		t.Errorf("%.1f times as long for nests four times as deep", ratio)
	}
}

// Of many empty members that the schema does not know, none is mended: that would be one in each round.
func TestUnknownMembersTakeOneRound(t *testing.T) {
	x := fixer(t)
	themes := func(n int) func() {
		path := filepath.Join(t.TempDir(), "all.json")
		record := `{"id":"thm-a","label":"A",` + scaletest.List(1010, `"x%d":""`) + "},"
		if err := os.WriteFile(path, []byte(`{"themes":[`+strings.TrimSuffix(strings.Repeat(record, n), ",")+`]}`), 0o666); err != nil {
			t.Fatal(err)
		}
		return func() {
			f, err := x.Fix(t.Context(), path, nil)
			if err != nil || len(f.Files) != 0 {
				t.Fatal(err, f)
			}
		}
	}
	if ratio := scaletest.Ratio(themes(1), themes(4)); ratio > scaletest.Most {
		t.Errorf("%.1f times as long for four times as many themes", ratio)
	}
}
