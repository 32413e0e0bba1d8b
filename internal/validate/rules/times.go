package rules

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a zone must be known wherever the program runs

	"malaga/internal/rawjson"
)

// times checks the dates and times of one record.
func times(v *view) {
	start, end := v.text(startDate), v.text(endDate)
	sameDay := end == "" || end == start
	if from, to := v.text(startTime), v.text(endTime); sameDay && from != "" && to != "" && to < from {
		v.say("TIM001", fmt.Sprintf("%s %s is before %s %s", endTime, to, startTime, from), "", endTime)
	}
	if start != "" && end != "" && end < start {
		v.say("TIM001", fmt.Sprintf("%s %s is before %s %s", endDate, end, startDate, start), "", endDate)
		return // every rule below would follow from that
	}
	meaning := v.text(dateMeaning)
	switch {
	case meaning == "on" && !sameDay:
		v.say("TIM002", fmt.Sprintf("%s is on, but the dates are several days", dateMeaning), "leave out end_date, or write throughout or within", dateMeaning)
	case meaning != "" && meaning != "on" && sameDay:
		v.say("TIM002", fmt.Sprintf("%s is %s, but the dates are one day", dateMeaning, meaning), "write on, or a later end_date", dateMeaning)
	}
	if meaning == "within" {
		for _, name := range []string{partOfDay, startTime, endTime} {
			if v.get(name) != nil {
				v.say("TIM003", name+" is given, but the day is not known", "a time belongs to a day: correct the dates, or leave the time out", name)
			}
		}
	}
	if part, at := v.text(partOfDay), v.text(startTime); part != "" && at != "" && !fits(part, at) {
		v.say("TIM004", fmt.Sprintf("%s %s is not in the %s", startTime, at, part), "", startTime)
	}
	if zone := v.text(timeZone); zone != "" {
		// What LoadLocation takes beside the names of zones depends on the machine.
		if _, err := time.LoadLocation(zone); err != nil || zone == "Local" || strings.HasPrefix(zone, "pos") || strings.HasPrefix(zone, "right/") {
			v.say("TIM005", fmt.Sprintf("%q is not a known time zone", zone), "take the name of an IANA zone, such as Europe/Madrid", timeZone)
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
	if v.get(startTime) == nil {
		return
	}
	if c := v.target(conference); c != nil && rawjson.Get(c, timeZone) == nil && !z[v.text(conference)] {
		z[v.text(conference)] = true
		v.say("TIM006", "a clock time, but the conference has no time_zone", "give "+v.text(conference)+" the IANA zone that its times are local in", startTime)
	}
	if v.get(sources) != nil && !covered(v.get(sources), startTime) {
		v.say("TIM011", "no source bears out the clock time", "name start_time among the fields of the source that prints it", startTime)
	}
}

// covered says whether a source bears out a field, by name or with the record as a whole.
func covered(list []byte, name string) bool {
	for _, s := range rawjson.Elements(list) {
		if fields := rawjson.Get(s, bornOut); fields == nil || holds(fields, name) {
			return true
		}
	}
	return false
}

// programme checks an event against its conference and what it follows.
func programme(v *view) {
	c := v.target(conference)
	from, to := rawjson.GetText(c, startDate), rawjson.GetText(c, endDate)
	if c != nil && from <= to {
		if first, last := v.text(startDate), max(v.text(startDate), v.text(endDate)); first != "" && (first < from || last > to) {
			v.say("TIM007", fmt.Sprintf("%s is outside the days of its conference, %s to %s", days(first, last), from, to), "", startDate)
		}
		if day := v.text(date); day != "" && (day < dayBefore(from) || day > to) {
			v.say("TIM008", fmt.Sprintf("%s %s is neither in the days of its conference, %s to %s, nor the day before", date, day, from, to), "", date)
		}
	}
	if before := v.target(follows); before != nil {
		day, priorDay := v.text(startDate), rawjson.GetText(before, startDate)
		at, prior := day+v.text(startTime), priorDay+rawjson.GetText(before, startTime)
		if day < priorDay || (len(at) == len(prior) && at < prior) { // or if both have a time
			v.say("TIM009", fmt.Sprintf("begins before %s, which it follows", v.text(follows)), "", follows)
		}
	}
	if before := v.target(followUpTo); before != nil && v.text(followUpTo) != v.text("id") && v.text(startDate) <= rawjson.GetText(before, endDate) {
		v.say("TIM010", fmt.Sprintf("does not come after %s, which it follows up", v.text(followUpTo)), "", followUpTo)
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
