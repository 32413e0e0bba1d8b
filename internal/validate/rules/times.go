package rules

import (
	"cmp"
	"fmt"
	"time"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

var timeRules = []Rule{{
	Code: "TIM001", Severity: finding.Error, Title: "end before start",
	Why: "One of the two dates or times is wrong, or an event that ends after midnight lacks an end_date. An event of one day that " +
		"ends at the time at which it starts has no length.",
	Example: `"start_date": "2022-05-11", "end_date": "2022-05-10"`,
	Remedy:  "Correct the end or the start, or add the day on which it ends. Leave out an end_time that no source states.",
	Fields:  []string{vocab.StartDate, vocab.EndDate, vocab.StartTime, vocab.EndTime}, With: []string{vocab.Date, vocab.DateMeaning},
	Check: endBeforeStart,
}, {
	Code: "TIM002", Severity: finding.Error, Title: "dates that contradict their meaning",
	Why:     "\"on\" means one day, also if the event ends after midnight; \"throughout\" and \"within\" mean several days.",
	Example: `"date_meaning": "within" with one day`, Remedy: "Correct the dates or their meaning.",
	Fields: []string{vocab.DateMeaning}, With: []string{vocab.StartDate, vocab.EndDate, vocab.StartTime, vocab.EndTime}, Check: dateMeaning,
}, {
	Code: "TIM003", Severity: finding.Error, Title: "time without a known day",
	Why:     "A part of the day or a clock time belongs to a day, but \"within\" means that the day is not known.",
	Example: `"date_meaning": "within", "start_time": "09:00"`, Remedy: "Give the day, or remove the time.",
	Fields: []string{vocab.DateMeaning}, With: []string{vocab.StartDate, vocab.EndDate, vocab.PartOfDay, vocab.StartTime, vocab.EndTime},
	Check: timeWithoutDay,
}, {
	Code: "TIM004", Severity: finding.Error, Title: "clock time outside the part of the day",
	Why:     "One of the two is wrong.",
	Example: `"part_of_day": "afternoon", "start_time": "09:00"`, Remedy: "Correct the time or the part of the day.",
	Fields: []string{vocab.PartOfDay}, With: []string{vocab.StartDate, vocab.EndDate, vocab.StartTime}, Check: partOfDay,
}, {
	Code: "TIM005", Severity: finding.Error, Title: "unknown time zone",
	Why:     "Programs cannot work out when an event takes place.",
	Example: `"time_zone": "Europe/Malaga"`, Remedy: "Use the name of an IANA time zone.",
	Fields: []string{vocab.TimeZone}, With: []string{vocab.StartDate, vocab.EndDate}, Check: timeZone,
}, {
	Code: "TIM006", Severity: finding.Warning, Title: "clock time without a time zone",
	Why:     "Clock times are local to the time zone of the conference.",
	Example: "a session at 09:00 of a conference without time_zone", Remedy: "Give the conference its time zone.",
	Fields: []string{vocab.StartTime}, With: []string{vocab.Conference}, Across: true, Check: timeWithoutZone,
}, {
	Code: "TIM007", Severity: finding.Error, Title: "session outside the days of its conference",
	Why:     "Sessions are the programme of the conference itself.",
	Example: "a session on 12 May of a conference on 10-11 May", Remedy: "Correct the date of the session or of the conference.",
	Fields: []string{vocab.StartDate}, With: []string{vocab.EndDate, vocab.StartTime, vocab.EndTime, vocab.Conference}, Across: true,
	Check: sessionOutside,
}, {
	Code: "TIM008", Severity: finding.Error, Title: "side event outside the days of its conference",
	Why:     "Side events and workshops take place on the days of the conference or on the day before.",
	Example: "a side event on 8 May of a conference on 10-11 May", Remedy: "Correct the date of the side event or of the conference.",
	Fields: []string{vocab.Date}, With: []string{vocab.EndDate, vocab.StartTime, vocab.EndTime, vocab.Conference}, Across: true,
	Applies: ofSideEvents, Check: sideEventOutside,
}, {
	Code: "TIM009", Severity: finding.Error, Title: "event before the one that it follows",
	Why:     "An event cannot start before the one that it follows.",
	Example: "a session of 10 May that follows one of 11 May", Remedy: "Correct the date or the reference.",
	Fields: []string{vocab.Follows}, With: []string{vocab.StartDate, vocab.StartTime}, Across: true, Check: beforeEarlier,
}, {
	Code: "TIM010", Severity: finding.Error, Title: "follow-up before the earlier conference",
	Why:     "A follow-up starts after the earlier conference has ended.",
	Example: "a conference of 2020 that follows up one of 2021", Remedy: "Correct the dates or the reference.",
	Fields: []string{vocab.FollowUpTo}, With: []string{vocab.StartDate}, Across: true, Check: followUp,
}, {
	Code: "TIM011", Severity: finding.Warning, Title: "clock time without a source",
	Why:     "Each clock time must come from a source.",
	Example: "start_time, with sources for the title alone", Remedy: "Name the field in the source that states the time.",
	Fields: []string{vocab.StartTime}, With: []string{vocab.Sources}, Across: true, Check: timeWithoutSource,
}, {
	Code: "TIM012", Severity: finding.Error, Title: "clock time that the day does not have",
	Why:     "Where clocks go forward, the hour that they skip does not exist.",
	Example: "02:30 on 27 March 2022 in Europe/Madrid", Remedy: "Correct the time, the date or the time zone.",
	Fields: []string{vocab.StartTime, vocab.EndTime}, Across: true, Check: skippedTime,
	With: []string{vocab.StartDate, vocab.Date, vocab.EndDate, vocab.DateMeaning, vocab.Conference},
}}

// days returns the first and the last day of a record, the same if it has one.
func (r *record) days() (first, last string) {
	first = cmp.Or(r.text(vocab.StartDate), r.text(vocab.Date))
	return first, cmp.Or(r.text(vocab.EndDate), first)
}

// hours returns the days and the clock times of an event.
func (r *record) hours() vocab.Hours {
	first, last := r.days()
	return vocab.Hours{
		First: first, Last: last, Meaning: r.text(vocab.DateMeaning), Start: r.text(vocab.StartTime), End: r.text(vocab.EndTime),
	}
}

// backwards reports whether a record ends on a day before it starts. The other rules about its times would only
// repeat that.
func (r *record) backwards() bool {
	first, last := r.days()
	return last < first
}

// oneDay reports whether a record is about one day.
func (r *record) oneDay() bool {
	first, last := r.days()
	return first == last
}

func endBeforeStart(r *record) {
	start, end, hint := vocab.StartDate, vocab.EndDate, ""
	if r.get(start) == nil {
		start = vocab.Date
	}
	if !r.backwards() {
		start, end, hint = vocab.StartTime, vocab.EndTime, "if it ends after midnight, its end_date is the next day"
		switch {
		case !r.oneDay() || r.get(start) == nil || r.get(end) == nil || r.text(end) > r.text(start):
			return
		case r.text(end) == r.text(start):
			r.report(fmt.Sprintf("%s %s is also the %s", end, r.text(end), start), "leave it out if no source states the end", end)
			return
		}
	}
	r.report(fmt.Sprintf("%s %s is before %s %s", end, r.text(end), start, r.text(start)), hint, end)
}

func dateMeaning(r *record) {
	meaning := r.text(vocab.DateMeaning)
	switch {
	case meaning == "" || r.backwards() || (meaning == vocab.DateOn) == r.oneDay():
	case meaning == vocab.DateOn && r.hours().LastStart() == r.text(vocab.StartDate):
	case meaning == vocab.DateOn:
		hint := "remove end_date, or write throughout or within"
		r.report("date_meaning is on, but the dates cover several days", hint, vocab.DateMeaning)
	default:
		r.report(fmt.Sprintf("date_meaning is %s, but the dates cover one day", meaning), "write on, or a later end_date", vocab.DateMeaning)
	}
}

func timeWithoutDay(r *record) {
	if r.text(vocab.DateMeaning) != vocab.DateWithin || r.backwards() {
		return
	}
	for _, name := range []string{vocab.PartOfDay, vocab.StartTime, vocab.EndTime} {
		if r.get(name) != nil {
			r.report(name+" needs a day, but the day is not known", "correct the dates, or remove the time", name)
		}
	}
}

func partOfDay(r *record) {
	part, at := r.text(vocab.PartOfDay), r.text(vocab.StartTime)
	if part != "" && at != "" && !r.backwards() && !inPart(part, at) {
		r.report(fmt.Sprintf("start_time %s is not in the %s", at, part), "", vocab.StartTime)
	}
}

// inPart reports whether a time is in a part of the day. The limits are wide, because usage differs.
func inPart(part, at string) bool {
	switch part {
	case vocab.Morning:
		return at < "12:00"
	case vocab.Afternoon:
		return at >= "12:00" && at < "20:00"
	case vocab.Evening:
		return at >= "17:00"
	}
	return true
}

func timeWithoutSource(r *record) {
	sources := r.get(vocab.Sources)
	if r.get(vocab.StartTime) == nil || sources == nil {
		return
	}
	for _, s := range rawjson.Elements(sources) {
		fields := rawjson.Get(s, vocab.Fields)
		if fields == nil { // a source of the record as a whole
			return
		}
		for _, f := range rawjson.Elements(fields) {
			if rawjson.Text(f) == vocab.StartTime {
				return
			}
		}
	}
	r.report("no source states the clock time", "add start_time to the fields of the source that states it", vocab.StartTime)
}

// conferenceDays returns the first and last day of the conference of a record; ok is false if they are not known.
func (r *record) conferenceDays() (from, to string, ok bool) {
	c := r.target(vocab.Conference)
	from, to = c.text(vocab.StartDate), c.text(vocab.EndDate)
	return from, to, c.exists && from <= to
}

func sessionOutside(r *record) {
	first := r.text(vocab.StartDate)
	last := max(first, r.hours().LastStart())
	from, to, ok := r.conferenceDays()
	if !ok || first == "" || first >= from && last <= to {
		return
	}
	days := first
	if last != first {
		days += " to " + last
	}
	r.report(fmt.Sprintf("%s is outside the days of its conference, %s to %s", days, from, to), "", vocab.StartDate)
}

func ofSideEvents(_ *Checker, t *schema.Table) bool { return t.Name == vocab.SideEvents }

func sideEventOutside(r *record) {
	day, last := r.text(vocab.Date), r.hours().LastStart()
	from, to, ok := r.conferenceDays()
	if !ok || day == "" || r.backwards() {
		return
	}
	earliest := from
	if t, err := time.Parse(time.DateOnly, from); err == nil {
		earliest = t.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	switch {
	case day < earliest || day > to:
		message := fmt.Sprintf("date %s is neither one of the days of its conference, %s to %s, nor the day before", day, from, to)
		r.report(message, "", vocab.Date)
	case last > to:
		message := fmt.Sprintf("end_date %s is after the days of its conference, %s to %s", r.text(vocab.EndDate), from, to)
		r.report(message, "", vocab.EndDate)
	}
}

func beforeEarlier(r *record) {
	earlier := r.target(vocab.Follows)
	if !earlier.exists {
		return
	}
	day, dayBefore := r.text(vocab.StartDate), earlier.text(vocab.StartDate)
	at, atBefore := day+r.text(vocab.StartTime), dayBefore+earlier.text(vocab.StartTime)
	if day < dayBefore || (len(at) == len(atBefore) && at < atBefore) { // or if both have a time
		r.report(fmt.Sprintf("starts before %s, which it follows", r.text(vocab.Follows)), "", vocab.Follows)
	}
}

func followUp(r *record) {
	id := r.text(vocab.FollowUpTo)
	earlier := r.target(vocab.FollowUpTo)
	if earlier.exists && id != r.text(vocab.ID) && r.text(vocab.StartDate) <= earlier.text(vocab.EndDate) {
		r.report(fmt.Sprintf("does not start after %s, which it follows up", id), "", vocab.FollowUpTo)
	}
}
