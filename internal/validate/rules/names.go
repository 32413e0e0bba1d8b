package rules

import "slices"

// The tables and fields whose meaning the rules know. Each is named here and nowhere else.
const (
	conferences = "conferences"
	sessions    = "sessions"
	sideEvents  = "side_events"
	messages    = "outcome_messages"
	documents   = "documents"
	themes      = "themes"

	startDate     = "start_date"
	endDate       = "end_date"
	startTime     = "start_time"
	endTime       = "end_time"
	date          = "date"
	dateMeaning   = "date_meaning"
	partOfDay     = "part_of_day"
	timeZone      = "time_zone"
	conference    = "conference"
	session       = "session"
	sideEvent     = "side_event"
	follows       = "follows"
	followUpTo    = "follow_up_to"
	organisers    = "organisers"
	speakers      = "speakers"
	attendance    = "attendance"
	position      = "position"
	official      = "number"
	label         = "label"
	kind          = "kind"
	standing      = "standing"
	document      = "document"
	speaker       = "speaker"
	organ         = "organisation"
	country       = "country"
	languageField = "language"
	published     = "published"
	address       = "url"
	sources       = "sources"
	variants      = "variants"

	// In the objects of lists.
	scope        = "scope"
	mode         = "mode"
	comparator   = "comparator"
	countField   = "count"
	role         = "role"
	person       = "person"
	basis        = "basis"
	bornOut      = "fields"
	quoteField   = "quote"
	noteField    = "note"
	variantOf    = "field"
	variantValue = "value"
)

// Names lists those names by table, dotted where they are in objects, for the test that each stands in a schema.
func Names() map[string][]string {
	in := func(list string, names ...string) []string {
		all := []string{list}
		for _, n := range names {
			all = append(all, list+"."+n)
		}
		return all
	}
	provenance := slices.Concat(in(sources, document, basis, bornOut, quoteField, noteField), in(variants, variantOf, variantValue))
	hosts, voices := in(organisers, organ, role), in(speakers, person, role)
	return map[string][]string{
		conferences: slices.Concat([]string{startDate, endDate, timeZone, followUpTo, country}, in(attendance, scope, mode, comparator, countField), hosts, provenance),
		sessions:    append([]string{startDate, endDate, startTime, endTime, dateMeaning, partOfDay, conference, follows, label}, voices...),
		sideEvents:  slices.Concat([]string{date, startTime, endTime, conference, position, official, kind}, hosts, voices),
		messages:    {conference, session, sideEvent, standing, document, speaker, organ},
		documents:   {kind, published, languageField, address},
		themes:      {},
	}
}
