package rawjson_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
)

// twice is the problem of a member that stands twice.
func twice(nth int, quoted string, path ...string) rawjson.Problem {
	return rawjson.Problem{
		Code: rawjson.DuplicateKey, Path: path, Key: true, Nth: nth,
		Message: quoted + " appears twice in the same object", Hint: "keep one of them",
	}
}

func TestRepeatedMembersAreFoundHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]rawjson.Problem{
		`{"a":1,"b":2}`:                             nil,
		`{"a":1,"A":2}`:                             nil,
		`{"a":1,"a":1}`:                             {twice(1, `"a"`, "a")},
		`{"a":1,"a":2,"a":3}`:                       {twice(1, `"a"`, "a"), twice(2, `"a"`, "a")},
		`{"a":1,"\u0061":2}`:                        {twice(1, `"\u0061"`, "a")},
		`{"\u0061":1,"a":2}`:                        {twice(1, `"a"`, "a")},
		`{"\u0061":1,"\u0061":2}`:                   {twice(1, `"\u0061"`, "a")},
		`{"x":[{"y":{"w":1}},{"y":{"z":1,"z":2}}]}`: {twice(1, `"z"`, "x", "1", "y", "z")},
		`[{"":1,"":2},{"/":1,"\/":2}]`:              {twice(1, `""`, "0", ""), twice(1, `"\/"`, "1", "/")},
	} {
		got, safe := rawjson.Check([]byte(in), 0)
		if diff := cmp.Diff(want, got); diff != "" || !safe {
			t.Errorf("%s safe=%v (-want +got)\n%s", in, safe, diff)
		}
	}
}

func TestEmptyEntriesAreNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ member, value, message string }{
		{"", `{"a":[[""]]}`, "an entry of a is empty"},
		{"sources", `[[""]]`, "an entry of sources is empty"},
		{"sources", `[{"note":""}]`, "sources.note is empty"},
		{"", `[[null]]`, "an entry is null"},
	} {
		problems, _ := rawjson.CheckMember(c.member, []byte(c.value), 1)
		if len(problems) != 1 || problems[0].Message != c.message {
			t.Errorf("%s of %q: %v, want %s", c.value, c.member, problems, c.message)
		}
	}
}

// An object with many members is searched another way: around that number nothing may change.
func TestRepeatedMembersAreFoundAmongMany(t *testing.T) {
	t.Parallel()
	for n := 1; n < 80; n++ {
		for _, nth := range []int{0, n / 2, n - 1} {
			var b strings.Builder
			b.WriteString("{")
			for i := range n {
				fmt.Fprintf(&b, `"k%d":1,`, i)
			}
			fmt.Fprintf(&b, `"k%d":2,"\u006b%d":3}`, nth, nth)
			k := fmt.Sprintf("k%d", nth)
			want := []rawjson.Problem{twice(1, `"`+k+`"`, k), twice(2, fmt.Sprintf(`"\u006b%d"`, nth), k)}
			got, _ := rawjson.Check([]byte(b.String()), 0)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%d members, the %dth twice (-want +got)\n%s", n, nth, diff)
			}
		}
	}
}

const (
	deep  = "nested more than 64 levels deep"
	large = "number over the limit of 400 characters or an exponent of ±308"
)

// over is a problem that keeps a value from every library.
func over(code, message string, path ...string) []rawjson.Problem {
	return []rawjson.Problem{{Code: code, Path: path, Message: message}}
}

func TestDepthIsCountedInBrackets(t *testing.T) {
	t.Parallel()
	nested := func(n int) []byte {
		return []byte(strings.Repeat(`[{"a":`, n/2) + strings.Repeat("[1", n%2) + strings.Repeat("]", n%2) + map[bool]string{true: "0"}[n%2 == 0] + strings.Repeat("}]", n/2))
	}
	for _, c := range []struct {
		levels, around int
		ok             bool
	}{{1, 0, true}, {63, 0, true}, {64, 0, true}, {65, 0, false}, {66, 0, false}, {62, 2, true}, {63, 2, false}, {9000, 0, false}} {
		problems, safe := rawjson.Check(nested(c.levels), c.around)
		if safe != c.ok || (len(problems) == 0) != c.ok {
			t.Errorf("%d levels in %d: safe=%v %v", c.levels, c.around, safe, problems)
		}
	}
	got, _ := rawjson.Check([]byte(`{"a":[[1],[]]}`), 62)
	if diff := cmp.Diff([]rawjson.Problem{
		{Code: rawjson.Depth, Path: []string{"a", "0"}, Message: deep}, {Code: rawjson.Depth, Path: []string{"a", "1"}, Message: deep},
	}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNumbersOverTheLimitNeverPass(t *testing.T) {
	t.Parallel()
	nines := strings.Repeat("9", 400)
	for number, ok := range map[string]bool{
		"0": true, "-0.0": true, "1e308": true, "1E+308": true, "-1e-308": true, "1e0000000308": true, "9007199254740993": true,
		nines: true, "-" + nines[1:]: true, "0." + nines[2:]: true, "0e0": true,
		"1e309": false, "1E-309": false, "1e1000001": false, "-1e-1000001": false, "0e9999999999": false, "1e99999999999999999999": false,
		"1e+0000000000000309": false, nines + "9": false, "-" + nines: false, "1." + nines: false,
	} {
		want := over(rawjson.Number, large, "n", "1")
		if ok {
			want = nil
		}
		got, safe := rawjson.Check([]byte(`{"n":[0,`+number+`]}`), 0)
		if diff := cmp.Diff(want, got); diff != "" || safe != ok {
			t.Errorf("%.40s: safe=%v (-want +got)\n%s", number, safe, diff)
		}
	}
}

func TestTextsAreLimited(t *testing.T) {
	t.Parallel()
	text := func(n int) []byte { return []byte(`{"t":"` + strings.Repeat("a", n) + `"}`) }
	if problems, safe := rawjson.Check(text(rawjson.MaxString-2), 0); !safe || problems != nil {
		t.Errorf("a text near the limit: %v", problems)
	}
	got, safe := rawjson.Check(text(rawjson.MaxString+1), 0)
	want := over(rawjson.Length, "text of 1048577 characters; the limit is 1048576", "t")
	if diff := cmp.Diff(want, got); diff != "" || safe {
		t.Errorf("safe=%v (-want +got)\n%s", safe, diff)
	}
}

// A text is as long as its characters are many, however they are written.
func TestEscapesDoNotMakeATextLonger(t *testing.T) {
	t.Parallel()
	for character, size := range map[string]int{`\u0041`: 1, `\ud83d\ude00`: 1, `\n`: 1, "é": 1, "日": 1, `\u65e5本`: 2} {
		for _, over := range []bool{false, true} {
			n := rawjson.MaxString / size
			if over {
				n++
			}
			s := strings.Repeat(character, n)
			for name, v := range map[string]string{"text": `{"t":"` + s + `"}`, "name": `{"` + s + `":1}`} {
				if got, safe := rawjson.Check([]byte(v), 0); safe == over || (len(got) > 0) != over {
					t.Errorf("%s of %d times %s: safe=%v, %d problems", name, n, character, safe, len(got))
				}
			}
		}
	}
}

func TestMembersAndEntriesAreLimited(t *testing.T) {
	t.Parallel()
	const limit = rawjson.MaxValues
	list := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("1,", n), ",") + "]" }
	for v, ok := range map[string]bool{
		list(limit): true, list(limit + 1): false, `{"a":` + list(limit-1) + "}": true, `{"a":` + list(limit) + "}": false,
		`{"a":` + list(limit/2) + `,"b":` + list(limit/2) + "}": false,
	} {
		got, safe := rawjson.Check([]byte(v), 0)
		var want []rawjson.Problem
		if !ok {
			want = []rawjson.Problem{{Code: rawjson.Length, Message: "more than 20000 members and entries in one record", Hint: "split the record"}}
		}
		if diff := cmp.Diff(want, got); diff != "" || safe != ok {
			t.Errorf("%.20s, %d bytes: safe=%v (-want +got)\n%s", v, len(v), safe, diff)
		}
		in := rawjson.NewReader("f.json", strings.NewReader(v))
		if _, _, err := in.Value(); err != nil || in.Clean() {
			t.Errorf("%.20s, %d bytes: %v, clean %v", v, len(v), err, in.Clean())
		}
	}
}

func TestSeveralProblemsAreToldInTheOrderOfTheFile(t *testing.T) {
	t.Parallel()
	got, safe := rawjson.Check([]byte(`{"a":1e999,"b":{"c":1,"c":2},"a":"x"}`), 0)
	want := append(over(rawjson.Number, large, "a"), twice(1, `"c"`, "b", "c"), twice(1, `"a"`, "a"))
	if diff := cmp.Diff(want, got); diff != "" || safe {
		t.Errorf("safe=%v (-want +got)\n%s", safe, diff)
	}
}
