package vocab_test

import (
	"testing"
	"time"

	"malaga/internal/vocab"
)

func TestHoursTellTheDayOfTheLastStart(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		hours     vocab.Hours
		overnight bool
		last      string
	}{
		{vocab.Hours{"2022-05-10", "2022-05-11", vocab.DateThroughout, "22:00", "02:00"}, true, "2022-05-10"},
		{vocab.Hours{"2022-02-28", "2022-03-01", "", "22:00", "22:00"}, true, "2022-02-28"},
		{vocab.Hours{"2022-05-10", "2022-05-12", vocab.DateThroughout, "22:00", "02:00"}, true, "2022-05-11"},
		{vocab.Hours{"2022-05-10", "2022-05-11", vocab.DateThroughout, "09:00", "17:00"}, false, "2022-05-11"},
		{vocab.Hours{"2022-05-10", "2022-05-11", vocab.DateWithin, "22:00", "02:00"}, false, "2022-05-11"},
		{vocab.Hours{"2022-05-10", "2022-05-10", vocab.DateOn, "22:00", "02:00"}, false, "2022-05-10"},
		{vocab.Hours{"2022-05-10", "2022-05-11", "", "22:00", ""}, false, "2022-05-11"},
		{vocab.Hours{"", "2022-05-11", "", "22:00", "02:00"}, false, "2022-05-11"},
		{vocab.Hours{"2022-05", "2022-06", "", "22:00", "02:00"}, true, "2022-06"},
	} {
		if overnight, last := one.hours.Overnight(), one.hours.LastStart(); overnight != one.overnight || last != one.last {
			t.Errorf("%v: %v, %s", one.hours, overnight, last)
		}
	}
}

func TestDaysAreCountedToMoreThanAYear(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		first, last string
		want        int
	}{{"2022-05-10", "2022-05-10", 1}, {"2022-02-28", "2022-03-01", 2}, {"2022-05-10", "2022-05-09", 0}, {"2022-01-01", "2022-12-31", 365}, {"0001-01-01", "9999-12-31", 400}} {
		n := 0
		for d := range vocab.Days(day(c.first), day(c.last)) {
			if want := day(c.first).AddDate(0, 0, n); !d.Equal(want) {
				t.Errorf("%v, not %v", d, want)
			}
			n++
		}
		if n != c.want {
			t.Errorf("%s to %s: %d days", c.first, c.last, n)
		}
	}
}
