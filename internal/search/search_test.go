package search_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/search"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// small is a little dataset in the form of the real one.
var small = []struct{ table, text string }{
	{"conferences", `{"id":"conf-a","title":"Conference on Human Rights","start_date":"2022-05-10","end_date":"2022-05-11"}`},
	{"sessions", `{"id":"ses-a","title":"Victims and Survivors","conference":"conf-a","kind":"thematic","start_date":"2022-05-10","speakers":[{"person":"per-ana"}]}`},
	{"outcome_messages", `{"id":"msg-1","text":"States should legalise support for victims of terrorism.","standing":"speaker","session":"ses-a","speaker":"per-ana","addressees":["member-states"]}`},
	{"outcome_messages", `{"id":"msg-2","text":"Preventing violent extremism is a task for all; rights are human.","standing":"speaker","note":"A victim spoke."}`},
	{"outcome_messages", `{"id":"msg-3","text":"Counter-terrorism must respect human rights\nand women’s rights.","standing":"aim","themes":["thm-pve"]}`},
	{"organisations", `{"id":"org-unoct","name":"United Nations Office of Counter-Terrorism","acronym":"UNOCT","kind":"un-unit"}`},
	{"people", `{"id":"per-ana","name":"Ana Güterrez","position":"Mayor of Ｍálaga"}`},
	{"themes", `{"id":"thm-pve","label":"Prevention","alt_labels":["PVE","Preventing violent extremism","CT laws","Counter-terrorism laws"],"definition":"Against Da'esh, on one day of 2022."}`},
}

func smallRecords(tables ...string) query.Records {
	return func(yield func(rawjson.Record, error) bool) {
		for _, s := range small {
			if len(tables) > 0 && !slices.Contains(tables, s.table) {
				continue
			}
			b := []byte(s.text)
			if !yield(rawjson.Record{Table: s.table, Raw: b}, nil) {
				return
			}
			for i := range b { // as in a file, the bytes are gone when the next record is asked for
				b[i] = '#'
			}
		}
	}
}

func index(tb testing.TB, tables ...string) *search.Index {
	tb.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	searched := slices.DeleteFunc(slices.Clone(set.Model.Tables), func(t *schema.Table) bool {
		return len(tables) > 0 && !slices.Contains(tables, t.Name)
	})
	x := search.New(set.Model, searched)
	for r, err := range smallRecords(x.Tables()...) {
		if err != nil {
			tb.Fatal(err)
		}
		x.Add(r)
	}
	return x
}

// hits are the ids found, in alphabetical order.
func hits(tb testing.TB, x *search.Index, text string) string {
	tb.Helper()
	ids := ranked(tb, x, smallRecords(), text, 0)
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	x := index(t)
	for text, want := range map[string]string{
		// forms of words
		"victim": "msg-1 msg-2 ses-a", "VICTIMS": "msg-1 msg-2 ses-a", "legali" + "ze": "msg-1", "legalising": "msg-1", "malaga": "per-ana", "MÁLAGA": "per-ana",
		"vict": "", "rights": "conf-a msg-2 msg-3", "right": "conf-a msg-2 msg-3",
		// all words, in any field, and in the names of what is referred to
		"victims terrorism": "msg-1", "guterrez": "msg-1 per-ana ses-a", "guterrez states": "msg-1", "thematic": "ses-a", "victims nothing": "",
		"rights of women": "msg-3", "the": "", "of victims": "msg-1 msg-2 ses-a",
		// hyphens and apostrophes
		"daesh": "thm-pve", "Da'esh": "thm-pve", "da’esh": "thm-pve",
		"counter-terrorism": "msg-3 org-unoct thm-pve", "counterterrorism": "msg-3 org-unoct thm-pve", "counter terrorism": "msg-3 org-unoct thm-pve",
		// phrases
		`"human rights"`: "conf-a msg-3", `"rights human"`: "", "“human rights”": "conf-a msg-3", `"rights are human"`: "msg-2", `"violent extremism"`: "msg-2 msg-3 thm-pve", `"women's rights"`: "msg-3",
		// beginnings, fields, what is not wanted, one or the other
		"extrem*": "msg-2 msg-3 thm-pve", `"preventing viol*"`: "msg-2 msg-3 thm-pve", "note:victim": "msg-2", "text:victims": "msg-1", "speakers:guterrez": "ses-a",
		"speakers.person:guterrez": "ses-a", "standing:aim": "msg-3", "start-date:2022-05-10": "conf-a ses-a", "victims -note:victim": "msg-1 ses-a", "rights -women": "conf-a msg-2",
		"mayor OR legalise": "msg-1 per-ana", "victims mayor OR survivors": "msg-1 ses-a", `rights -"human rights"`: "msg-2", "terrorism AND victims": "msg-1",
		"legaliz*": "msg-1", "legalis*": "msg-1", "legali" + "za*": "", "horiz*": "",
		// small words
		"of the": "", "the should": "msg-1", "and be": "", "the OR mayor": "per-ana", "mayor of OR survivors": "per-ana",
		// abbreviations, both ways
		"PVE": "msg-2 msg-3 thm-pve", "preventing violent extremism": "msg-2 msg-3 thm-pve", "CT": "msg-3 org-unoct thm-pve", "UNOCT": "org-unoct", "ct -unoct": "msg-3 thm-pve",
		// marks alone are no words
		"victims - , \"\"": "msg-1 msg-2 ses-a",
	} {
		if got := hits(t, x, text); got != want {
			t.Errorf("%s: %q, not %q", text, got, want)
		}
	}
}

// People bring operators from other search engines. They are obeyed, wherever they stand.
func TestOperatorsThatPeopleBring(t *testing.T) {
	t.Parallel()
	x := index(t)
	for question, same := range map[string][]string{
		"rights -women":              {"rights NOT women", "rights !women", "rights \u2212women", "rights –women", "rights \uff0dwomen", "rights AND NOT women", "-women rights", "(rights) (-women)", "rights ¬women", "rights ￢women", "rights ＮＯＴ women", "rights ＡＮＤ ＮＯＴ women", "rights ！women", "rights ∧ ¬women", "（rights －women）", "rights ‒women", "rights && !women", "rights -(women)", "(rights -women)"},
		`rights -"human rights"`:     {`rights NOT "human rights"`, `rights !"human rights"`, "rights NOT “human rights”", "rights –„human rights“", "rights !«human rights»", "rights -「human rights」", "rights ¬‹human rights›", "rights －＂human rights＂", "rights -《human rights》"},
		"mayor OR legalise":          {"mayor | legalise", "mayor || legalise", "mayor|legalise", "mayor｜legalise", "mayor ＯＲ legalise", "mayor ∨ legalise", "mayor ¦ legalise", "（mayor）｜（legalise）", "(mayor OR legalise)", "((mayor) | (legalise))", "(mayor)OR(legalise)"},
		"victims terrorism":          {"victims AND terrorism", "victims && terrorism", "victims&&terrorism", "(victims terrorism)", "+victims +terrorism", "(victims) AND (terrorism)"},
		"victims mayor OR survivors": {"victims (mayor OR survivors)", "victims AND (mayor | survivors)", "(mayor OR survivors) victims"},
		"title:victims":              {"title:(victims)", "(title:victims)"},
		"victims -note:victim":       {"victims NOT note:victim", "victims !note:victim", "victims note:-victim", "victims note:!victim", "victims -note:(victim)", "victims note:(-victim)", "victims note:-(victim)"},
		"victims":                    {"victims - ,", "victims - – --", "victims !? ->"},
	} {
		want := hits(t, x, question)
		for _, s := range same {
			if got := hits(t, x, s); got != want || got == "" {
				t.Errorf("%s: %q, not %q as %s", s, got, want, question)
			}
		}
	}
	for question, want := range map[string]string{
		"(preventing mayor) OR survivors": "msg-1 ses-a", "(mayor malaga) OR (survivors victims)": "msg-1 per-ana ses-a", "rights -(women OR conference)": "msg-2", "rights -(women counter)": "conf-a msg-2",
		"rights (women OR -counter)": "conf-a msg-2 msg-3", "text:(rights -women)": "msg-2", "text:(legalise OR women)": "msg-1 msg-3", "title:(survivors OR conference)": "conf-a ses-a",
		"rights -(-women)": "msg-3", "rights (the OR women)": "msg-3", "victims (the of)": "msg-1 msg-2 ses-a",
		// what is not an operator
		`"not" OR mayor`: "per-ana", "rights not women": "", "rights or women": "msg-3", `"women AND rights"`: "", `"rights | women"`: "", `human"(rights)"`: "conf-a msg-3", "state(s)": "msg-1", "10–11": "",
	} {
		if got := hits(t, x, question); got != want {
			t.Errorf("%s: %q, not %q", question, got, want)
		}
	}
}

func TestOperatorsWithoutWordsAreRefused(t *testing.T) {
	t.Parallel()
	x := index(t)
	for want, questions := range map[string][]string{
		`no word after "NOT"`:                             {"victims NOT", "(victims NOT)", "victims NOT OR mayor", "NOT", "victims NOT ,"},
		`no word after "OR"`:                              {"victims OR", "victims OR OR mayor", "(victims OR) mayor", "victims OR AND mayor"},
		`no word before "OR"`:                             {"OR victims", "victims (OR mayor)", "OR"},
		`no word after "|"`:                               {"victims |", "victims | | mayor"},
		`no word before "||"`:                             {"|| victims"},
		`no word after "AND"`:                             {"victims AND", "victims AND AND mayor"},
		`no word before "AND"`:                            {"AND victims"},
		`no word after "!"`:                               {"victims !", "!"},
		"a word is negated twice":                         {"victims NOT NOT mayor", "victims !!mayor", "victims -!mayor", "victims NOT -mayor", "victims -note:-victim"},
		`"(" without ")"`:                                 {"(victims", "victims (mayor OR (survivors)", "title:(victims"},
		`")" without "("`:                                 {"victims)", "1) victims", "(victims)) mayor"},
		"no word between brackets":                        {"victims ()", "()", "title:()", "victims (,)"},
		"AND and OR without brackets":                     {"victims AND mayor OR survivors", "victims OR mayor AND survivors", "(victims && mayor | survivors)"},
		`no word after "title:"`:                          {"title:", "title: victims", "title:OR", "title:NOT victims", "title:AND victims", "title:)", "title:,", "title:|"},
		`a field "note:" within the brackets of "title:"`: {"title:(note:victims)"},
		"search needs at least one word without -":        {"-victims", "NOT victims", "-(victims OR mayor)", "-victims OR -mayor", "title:-victims"},
		"search cannot answer OR with NOT: nearly all records lack a word": {
			"victims OR -mayor", "NOT victims OR mayor", "victims OR NOT mayor", "victims | ¬mayor", "(rights -women) OR !mayor",
		},
		"too many brackets within one another": {strings.Repeat("(", 100_000), strings.Repeat("(", 51) + "victims" + strings.Repeat(")", 51)},
	} {
		for _, question := range questions {
			_, err := x.Compile(question)
			var asked *text.UsageError
			if !errors.As(err, &asked) || asked.Message != want || asked.Hint == "" {
				t.Errorf("%.80q: %v, not %s", question, err, want)
			}
		}
	}
}

// What other search engines obey and this one does not is refused, with what to write.
func TestForeignOperatorsAreRefused(t *testing.T) {
	t.Parallel()
	x := index(t)
	for want, questions := range map[string][]string{
		"an asterisk stands only at the end of a word":     {"*ism", "terror*ism", "*:victims", "title:/vict.*/", `"victims * terrorism"`, "victims**"},
		"a quotation mark without its partner":             {`"violent extremism`, `victims"`, "“human rights", "victims 「人权", `title:"rights`, `-"human rights`, `victims "`, `"a b" c"`},
		`search has no operator "--women"`:                 {"rights --women", "rights －－women"},
		`search has no operator "—women"`:                  {"rights —women", "note:—women"},
		"search has no operator \"‘…’\"":                   {"‘human rights’", "‚human rights‘ victims", "victims ‘women’"},
		`search has no operator "["`:                       {"[rights women] OR mayor", "【rights women】 OR mayor", "［rights women］"},
		`search has no operator "{"`:                       {"{rights women} OR mayor", "｛rights women｝"},
		`search has no operator "ANDNOT"`:                  {"rights ANDNOT women"},
		`search has no operator "?"`:                       {"vict?m", "é?é victims"},
		`search has no operator "~"`:                       {"terorism~", "victims title:terorism~"},
		`search has no operator "~5"`:                      {`"human rights"~5`},
		`search has no operator "^1.5"`:                    {"victims^1.5"},
		`search has no operator "NEAR"`:                    {"victims NEAR rights"},
		`search has no operator "NEAR/5"`:                  {"victims NEAR/5 rights"},
		`search has no operator "AROUND(3)"`:               {"victims AROUND(3) rights"},
		`search has no operator "LIKE"`:                    {"title LIKE '%victims%'"},
		`search has no operator "="`:                       {"title = victims"},
		`search has no operator ">=2022"`:                  {"start_date:>=2022"},
		`search has no operator "start_date>=2022"`:        {"start_date>=2022"},
		"search has no operator \"title=\\\"victims\\\"\"": {`title="victims"`},
		`search has no operator "[2022"`:                   {"[2022 TO 2023]", "start_date:[2022 TO 2023]"},
		`search has no operator "2022..2023"`:              {"2022..2023", "start_date:2022..2023"},
	} {
		for _, question := range questions {
			_, err := x.Compile(question)
			var asked *text.UsageError
			if !errors.As(err, &asked) || asked.Message != want || asked.Hint == "" {
				t.Errorf("%q: %v, not %s", question, err, want)
			}
		}
	}
	for _, question := range []string{"victims?", "why? because", `"vict?m"`, `"NEAR" victims`, "near to", "https://example.org/a?b=c", "victims *", "… victims", "~victims", "[victims]", "{victims}", "【人权】", "‘Abd al-Rahman", "the peoples’ rights", `"rights ‘of women’"`, "10--11", "rock ’n’ roll", "and so on ...", `"a=b"`} {
		if _, err := x.Compile(question); err != nil {
			t.Errorf("%q: %v", question, err)
		}
	}
}

func TestWordsThatMayBeMeantAsOperators(t *testing.T) {
	t.Parallel()
	x := index(t)
	for question, want := range map[string]string{
		"victims or mayor": "OR", "rights and not women": "NOT", "not women": "NOT", "rights Or women": "OR",
		"victims OR mayor": "", `victims "or" mayor`: "", "or victims": "", "victims or": "", "why not": "", "not": "", "victims": "", "or OR not": "",
	} {
		r, err := x.Search(context.Background(), question, smallRecords(), everything, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got, _, _ := strings.Cut(r.OperatorHint(), " "); got != want {
			t.Errorf("%s: %q, not %q", question, got, want)
		}
	}
}

func TestAbbreviationsFindWhatIsWrittenInFull(t *testing.T) {
	t.Parallel()
	x := index(t)
	// The record with the words comes up by the short form, and that with the short form by the words.
	for _, text := range []string{"united nations office of counter-terrorism", "UNOCT", "unoct"} {
		if got := hits(t, x, text); got != "org-unoct" {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestQuestionsThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	x := index(t)
	many := ""
	for i := range 65 {
		many += fmt.Sprintf("w%d ", i)
	}
	if _, err := x.Compile(many[:strings.Index(many, "w60")]); err != nil { // what is worth more side by side takes no room
		t.Error(err)
	}
	for question, want := range map[string]string{
		"": "search needs at least one word", " - * \"\" ": "search needs at least one word", "-victims": "search needs at least one word without -",
		"titel:x": `no searched table has a field "titel"`, "note:": `no word after "note:"`, `note:""`: `no word after "note:"`,
		many: "too many words in one search", `"` + many + `"`: "too many words in one search",
	} {
		_, err := x.Compile(question)
		var asked *text.UsageError
		if !errors.As(err, &asked) || asked.Message != want || asked.Hint == "" {
			t.Errorf("%q: %v", question, err)
		}
	}
	if _, err := index(t, "people").Compile("standing:aim"); err == nil {
		t.Error("a field of a table that is not searched is accepted")
	}
	if _, err := x.Compile("https://example.org"); err != nil {
		t.Errorf("an address is taken for a field: %v", err)
	}
}

// found are the rows of a search as text: id, title, field, snippet with brackets for marks, event, date.
func found(tb testing.TB, text string) []string {
	tb.Helper()
	q, err := index(tb).Compile(text)
	if err != nil {
		tb.Fatal(err)
	}
	r, err := q.Find(context.Background(), smallRecords(), everything, 0)
	if err != nil {
		tb.Fatal(err)
	}
	var all []string
	for row, err := range r.Rows().Seq {
		if err != nil {
			tb.Fatal(err)
		}
		cells := []string{}
		for _, i := range []int{1, 2, 4, 3, 5, 6} {
			cells = append(cells, strings.NewReplacer(table.MarkStart, "[", table.MarkEnd, "]").Replace(table.Text(row[i])))
		}
		all = append(all, strings.Join(cells, " | "))
	}
	return all
}

func TestRowsTellWhatMatchedAndWhere(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"guterrez": {
			"per-ana | Ana Güterrez | name | Ana [Güterrez] |  | ",
			"ses-a | Victims and Survivors | speakers.person | Ana [Güterrez] | Conference on Human Rights | 2022-05-10",
			"msg-1 | States should legalise support for victims of terrorism. | speaker | Ana [Güterrez] | Victims and Survivors | 2022-05-10",
		},
		`"human rights" women`: {"msg-3 | Counter-terrorism must respect human rights\nand women’s rights. | text | Counter-terrorism must respect [human rights] and [women]’s rights. |  | "},
	} {
		if diff := cmp.Diff(want, found(t, text)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", text, diff)
		}
	}
}

func TestTitlesGoBeforeTextsAndTextsBeforeNotes(t *testing.T) {
	t.Parallel()
	if got := ranked(t, index(t), smallRecords(), "victims", 0); !slices.Equal(got, []string{"ses-a", "msg-1", "msg-2"}) {
		t.Error(got)
	}
	if got := ranked(t, index(t), smallRecords(), "human rights", 2); !slices.Equal(got, []string{"conf-a", "msg-3"}) { // side by side before apart
		t.Error(got)
	}
}

func TestAnErrorOfReadingEndsASearch(t *testing.T) {
	t.Parallel()
	q, err := index(t).Compile("victims")
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("unreadable")
	records := func(yield func(rawjson.Record, error) bool) { yield(rawjson.Record{}, broken) }
	if _, err := q.Find(context.Background(), records, everything, 1); !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, err := index(t).Search(context.Background(), "victims", records, everything, 1); !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestNearWordsAreThoseOfTheData(t *testing.T) {
	t.Parallel()
	x := index(t)
	for question, want := range map[string]string{
		"gutterez": "guterrez", "victms mayor": "victms mayor", "confrence": "conference", "terorism victims": "terrorism victims", "terorism -victims": "terrorism -victims", "victms states": "victims states",
		`"humen rights"`: `"human rights"`, "counter-terorism": "counter-terrorism",
		"xylophone": "xylophone", `"rights human"`: `"rights human"`, "日本": "日本", "2023": "2023",
	} {
		r, err := x.Search(context.Background(), question, smallRecords(), everything, 0)
		if err != nil {
			t.Fatal(err)
		}
		if r.Question != want || r.Hits > 0 != (question != want) {
			t.Errorf("%q becomes %q with %d hits, not %q", question, r.Question, r.Hits, want)
		}
	}
}
