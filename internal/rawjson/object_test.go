package rawjson_test

import (
	"testing"

	"malaga/internal/rawjson"
)

func TestObjectsAndArraysAreWritten(t *testing.T) {
	t.Parallel()
	list := rawjson.Array([][]byte{[]byte("1"), rawjson.Quote("é\n")})
	got := rawjson.Object([]rawjson.Pair{{"a", list}, {"absent", nil}, {"b\"", rawjson.Object([]rawjson.Pair{{"c", []byte("true")}})}})
	if want := `{"a":[1,"é\n"],"b\"":{"c":true}}`; string(got) != want {
		t.Errorf("%s, not %s", got, want)
	}
	if got := rawjson.Object([]rawjson.Pair{{"absent", rawjson.Array(nil)}}); got != nil {
		t.Errorf("%s, not nothing", got)
	}
}
