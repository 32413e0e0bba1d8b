package timeline_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/timeline"
)

func scattered(t *testing.T) *timeline.Programme {
	t.Helper()
	return of(t, conf,
		session("ses-1", `"start_date":"2022-05-10","date_meaning":"on"`),
		session("ses-2", `"start_date":"2022-05-12","end_date":"2022-05-14","date_meaning":"within"`),
		session("ses-3", `"start_date":"2022-05-14","end_date":"2022-05-15","date_meaning":"throughout"`),
		session("ses-4", `"start_date":"2022-05-20","date_meaning":"on","follows":"ses-1"`),
		session("ses-5", `"summary":"No day."`),
		`sessions {"id":"ses-6","title":"Of no conference"}`)
}

// Days between others, on which nothing was nor may have been, are said; none at the ends.
func TestDaysOfWhichNothingIsKnown(t *testing.T) {
	t.Parallel()
	want := []string{
		"# conf-a",
		"Tuesday 10 May 2022: ses-1",
		"Wednesday 11 May 2022:",
		"14-15 May 2022, throughout: ses-3",
		"12-14 May 2022, on one of these days: the sources do not say which: ses-2",
		"16-19 May 2022:",
		"Friday 20 May 2022: ses-4",
		"Day not known: ses-5",
		"# ",
		"Day not known: ses-6",
	}
	if diff := cmp.Diff(want, outline(scattered(t))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, page := range [][]byte{timeline.Page(scattered(t).Chapters(), 80), timeline.Markdown(scattered(t).Chapters())} {
		if n := strings.Count(string(page), "Nothing is known."); n != 2 {
			t.Errorf("said %d times:\n%s", n, page)
		}
	}
}

func TestADayHasWhatWasAndWhatMayHaveBeenOnIt(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"2022-05-10": "ses-1 ses-5 ses-6", // a session without a day may have been on any of its conference
		"2022-05-11": "ses-5 ses-6",
		"2022-05-12": "ses-2 ses-5 ses-6",
		"2022-05-14": "ses-3 ses-2 ses-6",
		"2022-05-20": "ses-4 ses-6",
		"2022-05-21": "ses-6",
	} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		chapters := timeline.On(scattered(t).Chapters(), at)
		for _, e := range timeline.Events(chapters) {
			ids = append(ids, e.ID())
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %s, not %s", day, got, want)
		}
		if page := string(timeline.Page(chapters, 80)); day == "2022-05-20" && !strings.Contains(page, "directly after “T ses-1”") {
			t.Errorf("what it followed has no name:\n%s", page)
		}
	}
}
