package rawjson_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
)

func TestAnIndexFindsWhatAWalkFinds(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`{"small": {"a": [1, 2]}, "list": [`)
	for i := range 2000 {
		fmt.Fprintf(&b, `{"n": %d, "n": "again", "é": [%d]}, `, i, i)
	}
	b.WriteString(`7], "object": {`)
	for i := range 2000 {
		fmt.Fprintf(&b, `"k%d": %d, "\u006b%d": [%d], `, i, i, i, i)
	}
	b.WriteString(`"": 0}}`)
	v := []byte(b.String())
	x := rawjson.NewIndex(v)
	list, _ := rawjson.Child(v, "list", 0)
	object, _ := rawjson.Child(v, "object", 0)
	tokens := []string{"", "k", "-1", "+1", "01", "2000", "2001", "x", "n"}
	for i := 0; i < 2000; i += 111 {
		tokens = append(tokens, strconv.Itoa(i), "k"+strconv.Itoa(i))
	}
	for _, m := range []rawjson.Member{list, object} {
		for _, token := range tokens {
			for nth := range 3 {
				want, wantOK := rawjson.Child(m.Value, token, nth)
				got, ok := x.Child(m.ValueAt, len(m.Value), token, nth)
				if diff := cmp.Diff(want, got); diff != "" || ok != wantOK {
					t.Errorf("%q, %d: %v, not %v (-want +got)\n%s", token, nth, ok, wantOK, diff)
				}
			}
		}
	}
	for path, want := range map[string]string{
		"list.1999.n": "1999", "list.1999.é.0": "1999", "list.2000": "7", "object.k5": "5", "small.a.1": "2", "list.2001": "", "gone.a": "", "small.a.x": "",
	} {
		if got := string(x.Get(strings.Split(path, "."))); got != want {
			t.Errorf("%s is %q, not %q", path, got, want)
		}
	}
}
