package vocab_test

import (
	"testing"

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
