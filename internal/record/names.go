package record

// The tables and fields whose meaning a page depends on. Each is named here and nowhere else; whatever else a record holds
// is shown as its schema describes it.
const (
	// Where a value comes from, and what other sources say instead.
	sources  = "sources"
	variants = "variants"
	document = "document"
	basis    = "basis"
	fields   = "fields"
	quote    = "quote"
	note     = "note"
	field    = "field"
	value    = "value"

	// Of a document.
	documents = "documents"
	publisher = "publisher"
	address   = "url"

	// When a session was.
	startDate   = "start_date"
	endDate     = "end_date"
	dateMeaning = "date_meaning"

	// Of a part in an event.
	role = "role"
	mode = "mode"

	// What tells a message or a person that refers to the record shown.
	messages = "outcome_messages"
	people   = "people"
	standing = "standing"
	speaker  = "speaker"
	position = "position"
)

// What the dates of a session mean.
const (
	on         = "on"
	throughout = "throughout"
	within     = "within"
)

// Names lists the fields that the package knows by table, for the test that each stands in a schema.
func Names() map[string][]string {
	source, variant := sources+".", variants+"."
	return map[string][]string{
		"conferences": {
			source + document, source + basis, source + fields, source + quote, source + note,
			variant + field, variant + value, variant + document, variant + note,
		},
		documents:  {publisher, address},
		"sessions": {startDate, endDate, dateMeaning, "speakers." + role, "speakers." + mode, note},
		messages:   {standing, speaker},
		people:     {position},
	}
}

// Codes lists the codes that it knows, by table and field.
func Codes() map[[2]string][]string {
	return map[[2]string][]string{{"sessions", dateMeaning}: {on, throughout, within}}
}

// Headings are what a page calls the records that refer to one, by the field in which they do; %s is the title of
// their table. A field that is not here is named itself.
func Headings() map[string]string {
	return map[string]string{
		"speakers.person":         "%s at which they spoke",
		"organisers.organisation": "%s it had a part in",
		"session":                 "%s from this session",
		"side_event":              "%s from this event",
		"conference":              "%s of this conference",
		"speaker":                 "%s from this speaker",
		"organisation":            "%s of this organisation",
		"document":                "%s carried or reported here",
		"parent":                  "%s that are part of it",
		"follow_up_to":            "%s that followed it up",
		"follows":                 "%s directly after it",
		"broader":                 "%s within it",
		"themes":                  "%s on this theme",
		"sources.document":        "%s for which it is a source",
		"variants.document":       "%s of which it says something else",
	}
}
