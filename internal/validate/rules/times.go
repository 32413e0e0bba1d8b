package rules

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a zone must be known wherever the program runs

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
)

// times checks the dates and times of one record.
func times(v *view) {
	start, end := v.text(vocab.StartDate), v.text(vocab.EndDate)
	sameDay := end == "" || end == start
	if from, to := v.text(vocab.StartTime), v.text(vocab.EndTime); sameDay && from != "" && to != "" && to < from {
		v.say("TIM001", fmt.Sprintf("%s %s is before %s %s", vocab.EndTime, to, vocab.StartTime, from), "", vocab.EndTime)
	}
	if start != "" && end != "" && end < start {
		v.say("TIM001", fmt.Sprintf("%s %s is before %s %s", vocab.EndDate, end, vocab.StartDate, start), "", vocab.EndDate)
		return // every rule below would follow from that
	}
	meaning := v.text(vocab.DateMeaning)
	switch {
	case meaning == "on" && !sameDay:
		v.say("TIM002", fmt.Sprintf("%s is on, but the dates are several days", vocab.DateMeaning), "leave out end_date, or write throughout or within", vocab.DateMeaning)
	case meaning != "" && meaning != "on" && sameDay:
		v.say("TIM002", fmt.Sprintf("%s is %s, but the dates are one day", vocab.DateMeaning, meaning), "write on, or a later end_date", vocab.DateMeaning)
	}
	if meaning == "within" {
		for _, name := range []string{vocab.PartOfDay, vocab.StartTime, vocab.EndTime} {
			if v.get(name) != nil {
				v.say("TIM003", name+" is given, but the day is not known", "a time belongs to a day: correct the dates, or leave the time out", name)
			}
		}
	}
	if part, at := v.text(vocab.PartOfDay), v.text(vocab.StartTime); part != "" && at != "" && !fits(part, at) {
		v.say("TIM004", fmt.Sprintf("%s %s is not in the %s", vocab.StartTime, at, part), "", vocab.StartTime)
	}
	if zone := v.text(vocab.TimeZone); zone != "" {
		// What LoadLocation takes beside the names of zones depends on the machine.
		if _, err := time.LoadLocation(zone); err != nil || zone == "Local" || strings.HasPrefix(zone, "pos") || strings.HasPrefix(zone, "right/") {
			v.say("TIM005", fmt.Sprintf("%q is not a known time zone", zone), "take the name of an IANA zone, such as Europe/Madrid", vocab.TimeZone)
		}
	}
}

// fits says whether a time of day lies in a part of the day. The bounds are wide: usage differs.
func fits(part, at string) bool {
	switch part {
	case "morning":
		return at < "12:00"
	case "afternoon":
		return at >= "12:00" && at < "20:00"
	case "evening":
		return at >= "17:00"
	}
	return true
}

// zoneless are the conferences of which it has been told that they have no time zone: once is enough.
type zoneless map[string]bool

// clock checks that clock times have a zone and a source: none is ever invented.
func (z zoneless) clock(v *view) {
	if v.get(vocab.StartTime) == nil {
		return
	}
	if c := v.target(vocab.Conference); c != nil && rawjson.Get(c, vocab.TimeZone) == nil && !z[v.text(vocab.Conference)] {
		z[v.text(vocab.Conference)] = true
		v.say("TIM006", "a clock time, but the conference has no time_zone", "give "+v.text(vocab.Conference)+" the IANA zone that its times are local in", vocab.StartTime)
	}
	if v.get(vocab.Sources) != nil && !covered(v.get(vocab.Sources), vocab.StartTime) {
		v.say("TIM011", "no source bears out the clock time", "name start_time among the fields of the source that prints it", vocab.StartTime)
	}
}

// covered says whether a source bears out a field, by name or with the record as a whole.
func covered(list []byte, name string) bool {
	for _, s := range rawjson.Elements(list) {
		if fields := rawjson.Get(s, vocab.Fields); fields == nil || holds(fields, name) {
			return true
		}
	}
	return false
}

// programme checks an event against its conference and what it follows.
func programme(v *view) {
	c := v.target(vocab.Conference)
	from, to := rawjson.GetText(c, vocab.StartDate), rawjson.GetText(c, vocab.EndDate)
	if c != nil && from <= to {
		if first, last := v.text(vocab.StartDate), max(v.text(vocab.StartDate), v.text(vocab.EndDate)); first != "" && (first < from || last > to) {
			v.say("TIM007", fmt.Sprintf("%s is outside the days of its conference, %s to %s", days(first, last), from, to), "", vocab.StartDate)
		}
		if day := v.text(vocab.Date); day != "" && (day < dayBefore(from) || day > to) {
			v.say("TIM008", fmt.Sprintf("%s %s is neither in the days of its conference, %s to %s, nor the day before", vocab.Date, day, from, to), "", vocab.Date)
		}
	}
	if before := v.target(vocab.Follows); before != nil {
		day, priorDay := v.text(vocab.StartDate), rawjson.GetText(before, vocab.StartDate)
		at, prior := day+v.text(vocab.StartTime), priorDay+rawjson.GetText(before, vocab.StartTime)
		if day < priorDay || (len(at) == len(prior) && at < prior) { // or if both have a time
			v.say("TIM009", fmt.Sprintf("begins before %s, which it follows", v.text(vocab.Follows)), "", vocab.Follows)
		}
	}
	if before := v.target(vocab.FollowUpTo); before != nil && v.text(vocab.FollowUpTo) != v.text("id") && v.text(vocab.StartDate) <= rawjson.GetText(before, vocab.EndDate) {
		v.say("TIM010", fmt.Sprintf("does not come after %s, which it follows up", v.text(vocab.FollowUpTo)), "", vocab.FollowUpTo)
	}
}

func days(first, last string) string {
	if first == last {
		return first
	}
	return first + " to " + last
}

func dayBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}
