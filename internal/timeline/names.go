package timeline

// The tables and fields whose meaning this package knows. Each is named here and nowhere else.
const (
	conferences = "conferences"
	sessions    = "sessions"
	sideEvents  = "side_events"

	id          = "id"
	title       = "title"
	shortTitle  = "short_title"
	startDate   = "start_date"
	endDate     = "end_date"
	date        = "date"
	dateMeaning = "date_meaning"
	partOfDay   = "part_of_day"
	startTime   = "start_time"
	endTime     = "end_time"
	timeZone    = "time_zone"
	venue       = "venue"
	city        = "city"
	country     = "country"
	conference  = "conference"
	kind        = "kind"
	label       = "label"
	follows     = "follows"
	mode        = "mode"
	summary     = "summary"
	focus       = "focus"

	// Of the dataset itself.
	modified = "modified"

	// Codes.
	on         = "on"
	throughout = "throughout"
	within     = "within"
	morning    = "morning"
	afternoon  = "afternoon"
	evening    = "evening"
	online     = "online"
)

// Names lists the fields that the package knows by table, for the test that each stands in a schema.
func Names() map[string][]string {
	return map[string][]string{
		conferences: {id, title, shortTitle, startDate, endDate, timeZone, venue, city, country},
		sessions:    {id, title, conference, kind, label, startDate, endDate, dateMeaning, partOfDay, startTime, endTime, follows, summary},
		sideEvents:  {id, title, conference, kind, date, startTime, endTime, mode, focus},
	}
}

// MetaNames lists the fields that it knows of the description of a dataset.
func MetaNames() []string { return []string{title, modified} }

// Codes lists the codes that it knows, by table and field.
func Codes() map[[2]string][]string {
	return map[[2]string][]string{
		{sessions, dateMeaning}: {on, throughout, within},
		{sessions, partOfDay}:   {morning, afternoon, evening},
		{sideEvents, mode}:      {online},
	}
}
