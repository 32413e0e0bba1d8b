package overview

// The tables and fields whose meaning this package knows. Each is named here and nowhere else.
const (
	conferences   = "conferences"
	sessions      = "sessions"
	sideEvents    = "side_events"
	messages      = "outcome_messages"
	organisations = "organisations"
	people        = "people"

	kind        = "kind"
	standing    = "standing"
	themes      = "themes"
	conference  = "conference"
	session     = "session"
	sideEvent   = "side_event"
	speaker     = "speaker"
	title       = "title"
	shortTitle  = "short_title"
	startDate   = "start_date"
	endDate     = "end_date"
	date        = "date"
	dateMeaning = "date_meaning"
	startTime   = "start_time"
	city        = "city"
	country     = "country"
	followUp    = "follow_up_to"
	organisers  = "organisers"
	speakers    = "speakers"
	attendance  = "attendance"
	sources     = "sources"

	// In the objects of lists.
	organ      = "organisation" // of people as well
	role       = "role"
	person     = "person"
	scope      = "scope"
	mode       = "mode"
	comparator = "comparator"
	number     = "count"
	basis      = "basis"

	// Of the dataset's description; a conference has a title too.
	version = "version"
	licence = "licence"
)

// The codes whose meaning it knows.
const (
	on = "on" // that day, and no other

	organiser   = "organiser"
	lead        = "lead"
	coOrganiser = "co-organiser"
	host        = "host"
)

// Names lists the fields that the package knows by table, for the test that each stands in a schema.
func Names() map[string][]string {
	return map[string][]string{
		conferences: {
			title, shortTitle, startDate, endDate, city, country, followUp, organisers + "." + organ, organisers + "." + role, sources + "." + basis,
			attendance + "." + scope, attendance + "." + mode, attendance + "." + comparator, attendance + "." + number,
		},
		sessions:      {kind, conference, startDate, dateMeaning, startTime, speakers + "." + person},
		sideEvents:    {kind, conference, date, startTime, speakers + "." + person},
		messages:      {standing, themes, session, sideEvent, speaker},
		organisations: {kind},
		people:        {organ},
	}
}

// MetaNames lists the fields that it knows of the description of a dataset.
func MetaNames() []string { return []string{title, version, licence} }

// Codes lists the codes that it knows, by table and field.
func Codes() map[[2]string][]string {
	return map[[2]string][]string{
		{sessions, dateMeaning}:                {on},
		{conferences, organisers + "." + role}: {organiser, lead, coOrganiser, host},
	}
}
