package integrity

// The tables and fields whose meaning the rules know. Each is named here and nowhere else.
const (
	conferences = "conferences"
	sessions    = "sessions"
	sideEvents  = "side_events"
	messages    = "outcome_messages"
	documents   = "documents"

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
)

// Names lists those names by table, for the test that each stands in a schema.
func Names() map[string][]string {
	return map[string][]string{
		conferences: {startDate, endDate, timeZone, followUpTo, organisers, attendance, country, sources, variants},
		sessions:    {startDate, endDate, startTime, endTime, dateMeaning, partOfDay, conference, follows, speakers, label},
		sideEvents:  {date, startTime, endTime, conference, position, official, kind, organisers, speakers},
		messages:    {conference, session, sideEvent, standing, document, speaker, organ},
		documents:   {kind, published, languageField, address},
	}
}
