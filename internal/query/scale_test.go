//go:build unix

package query_test

import (
	"strings"
	"testing"

	"malaga/internal/query"
	"malaga/internal/scaletest"
)

// Conditions with very many values and very long ones, and lists with very many entries, take time in proportion.
func TestTimeIsInProportion(t *testing.T) {
	m := model(t)
	none := func(string, string) query.Target { return query.Target{} }
	for name, run := range map[string]func(n int){
		"quotations that nothing closes": func(n int) { condition(t, "name="+strings.Repeat("'a'b,", n)+"x") },
		"names to warn of": func(n int) {
			ids := strings.Split(scaletest.List(n, "own-%d"), ",")
			c := condition(t, "owner="+scaletest.List(n, "own-%d"))
			c.Warning(none, func(string) []string { return ids })
		},
		"a long value": func(n int) {
			c := condition(t, "name~"+strings.Repeat("x", n))
			for range n {
				c.Match([]byte(`{"name":"x"}`), none)
			}
		},
		"many values": func(n int) {
			c := condition(t, "name="+scaletest.List(n, "v%d"))
			for range n {
				c.Match([]byte(`{"name":"x"}`), none)
			}
		},
		"a long list": func(n int) {
			one := records(`{"id":"thi-a","helpers":[` + scaletest.List(n, `"own-%d"`) + `]}`)
			counts, err := query.Group{By: paths(t, "helpers")}.Count(m, one, none)
			if err != nil || counts.Records != 1 {
				t.Error(counts, err)
			}
		},
	} {
		const n = 1000
		if ratio := scaletest.Ratio(func() { run(n) }, func() { run(4 * n) }); ratio > scaletest.Most {
			t.Errorf("%s: %.1f times as long for 4 times as much", name, ratio)
		}
	}
}

// Lists that multiply are an error before they take much memory.
func TestListsThatMultiplyAreBounded(t *testing.T) {
	t.Parallel()
	m := model(t)
	behind := paths(t, "helpers.places")[0]
	own := []byte(`{"id":"own-a","places":[` + scaletest.List(5000, `"place %d"`) + `]}`)
	thing := `{"id":"thi-a","helpers":[` + strings.TrimSuffix(strings.Repeat(`"own-a",`, 5000), ",") + `]}`
	all := func(string, string) query.Target { return query.Target{Raw: own} }
	if _, err := behind.Cell([]byte(thing), all); err == nil || err.Error() != "helpers.places has more than 16 MiB of values in one record" {
		t.Errorf("cell: %v", err)
	}
	if n := len(query.Entries(behind.Values([]byte(thing), all))); n != 20_000 {
		t.Errorf("%d values to compare", n)
	}
	for _, by := range [][]string{{"helpers", "parts.words"}, {"parts.words", "parts.owner", "helpers"}} {
		one := records(`{"id":"thi-a","helpers":[` + scaletest.List(500, `"own-%d"`) + `],"parts":[{"words":[` + scaletest.List(500, `"w%d"`) + `]}]}`)
		_, err := query.Group{By: paths(t, by...)}.Count(m, one, all)
		want := "record thi-a has more than 100,000 combinations of " + strings.Join(by[:len(by)-1], ", ") + " and " + by[len(by)-1]
		if err == nil || err.Error() != want {
			t.Errorf("%v, not %s", err, want)
		}
	}
}
