package rules

import "malaga/internal/finding"

// Codes lists the codes of this package, in order.
func Codes() []finding.Code {
	e, w := finding.Error, finding.Warning
	return []finding.Code{
		rule("IDS001", "an id is used twice", "An id names one record of the whole dataset; with two, every reference to it is in doubt.", `two records with "id": "side-2"`, "Give the later record an id of its own.", e),
		rule("IDS002", "an id differs from another only by hyphens", "The two are easily taken for each other.", "org-unoct and org-un-oct", "If both are the same thing, keep one; otherwise choose a clearer id.", w),
		rule("REF001", "a reference leads nowhere", "The record that it names does not exist, so the link is lost.", `"organisation": "org-unoc", with no such record`, "Correct the id, or add the record.", e),
		rule("REF002", "a reference leads to the wrong table", "The id exists, but names a record of another kind.", `"session": "side-4"`, "Use the id of a record of the table that the message names.", e),
		rule("REF003", "a table is missing that others refer to", "Each reference into it would lead nowhere.", "people.json is not there, but sessions have speakers", "Add the file of the table.", e),
		rule("REF004", "a record refers to itself", "Nothing is part of itself, or follows itself.", `"id": "thm-law", "broader": "thm-law"`, "Leave the field out, or name another record.", e),
		rule("REF005", "the same entry twice in a list", "Counts and lists would show it twice.", "the same organisation twice with the same role", "Keep one of them.", e),
		rule("REF006", "nothing refers to a record", "Themes are there to be referred to; one that is not is a leftover, or a link is missing.", "a theme that no record has", "Use it where it belongs, or remove it.", w),
		rule("REF007", "references go in a circle", "What is part of a thing, or follows it, cannot come before it as well.", "thm-a is under thm-b, and thm-b under thm-a", "Break the circle where it is wrong.", e),
		rule("REF008", "an event of another conference", "A message belongs to the conference of the event in which it was given.", "a message of 2022 with a session of 2021", "Correct the event, or the conference.", e),
		rule("REF009", "a message in two places", "A message was given in a session or in a side event, not in both.", `"session": "ses-a" and "side_event": "side-1"`, "Keep the one that the source names.", e),
		rule("TIM001", "an event ends before it begins", "One of the two dates or times is wrong.", `"start_date": "2022-05-11", "end_date": "2022-05-10"`, "Correct the end, or the beginning.", e),
		rule("TIM002", "the meaning of the dates does not fit them", "on means one day; throughout and within mean several.", `"date_meaning": "within" with one day`, "Correct the dates, or their meaning.", e),
		rule("TIM003", "a time without a known day", "A part of the day or a clock time belongs to a day; within says that the day is not known.", `"date_meaning": "within", "start_time": "09:00"`, "Give the day, or leave the time out.", e),
		rule("TIM004", "a clock time outside the part of the day", "One of the two is wrong.", `"part_of_day": "afternoon", "start_time": "09:00"`, "Correct the one or the other.", e),
		rule("TIM005", "an unknown time zone", "Programs cannot tell when a time is.", `"time_zone": "Europe/Malaga"`, "Take the name of an IANA zone.", e),
		rule("TIM006", "a clock time without a time zone", "Local times are those of the conference's zone.", "a session at 09:00 of a conference without time_zone", "Give the conference its time zone.", w),
		rule("TIM007", "a session outside its conference's days", "Sessions are the conference's own programme.", "a session on 12 May of a conference on 10-11 May", "Correct the date, or the conference's.", e),
		rule("TIM008", "a side event outside the conference's days", "Side events and workshops are held on its days or on the day before.", "a side event on 8 May of a conference on 10-11 May", "Correct the date, or the conference's.", e),
		rule("TIM009", "an event before the one that it follows", "What follows cannot begin earlier.", "a session of 10 May that follows one of 11 May", "Correct the date, or what it follows.", e),
		rule("TIM010", "a follow-up before what it follows up", "It comes after the earlier conference has ended.", "a conference of 2020 that follows up one of 2021", "Correct the dates, or the reference.", e),
		rule("TIM011", "a clock time that no source bears out", "No clock time is ever invented.", "start_time, with sources for the title alone", "Name the field in the source that prints the time.", w),
		rule("CNT001", "two counts that contradict each other", "Of one scope and mode both cannot be true.", "more than 400 and exactly 350 in person", "Keep one, and the other as a variant.", e),
		rule("CNT002", "an exact count that is a round number", "Sources rarely count exactly a multiple of a hundred.", "exactly 5,800", "Use about, at-least or more-than unless the source counts exactly.", w),
		rule("CNT003", "a part is larger than the whole", "More people cannot have been at the workshop than at the side events and the workshop together.", "at least 200 at the workshop, exactly 100 at all", "Correct one of the counts.", e),
		rule("CNT004", "a position is taken twice", "The page lists one event at each place.", "two side events at position 3", "Number the events as the page lists them.", e),
		rule("CNT006", "an official number is taken twice", "Each event has its own number.", "two side events with number 4", "Correct one of the numbers.", e),
		rule("CNT007", "a label is taken twice", "The programme names each session by a letter of its own.", "two sessions (c)", "Correct one of the labels.", e),
		rule("SRC001", "a source for a field that is not there", "It would seem to bear out what the record does not say.", `"fields": ["venue"] in a record without a venue`, "Name the fields that the source bears out.", e),
		rule("SRC002", "a quote that is not in the text", "A quote is there to find the passage; a wrong one is worse than none.", "a quote with a word of our own", "Copy the words exactly. This is checked with --source-text.", e),
		rule("SRC003", "no quote from a text that is at hand", "A reader should find the passage at once.", "a source in the page, without quote", "Quote at most eight words. This is checked with --source-text.", e),
		rule("SRC004", "a variant of a field that is not there", "A variant stands beside a value that was chosen.", `a variant of "venue" in a record without one`, "Give the field its value, or remove the variant.", e),
		rule("SRC005", "a variant that says the same", "It is no variant.", "a variant of the title with the title's own words", "Remove it.", w),
		rule("SRC006", "the same source twice", "It adds nothing.", "two entries with the same document, fields and quote", "Remove one of them.", w),
		rule("SRC007", "a source for what is our own", "Ids and sources are of the dataset's own making.", `"fields": ["id"]`, "Name the fields that the source bears out.", w),
		rule("TXT001", "stray white space", "Two texts that look the same would differ.", `"Málaga "`, "Write single spaces, and none at the ends.", e),
		rule("TXT002", "a control character", "It is not seen, and can steer a terminal.", `"a\u0007b"`, "Remove it.", e),
		rule("TXT003", "not in normal form C", "The same letters in another form are not found by a plain search (Unicode Standard Annex 15).", "á written as a and a combining accent", "Write the composed letter.", e),
		rule("TXT004", "begins as a formula does", "A spreadsheet would run it (CWE-1236).", `"=1+1"`, "Begin with another character.", e),
		rule("TXT005", "a no-break space", "It looks like a space but is not found as one.", "10\u00a0May", "Write a plain space.", w),
		rule("TXT006", "a character that is not seen", "It can hide or turn round what is written (Unicode Technical Report 36).", `"\u202e"`, "Remove it.", e),
		rule("TXT007", "two records with the same name", "They are likely to be the same thing.", "two documents with the same title", "Keep one, or tell them apart in the title.", w),
		rule("TXT008", "a replacement character", "Something was lost when the text was read.", "M\ufffdlaga", "Write what stood there.", e),
		rule("DOC001", "an unknown country", "Countries are codes of ISO 3166-1 alpha-2.", `"UK" for GB`, "Take the code of the standard.", e),
		rule("DOC002", "an unknown language", "Languages are tags of BCP 47.", `"eng_US"`, "Take a registered tag.", e),
		rule("DOC003", "published on a day that does not exist", "The calendar has no such day.", "2022-02-30", "Correct the date.", e),
		rule("DOC004", "an outcome document from before the conference", "It records what was said there.", "published in 2021 of a conference in 2022", "Correct the date, or the document.", e),
		rule("DOC005", "an address that leads nowhere", "It names no host on the web, or a password.", "https://user@host/", "Write https://host/path.", e),
		rule("DOC006", "a State without its country", "States and their bodies are found by country.", "a ministry without country", "Add the country's code.", w),
		rule("DOC007", "a country where none belongs", "Only States and their bodies have one.", "a UN office with a country", "Leave it out, or correct the kind.", w),
		rule("DOC008", "a speaker's words without a speaker", "Somebody said it.", `"standing": "speaker" without speaker or organisation`, "Say who said it, or give another standing.", e),
		rule("DOC009", "the standing claims an outcome document", "Only what the organisers say of the outcome document has that standing.", `"standing": "outcome-document" with a news item`, "Name the outcome document, or give another standing.", e),
		rule("DOC010", "a conference without an organiser", "Somebody organised it.", "organisers with the role supporter alone", "Name who organised it.", e),
		rule("DOC011", "a lone co-organiser", "Nobody organises together with nobody.", "one organiser, with the role co-organiser", "Name the others, or write organiser.", w),
	}
}

func rule(code, title, why, example, remedy string, s finding.Severity) finding.Code {
	return finding.Code{Code: code, Title: title, Why: why, Example: example, Remedy: remedy, Severity: s}
}
