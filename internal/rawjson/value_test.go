package rawjson_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
)

func TestMembersGiveNamesValuesAndOffsets(t *testing.T) {
	t.Parallel()
	const obj = "{ \"a\" : 1 ,\r\n\t\"é\\\"\":\t[ {\"b\":\"}\"} ] , \"\":\"\\\\\"}"
	type member struct {
		Name, Value string
		At, ValueAt int
	}
	var got []member
	for m := range rawjson.Members([]byte(obj)) {
		got = append(got, member{string(m.Name), string(m.Value), m.At, m.ValueAt})
	}
	want := []member{
		{`"a"`, "1", 2, 8},
		{`"é\""`, `[ {"b":"}"} ]`, 14, 22},
		{`""`, `"\\"`, 38, 41},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestElementsGiveValuesAndOffsets(t *testing.T) {
	t.Parallel()
	type element struct {
		At    int
		Value string
	}
	var got []element
	for at, v := range rawjson.Elements([]byte(`[ 1,[ 2 ] , "]" ,{} ,true, -1.5e+3 ]`)) {
		got = append(got, element{at, string(v)})
	}
	want := []element{{2, "1"}, {4, "[ 2 ]"}, {12, `"]"`}, {17, "{}"}, {21, "true"}, {27, "-1.5e+3"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWalksOfOtherValuesAreEmpty(t *testing.T) {
	t.Parallel()
	for _, v := range []string{"", "1", `"{"`, "null", "{}", "[]", "{ }", "[ ]"} {
		for m := range rawjson.Members([]byte(v)) {
			t.Errorf("%q has the member %s", v, m.Name)
		}
		for _, e := range rawjson.Elements([]byte(v)) {
			t.Errorf("%q has the element %s", v, e)
		}
	}
}

func TestWalksStopWhenAsked(t *testing.T) {
	t.Parallel()
	n := 0
	for range rawjson.Members([]byte(`{"a":1,"b":2}`)) {
		n++
		break
	}
	for range rawjson.Elements([]byte(`[1,2]`)) {
		n++
		break
	}
	if n != 2 {
		t.Errorf("%d steps instead of one each", n)
	}
}

func TestGetTakesTheFirstMemberHoweverItsNameIsWritten(t *testing.T) {
	t.Parallel()
	obj := []byte(`{"x":{"a":0},"\u0061":1,"a":2}`)
	if got := string(rawjson.Get(obj, "a")); got != "1" {
		t.Errorf("got %s", got)
	}
	if got := rawjson.Get(obj, "A"); got != nil {
		t.Errorf("the capital finds %s", got)
	}
	if got := rawjson.Get([]byte(`[{"a":1}]`), "a"); got != nil {
		t.Errorf("in a list it finds %s", got)
	}
}

func TestTextUndoesEscapes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`"plain é"`: "plain é", `"\u00e9\n\"\\\/"`: "é\n\"\\/", `"\ud83d\ude00"`: "😀", `""`: "", "12.50": "12.5", "true": "true", "": "",
	} {
		if got := rawjson.Text([]byte(in)); got != want {
			t.Errorf("%s gives %q, not %q", in, got, want)
		}
	}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	for v, number := range map[string]bool{"-1": true, "0": true, "9e9": true, `"1"`: false, "": false, "true": false, "[1]": false} {
		if rawjson.IsNumber([]byte(v)) != number {
			t.Errorf("IsNumber(%s) is %v", v, !number)
		}
	}
	if rawjson.Kind(nil) != 0 || rawjson.Kind([]byte("{}")) != '{' {
		t.Error("Kind is not the first byte")
	}
}
