package edit_test

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/edit"
	"malaga/internal/render"
	"malaga/internal/validate"
	"malaga/schema"
)

func fixer(tb testing.TB, only ...string) *edit.Fixer {
	tb.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return edit.NewFixer(set, validate.Policy{Only: only}.Counts)
}

// fixed mends a dataset and writes it, and returns the findings that were mended and the files that were written.
func fixed(tb testing.TB, x *edit.Fixer, path string) (mended map[string]int, files []string) {
	tb.Helper()
	r, err := x.Fix(tb.Context(), path, nil)
	if err != nil {
		tb.Fatal(err)
	}
	defer r.Close()
	if err := r.Refusal(); err != nil || len(r.Unread) > 0 {
		tb.Fatal(r.Refused, r.Unread)
	}
	mended = map[string]int{}
	for _, c := range r.Files {
		if err := c.Write(&render.Files{}); err != nil {
			tb.Fatal(err)
		}
		for code, n := range c.Mended {
			mended[code] += n
		}
		files = append(files, filepath.Base(c.Name))
	}
	return mended, files
}

// TestCodesSayWhatFixDoes holds the explanations of codes to the remedies.
func TestCodesSayWhatFixDoes(t *testing.T) {
	t.Parallel()
	var said []string
	for _, c := range validate.Codes() {
		if c.Fix != "" {
			said = append(said, c.Code)
		}
	}
	slices.Sort(said)
	if diff := cmp.Diff(fixer(t).Codes(), said); diff != "" {
		t.Errorf("codes with a remedy (-) and with Fix (+)\n%s", diff)
	}
}

// theme is the rest of a theme that is valid.
const theme = `"label": "L", "definition": "D"`

// TestRemedies has for each code what fix makes of a file, and what it leaves.
func TestRemedies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code          string
		before, after string // of a bundle; the same if nothing is safe
	}{
		{"SYN004", "\ufeff{\"themes\": []}", `{"themes": []}`},
		{"TXT001", `{"themes": [{"id": "thm-a", "label": " L  L\t", "definition": "a \n  b"}]}`, `{"themes": [{"id": "thm-a", "label": "L L", "definition": "a \n b"}]}`},
		{"TXT002", `{"themes": [{"id": "thm-a", "label": "a\u0007b\tc\u0085d\ufdd0", "definition": "a\r\nb\rc"}]}`, `{"themes": [{"id": "thm-a", "label": "ab c d", "definition": "a\nb c"}]}`},
		{"TXT003", `{"themes": [{"id": "thm-a", "label": "e` + "\u0301" + `\u0065\u0301", "definition": "D"}]}`, `{"themes": [{"id": "thm-a", "label": "éé", "definition": "D"}]}`},
		{"TXT005", `{"themes": [{"id": "thm-a", "label": "10\u00a0May` + "\u202f" + `2022", "definition": "D"}]}`, `{"themes": [{"id": "thm-a", "label": "10 May 2022", "definition": "D"}]}`},
		{"TXT006", `{"themes": [{"id": "thm-a", "label": "a\u200bb\u202ec\u2028d👩\u200d💻\u200d", "definition": "D"}]}`, `{"themes": [{"id": "thm-a", "label": "abc d👩` + "\u200d" + `💻", "definition": "D"}]}`},
		{"TXT009", `{"themes": [{"id": "thm-a", "label": "a\nb", "definition": "a\nb"}]}`, `{"themes": [{"id": "thm-a", "label": "a b", "definition": "a\nb"}]}`},
		// several mistakes in one text, and one that would be empty
		{"TXT", `{"themes": [{"id": "thm-a", "label": "  \u00a0e\u0301\u00a0\u00a0\n\u200bx ", "definition": "\u200b "}]}`, `{"themes": [{"id": "thm-a", "label": "é x", "definition": "\u200b "}]}`},

		{"SCH002", `{"themes": [{"id": "thm-a", "Label": "L", "alt-labels": ["x"], "DEFINITION": "D", "titel": "T"}]}`, `{"themes": [{"id": "thm-a", "label": "L", "alt_labels": ["x"], "definition": "D", "titel": "T"}]}`},
		{"SCH002", `{"themes": [{"id": "thm-a", "label": "L", "Label": "M", "definition": "D", "sd_g": "1", "SDG": "2"}]}`, ""},
		{"SCH002", `{"Themes": [{"id": "thm-a", ` + theme + `}], "Side-Events": []}`, `{"themes": [{"id": "thm-a", ` + theme + `}], "side_events": []}`},
		{"SCH004", `{"organisations": [{"id": "org-a", "name": "A", "kind": "UN_Mandate"}, {"id": "org-b", "name": "B", "kind": "stat"}, {"id": "org-c", "name": "C", "kind": "unknown"}]}`, `{"organisations": [{"id": "org-a", "name": "A", "kind": "un-mandate"}, {"id": "org-b", "name": "B", "kind": "state"}, {"id": "org-c", "name": "C", "kind": "unknown"}]}`},
		{"SCH005", `{"themes": [{"id": "THM-A", ` + theme + `, "broader": "Thm-B"}, {"id": "thm-b ", ` + theme + `}]}`, `{"themes": [{"id": "thm-a", ` + theme + `, "broader": "thm-b"}, {"id": "thm-b", ` + theme + `}]}`},
		// an id that another record has, or that two would get
		{"SCH005", `{"themes": [{"id": "Thm-a", ` + theme + `}, {"id": "thm-A", ` + theme + `}, {"id": "thm-b", ` + theme + `}, {"id": "THM-B", ` + theme + `, "broader": "thm-A"}]}`, ""},
		{"SCH005", `{"organisations": [{"id": "org-a", "name": "A", "kind": "state", "country": "es", "url": "HTTPS://a.org/A"}]}`, `{"organisations": [{"id": "org-a", "name": "A", "kind": "state", "country": "ES", "url": "https://a.org/A"}]}`},
		{"SCH005", `{"modified": " 2022-05-10\n", "language": "EN", "themes": []}`, `{"modified": "2022-05-10", "language": "en", "themes": []}`},
		{"SCH005", `{"language": "EN-gb", "documents": [{"id": "doc-a", "title": "A", "kind": "report", "language": " ZH-hant-tw"}, {"id": "doc-b", "title": "B", "kind": "report", "language": "Englisch"}]}`, `{"language": "en-GB", "documents": [{"id": "doc-a", "title": "A", "kind": "report", "language": "zh-Hant-TW"}, {"id": "doc-b", "title": "B", "kind": "report", "language": "Englisch"}]}`},
		{"SCH006", "{\"themes\": [\n  {\n    \"id\": \"thm-a\",\n    \"note\": \"\",\n    " + theme + ",\n    \"sdg\": null\n  }\n]}", "{\"themes\": [\n  {\n    \"id\": \"thm-a\",\n    " + theme + "\n  }\n]}"},
		{"SCH006", `{"themes": [{"note": "", "id": "thm-a", ` + theme + `, "alt_labels": ["", "x", null]}]}`, `{"themes": [{"id": "thm-a", ` + theme + `, "alt_labels": ["x"]}]}`},
		{"SCH006", `{"themes": [{"id": "thm-a", ` + theme + `, "sources": [{"document": ""}, {}, []], "alt_labels": [[[ ]]]}]}`, `{"themes": [{"id": "thm-a", ` + theme + `, "sources": [{"document": ""}]}]}`},
		{"SCH006", `{"$schema": "", "themes": [{"id": "", "label": "", "definition": null}]}`, `{"themes": [{"id": "", "label": "", "definition": null}]}`},
		{"SRC006", `{"documents": [{"id": "doc-a", "title": "A", "kind": "report", "sources": [{"document": "doc-a", "basis": "stated"}, {"basis": "stated", "document": "doc-a"}, {"document": "doc-a", "basis": "stated", "note": "N"}]}]}`, `{"documents": [{"id": "doc-a", "title": "A", "kind": "report", "sources": [{"document": "doc-a", "basis": "stated"}, {"document": "doc-a", "basis": "stated", "note": "N"}]}]}`},
		{"REF001", `{"themes": [{"id": "thm-mediation", ` + theme + `}, {"id": "thm-b", ` + theme + `, "broader": "thm-mediatoin"}, {"id": "thm-x", ` + theme + `, "broader": "thm-y"}]}`, `{"themes": [{"id": "thm-mediation", ` + theme + `}, {"id": "thm-b", ` + theme + `, "broader": "thm-mediation"}, {"id": "thm-x", ` + theme + `, "broader": "thm-y"}]}`},
		{"REF001", `{"themes": [{"id": "thm-law", ` + theme + `}, {"id": "thm-b", ` + theme + `, "broader": "thm-raw"}, {"id": "thm-x", ` + theme + `, "broader": "thm-alw"}]}`, `{"themes": [{"id": "thm-law", ` + theme + `}, {"id": "thm-b", ` + theme + `, "broader": "thm-law"}, {"id": "thm-x", ` + theme + `, "broader": "thm-law"}]}`},
		{"REF001", `{"themes": [{"id": "thm-mediation", ` + theme + `}, {"id": "thm-meditation", ` + theme + `, "broader": "thm-medi-ation"}]}`, ""},
		{"REF001", `{"themes": [{"id": "thm-law", ` + theme + `}, {"id": "thm-lawn", ` + theme + `, "broader": "thm-laws"}]}`, ""},
		{"REF002", `{"sessions": [{"id": "ses-mediation"}], "side_events": [{"id": "ses-mediations"}], "outcome_messages": [{"id": "msg-1", "session": "ses-mediations"}]}`, `{"sessions": [{"id": "ses-mediation"}], "side_events": [{"id": "ses-mediations"}], "outcome_messages": [{"id": "msg-1", "session": "ses-mediation"}]}`},
		{"REF005", `{"side_events": [{"organisers": [{"organisation": "org-a", "role": "host"}, {"organisation": "org-a", "role": "host", "note": "N"}, {"role": "host", "organisation": "org-a"}]}]}`, `{"side_events": [{"organisers": [{"organisation": "org-a", "role": "host"}, {"organisation": "org-a", "role": "host", "note": "N"}]}]}`},
		{"SCH008", `{"themes": [{"id": "thm-a", ` + theme + `, "alt_labels": ["x", "y",  "\u0078", "x" ]}]}`, `{"themes": [{"id": "thm-a", ` + theme + `, "alt_labels": ["x", "y" ]}]}`},
	} {
		t.Run(c.code, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "all.json")
			if err := os.WriteFile(path, []byte(c.before), 0o666); err != nil {
				t.Fatal(err)
			}
			mended, _ := fixed(t, fixer(t, c.code), path)
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want := c.after
			if want == "" {
				want = c.before
			}
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s", c.before, diff)
			}
			if (want != c.before) != (len(mended) > 0) {
				t.Errorf("%s: mended are %v", c.before, mended)
			}
		})
	}
}

// TestRemediesAcrossFiles mends the real dataset with mistakes in it.
func TestRemediesAcrossFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, from, to string
		left                 bool // nothing is safe
		mended               string
	}{
		{"a letter", "side_events.json", `"organisation": "org-saferworld"`, `"organisation": "org-saferwrold"`, false, "REF001"},
		{"a letter of a short word", "people.json", `"organisation": "org-ohchr"`, `"organisation": "org-ohcrh"`, false, "REF001"},
		{"a letter missing", "side_events.json", `"organisation": "org-saferworld"`, `"organisation": "org-saferworl"`, false, "REF001"},
		{"two letters", "side_events.json", `"organisation": "org-saferworld"`, `"organisation": "org-saferworms"`, true, ""},
		{"a number", "outcome_messages.json", `"side_event": "side-4"`, `"side_event": "side-9"`, true, ""},
		{"one of many", "outcome_messages.json", `"session": "ses-a"`, `"session": "ses-z"`, true, ""},
		{"an id and the references to it", "organisations.json", `"id": "org-saferworld"`, `"id": "org-Saferworld"`, false, "SCH005"},
		{"an entry that differs", "side_events.json", `{"organisation": "org-icnl", "role": "co-organiser"},`, `{"organisation": "org-icnl", "role": "co-organiser"}, {"organisation": "org-icnl", "role": "co-organiser", "note": "N."},`, true, ""},
		{"a doubled entry", "side_events.json", `{"organisation": "org-icnl", "role": "co-organiser"},`, `{"organisation": "org-icnl", "role": "co-organiser"}, {"role": "co-organiser", "organisation": "org-icnl"},`, false, "REF005"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS("../../dataset/malaga-2022")); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, c.file)
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			wrong := strings.Replace(string(whole), c.from, c.to, 1)
			if wrong == string(whole) {
				t.Fatal("the text is not there")
			}
			if err := os.WriteFile(path, []byte(wrong), 0o666); err != nil {
				t.Fatal(err)
			}
			mended, files := fixed(t, fixer(t), dir)
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want := string(whole)
			if c.left {
				want = wrong
			}
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if codes := strings.Join(slices.Sorted(maps.Keys(mended)), " "); codes != c.mended || len(files) > 1 {
				t.Errorf("mended are %s in %v, not %q", codes, files, c.mended)
			}
		})
	}
}

// TestFixOfOneFileKeepsIDs mends the file of one table, beside others and alone.
func TestFixOfOneFileKeepsIDs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		beside string
		want   bool // the id may be changed
	}{
		{"people.json", false},
		{"sessions.jsonl", false},
		{"dataset.json", true},
		{"README.txt", true},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "organisations.json")
		for name, content := range map[string]string{path: `{"organisations": [{"id": "ORG-a", "name": "A", "kind": "state"}]}`, filepath.Join(dir, c.beside): "{}"} {
			if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		r, err := fixer(t).Fix(t.Context(), path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		if changes, left := len(r.Files) > 0, r.Left["SCH005"] > 0; changes != c.want || left == changes {
			t.Errorf("beside %s: changed is %v, left are %v", c.beside, changes, r.Left)
		}
	}
}

// TestFixRestoresWhatWasBroken makes random mistakes in the real dataset, each of which has one remedy: fix restores every byte, and of
// the dataset as it is changes none.
func TestFixRestoresWhatWasBroken(t *testing.T) {
	t.Parallel()
	x := fixer(t)
	dir := t.TempDir()
	whole := map[string][]byte{}
	entries, err := os.ReadDir("../../dataset/malaga-2022")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join("../../dataset/malaga-2022", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		whole[e.Name()] = b
	}
	runs := 60
	if testing.Short() {
		runs = 10
	}
	for i := range runs {
		rng := rand.New(rand.NewPCG(2, uint64(i)))
		var made []string
		for _, name := range slices.Sorted(maps.Keys(whole)) {
			b := whole[name]
			for range rng.IntN(4) * min(i, 1) { // none in the first run
				var mistake string
				if b, mistake = broken(rng, b); mistake != "" {
					made = append(made, name+": "+mistake)
				}
			}
			if i > 0 && rng.IntN(10) == 0 {
				b = append([]byte("\ufeff"), b...)
			}
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		mended, files := fixed(t, x, dir)
		for name, want := range whole {
			got, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("run %d, with %q: %s (-want +got)\n%s", i, made, name, diff)
			}
		}
		if i == 0 && len(files)+len(mended) > 0 {
			t.Errorf("of the valid dataset %v are changed: %v", files, mended)
		}
	}
}

// broken returns a file of the dataset with a mistake, and what it is; "" if there was no place for it.
func broken(rng *rand.Rand, b []byte) (with []byte, mistake string) {
	one := func(pattern string, change func(s string) string) ([]byte, string) {
		places := regexp.MustCompile(pattern).FindAllIndex(b, -1)
		if places == nil {
			return b, ""
		}
		at := places[rng.IntN(len(places))]
		from := string(b[at[0]:at[1]])
		to := change(from)
		return slices.Concat(b[:at[0]], []byte(to), b[at[1]:]), from + " → " + to
	}
	replace := func(old, new string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, new, 1) }
	}
	switch rng.IntN(13) {
	case 0:
		return one(`"(note|title|text|name|summary)": "[^"\\]+"`, func(s string) string { return strings.TrimSuffix(s, `"`) + ` \n"` })
	case 1:
		return one(`"(note|text|name)": "[^"\\ ]+ [^"\\]+"`, func(s string) string {
			i := strings.LastIndexByte(s, ' ')
			return s[:i] + "  " + s[i+1:]
		})
	case 2:
		return one(`"(note|text|name)": "[^"\\ ]+ [^"\\ ]+ [^"\\]+"`, func(s string) string {
			i := strings.LastIndexByte(s, ' ')
			return s[:i] + "\u00a0" + s[i+1:]
		})
	case 3:
		return one(`"[^"\\]*á[^"\\]* [^"\\]*"`, func(s string) string { return strings.ReplaceAll(s, "á", "a\u0301") })
	case 4:
		return one(`"(note|text|name)": "[A-Za-z]`, func(s string) string { return s + `\u0007\u200b` })
	case 5:
		return one(`"(organisation|person|document)": "[a-z]+-[a-pr-z]{8,}"`, func(s string) string { return strings.TrimSuffix(s, `"`) + `q"` })
	case 6:
		return one(`"(kind|basis)": "[a-z]+-?[a-z]*"`, func(s string) string {
			name, value, _ := strings.Cut(s, ": ")
			return name + ": " + strings.ToUpper(value)
		})
	case 7:
		return one(`"(person|document|conference|country)": "[A-Za-z0-9-]+"`, func(s string) string {
			name, value, _ := strings.Cut(s, ": ")
			if upper := strings.ToUpper(value); upper != value {
				return name + ": " + upper
			}
			return name + ": " + strings.ToLower(value)
		})
	case 8:
		return one(`"(start_date|end_date|date|published|modified)": "[0-9-]{10}"`, replace(`: "`, `: " `))
	case 9:
		return one(`"(start_date|time_zone|alt_labels|sources|organisers|date_meaning)":`, func(s string) string {
			return strings.NewReplacer("_", "-", "s", "S").Replace(s)
		})
	case 10:
		return one(`\["[a-z_]+"`, func(s string) string {
			return s + []string{`, ""`, `,` + s[1:], `, [ ]`, `, [{"a": null}]`}[rng.IntN(4)]
		})
	case 11:
		return one(`"language": "[a-z]+"`, func(s string) string {
			name, value, _ := strings.Cut(s, ": ")
			return name + ": " + strings.ToUpper(value)
		})
	default:
		return one(`"(sources|organisers)": \[\n +\{`, func(s string) string {
			before := strings.TrimSuffix(s, "{")
			return before + "{}," + []string{"{", before[strings.IndexByte(before, '\n'):] + "{"}[rng.IntN(2)]
		})
	}
}
