//go:build unix

package change_test

import (
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
