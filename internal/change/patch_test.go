package change_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/change"
	"malaga/schema"
)

func patchOf(tb testing.TB, set *schema.Set, old, new []byte) []byte {
	tb.Helper()
	r, err := change.Compare(tb.Context(), open(tb, set, old), open(tb, set, new), change.Options{Set: set, Patch: true, Counts: true})
	if err != nil {
		tb.Fatal(err)
	}
	return r.Patch
}

// operation is one operation of a JSON Patch.
type operation struct {
	Op, Path string
	Value    any
}

// apply changes a document as RFC 6902 says.
func apply(doc any, path []string, o operation) any {
	token := strings.NewReplacer("~1", "/", "~0", "~").Replace(path[0])
	switch d := doc.(type) {
	case map[string]any:
		switch {
		case len(path) > 1:
			d[token] = apply(d[token], path[1:], o)
		case o.Op == "remove":
			delete(d, token)
		default:
			d[token] = o.Value
		}
		return d
	case []any:
		i, _ := strconv.Atoi(token)
		switch {
		case len(path) > 1:
			d[i] = apply(d[i], path[1:], o)
		case o.Op == "remove":
			return slices.Delete(d, i, i+1)
		case o.Op == "add":
			return slices.Insert(d, i, o.Value)
		default:
			d[i] = o.Value
		}
		return d
	}
	panic(fmt.Sprintf("no place for %+v", o))
}

func TestThePatchOfTheOldIsTheNew(t *testing.T) {
	t.Parallel()
	set := load(t)
	pairs(t, set, numberOfPairs, func(old, new bundle) {
		var operations []operation
		if err := json.Unmarshal(patchOf(t, set, old.text(), new.text()), &operations); err != nil {
			t.Fatal(err)
		}
		var doc any = map[string]any(old.clone())
		for _, o := range operations {
			doc = apply(doc, strings.Split(o.Path, "/")[1:], o)
		}
		if diff := cmp.Diff(map[string]any(new.clone()), doc); diff != "" {
			t.Fatalf("%s", diff)
		}
	})
}

func TestAPatchIsSmall(t *testing.T) {
	t.Parallel()
	set := load(t)
	old := real(t, set)
	new := old.clone()
	themes := new["themes"].([]any)
	themes[0], themes[1] = themes[1], themes[0]
	themes[2].(map[string]any)["label"] = "Another"
	got := strings.Count(string(patchOf(t, set, old.text(), new.text())), `"op"`)
	if got != 3 { // a record is removed and added again, and a label replaced
		t.Errorf("%d operations", got)
	}
}
