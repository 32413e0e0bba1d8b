//go:build unix

package change_test

import (
	"fmt"
	"strings"
	"testing"

	"malaga/internal/change"
	"malaga/internal/scaletest"
)

// The time of a comparison is in proportion to the datasets, whatever differs.
func TestTimeIsInProportion(t *testing.T) {
	set := load(t)
	themes := func(records string) []byte { return []byte(`{"themes":[` + records + `]}`) }
	for name, input := range map[string]struct {
		n     int
		patch bool
		data  func(n int) (old, new []byte)
	}{
		"renamed one after the other": {100, false, func(n int) (old, new []byte) {
			chain := func(table string) []byte {
				return themes(`{"id":"` + table + `-0"},` + scaletest.List(n, `{"broader":"`+table+`-%d","id":"`+table+`-%d"}`))
			}
			return chain("thm-a"), chain("thm-b")
		}},
		"one id": {4000, false, func(n int) (old, new []byte) {
			return themes(scaletest.List(n, `{"id":"thm-a","label":"A %d %d"}`)), themes(scaletest.List(2*n, `{"id":"thm-a","label":"B %d %d"}`))
		}},
		"unknown members": {2000, true, func(n int) (old, new []byte) {
			return themes(`{"id":"thm-a",` + scaletest.List(n, `"x%d-%d":1`) + `}`), themes(`{"id":"thm-a",` + scaletest.List(n, `"x%d-%d":2`) + `}`)
		}},
	} {
		run := func(n int) func() {
			old, new := input.data(n)
			return func() {
				o := change.Options{Set: set, Patch: input.patch}
				if _, err := change.Compare(t.Context(), open(t, set, old), open(t, set, new), o); err != nil {
					t.Fatal(err)
				}
			}
		}
		ratio := scaletest.Ratio(run(input.n), run(4*input.n))
		t.Logf("%s: %.1f", name, ratio)
		if ratio > scaletest.Most {
			t.Errorf("%s: %.1f times as long for 4 times as much", name, ratio)
		}
	}
}

// The structures of changes are larger than short entries of a list, so they count too.
func TestManySmallChangesAreTooMany(t *testing.T) {
	t.Parallel()
	const records, entries = 12, 15_000
	data := func(of string) []byte {
		list := strings.ReplaceAll(scaletest.List(entries, `"thm-%d"`), "thm", of)
		return []byte(`{"outcome_messages":[` + scaletest.List(records, `{"id":"msg-%d","themes":[`+list+`]}`) + `]}`)
	}
	set := load(t)
	_, err := change.Compare(t.Context(), open(t, set, data("a")), open(t, set, data("b")), change.Options{Set: set})
	if err == nil || err.Error() != "more than 64 MiB of changes" {
		t.Errorf("%v", err)
	}
}

// The time to group changes is in proportion to them, also in an entry with a long name.
func TestGroupsTakeTimeInProportion(t *testing.T) {
	set := load(t)
	group := func(n int) func() {
		e := change.Edited{Record: change.Record{ID: "thm-a"}}
		entry := strings.Repeat("a", 50*n)
		for i := range n {
			e.Changes = append(e.Changes, change.Change{Name: "label", Entry: entry, New: fmt.Appendf(nil, "%d", i)})
		}
		table := change.Table{Table: set.Model.Table("themes"), Changed: []change.Edited{e}}
		return func() { table.Groups() }
	}
	if ratio := scaletest.Ratio(group(1000), group(4000)); ratio > scaletest.Most {
		t.Errorf("%.1f times as long for 4 times as many", ratio)
	}
}

// References to an id that several records had are told once.
func TestReferencesToARepeatedIDAreToldOnce(t *testing.T) {
	t.Parallel()
	messages := `],"outcome_messages":[` + scaletest.List(3, `{"id":"msg-%d-%d","themes":["thm-a"]}`) + `]}`
	old := `{"themes":[` + scaletest.List(4, `{"id":"thm-a","label":"A %d %d"}`) + messages
	r := compare(t, load(t), []byte(old), []byte(`{"themes":[{"id":"thm-b"}`+messages))
	if len(r.Dangling) != 1 || len(r.Dangling[0].References) != 3 {
		t.Errorf("%+v", r.Dangling)
	}
}
