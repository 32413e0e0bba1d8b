package text_test

import (
	"testing"

	"malaga/internal/text"
)

func TestDaysAreWrittenAsTheUnitedNationsDoes(t *testing.T) {
	t.Parallel()
	for days, want := range map[[2]string]string{
		{"2022-05-10", "2022-05-11"}: "10-11 May 2022", {"2022-05-10", "2022-05-10"}: "10 May 2022", {"2022-05-10", ""}: "10 May 2022",
		{"2022-05-31", "2022-06-01"}: "31 May - 1 June 2022", {"2021-12-31", "2022-01-01"}: "31 December 2021 - 1 January 2022",
		{"", "2022-05-11"}: "", {"x", "y"}: "", {"2022-02-30", ""}: "",
	} {
		if got := text.Days(days[0], days[1]); got != want {
			t.Errorf("%v: %q, not %q", days, got, want)
		}
	}
}

func TestDatesAreAsPreciseAsTheyAreKnown(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{"2022-05-10": "10 May 2022", "2022-05": "May 2022", "2022": "2022", "2022-13": "", "": "", "May": ""} {
		if got := text.Date(day); got != want {
			t.Errorf("%s: %q, not %q", day, got, want)
		}
	}
	for day, want := range map[string]string{"2022-05-10": "Tuesday 10 May 2022", "2022-05": "", "": ""} {
		if got := text.Weekday(day); got != want {
			t.Errorf("%s: %q, not %q", day, got, want)
		}
	}
}

func TestNumbersInWords(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "no", 1: "one", 12: "twelve", 13: "13", 1000: "1,000", 1234567: "1,234,567"} {
		if got := text.Spell(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	for digits, want := range map[string]string{"": "", "5": "5", "400": "400", "5800": "5,800", "123456": "123,456"} {
		if got := text.Quantity("", digits, ""); got != want {
			t.Errorf("%s: %q", digits, got)
		}
	}
}

func TestQuantitiesHaveCommasInTheWholePart(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"5800": "about 5,800", "0": "about 0", "-100": "about -100", "-1000": "about -1,000", "1234567.25": "about 1,234,567.25", "0.0001": "about 0.0001",
		"1e500": "about 1e500", "many": "about many", "": "about",
	} {
		if got := text.Quantity("About", number, ""); got != want {
			t.Errorf("%s: %q, not %q", number, got, want)
		}
	}
}

func TestCountsInProse(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		text.SpellCount(1, "person", "people"):            "one person",
		text.SpellCount(12, "person", "people"):           "twelve people",
		text.SpellCount(1300, "session", "sessions"):      "1,300 sessions",
		text.Plural(1, "error") + text.Plural(2, "error"): "errorerrors",
		text.Quantity("More than", "5800", "In person"):   "more than 5,800 in person",
		text.Quantity("", "12", ""):                       "12",
		text.Join(nil) + text.Join([]string{"a"}):         "a",
		text.Join([]string{"a", "b", "c"}):                "a, b and c",
		text.Lower("Level of UNOCT Events"):               "level of UNOCT events",
	} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
