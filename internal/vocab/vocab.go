// Package vocab names the tables, fields and codes whose meaning the program knows.
//
// Everything else about the data comes from the schemas. The comment behind each name lists where it is used, as
// TABLE, TABLE.FIELD or "dataset" (the description of a dataset); a test checks each place against the schemas.
package vocab

// Tables.
const (
	Conferences   = "conferences"
	Sessions      = "sessions"
	SideEvents    = "side_events"
	Messages      = "outcome_messages"
	Organisations = "organisations"
	People        = "people"
	Documents     = "documents"
	Themes        = "themes" // outcome_messages, sessions (a field of the same name)
)

// Fields.
const (
	ID    = "id"    // conferences, sessions, side_events, outcome_messages, organisations, people, documents, themes
	Title = "title" // conferences, sessions, side_events, documents, dataset
	Note  = "note"  // sessions, conferences.sources, conferences.variants, conferences.attendance
	Kind  = "kind"  // sessions, side_events, organisations, documents, outcome_messages

	// Of conferences.
	ShortTitle = "short_title"  // conferences
	StartDate  = "start_date"   // conferences, sessions
	EndDate    = "end_date"     // conferences, sessions, side_events
	City       = "city"         // conferences
	Country    = "country"      // conferences, organisations
	Venue      = "venue"        // conferences, side_events
	TimeZone   = "time_zone"    // conferences
	FollowUpTo = "follow_up_to" // conferences
	Organisers = "organisers"   // conferences, side_events
	Attendance = "attendance"   // conferences

	// Of sessions and side events.
	Conference  = "conference"   // sessions, side_events, outcome_messages
	Date        = "date"         // side_events
	DateMeaning = "date_meaning" // sessions
	PartOfDay   = "part_of_day"  // sessions
	StartTime   = "start_time"   // sessions, side_events
	EndTime     = "end_time"     // sessions, side_events
	TimeMeaning = "time_meaning" // sessions
	Follows     = "follows"      // sessions
	Label       = "label"        // sessions
	Summary     = "summary"      // sessions
	Focus       = "focus"        // side_events
	Number      = "number"       // side_events
	Position    = "position"     // side_events, people
	Speakers    = "speakers"     // sessions, side_events

	// Of outcome messages.
	Standing  = "standing"   // outcome_messages
	Session   = "session"    // outcome_messages
	SideEvent = "side_event" // outcome_messages
	Speaker   = "speaker"    // outcome_messages

	// Of organisations and themes.
	Acronym    = "acronym"     // organisations
	Parent     = "parent"      // organisations
	AltLabels  = "alt_labels"  // themes
	OtherNames = "other_names" // organisations

	// Of documents.
	Publisher = "publisher" // documents
	Event     = "event"     // documents
	URL       = "url"       // documents, organisations
	Published = "published" // documents
	Language  = "language"  // documents, dataset

	// Of the entries of lists.
	Organisation = "organisation" // conferences.organisers, side_events.organisers, people, outcome_messages
	Person       = "person"       // sessions.speakers, side_events.speakers
	Role         = "role"         // conferences.organisers, side_events.organisers, sessions.speakers, side_events.speakers
	Mode         = "mode"         // conferences, conferences.attendance, sessions.speakers, side_events
	Presence     = "presence"     // sessions.speakers, side_events.speakers
	Scope        = "scope"        // conferences.attendance
	Comparator   = "comparator"   // conferences.attendance
	Count        = "count"        // conferences.attendance

	// Of where a value comes from.
	Sources  = "sources"  // conferences, sessions, side_events, outcome_messages, organisations, people
	Variants = "variants" // conferences, sessions, side_events
	Document = "document" // conferences.sources, conferences.variants, outcome_messages
	Basis    = "basis"    // conferences.sources, conferences.organisers, sessions.speakers, documents.contributors
	Fields   = "fields"   // conferences.sources
	Quote    = "quote"    // conferences.sources
	Field    = "field"    // conferences.variants
	Value    = "value"    // conferences.variants

	// Of the description of a dataset.
	Version  = "version"  // dataset
	Licence  = "licence"  // dataset
	Modified = "modified" // dataset
)

// Codes.
const (
	DateOn         = "on"         // sessions.date_meaning
	DateThroughout = "throughout" // sessions.date_meaning
	DateWithin     = "within"     // sessions.date_meaning (on one of the days, the source does not say which)

	TimeAnnounced = "announced" // sessions.time_meaning

	Morning   = "morning"   // sessions.part_of_day
	Afternoon = "afternoon" // sessions.part_of_day
	Evening   = "evening"   // sessions.part_of_day

	ModeInPerson = "in-person" // conferences.mode, side_events.mode
	ModeOnline   = "online"    // conferences.mode, side_events.mode
	ModeHybrid   = "hybrid"    // conferences.mode, side_events.mode

	PresenceSpoke = "spoke" // sessions.speakers.presence, side_events.speakers.presence
	PresenceNamed = "named" // sessions.speakers.presence, side_events.speakers.presence (with the event, not as one who spoke)

	Video = "video" // documents.kind, sessions.speakers.presence, side_events.speakers.presence

	BasisInferred = "inferred" // conferences.organisers.basis, side_events.organisers.basis, sessions.speakers.basis

	RoleOrganiser   = "organiser"    // conferences.organisers.role, side_events.organisers.role
	RoleHost        = "host"         // conferences.organisers.role, side_events.organisers.role
	RoleLead        = "lead"         // conferences.organisers.role, side_events.organisers.role
	RoleCoOrganiser = "co-organiser" // conferences.organisers.role, side_events.organisers.role

	KindOutcomeDocument = "outcome-document" // documents.kind
	KindFlyer           = "flyer"            // documents.kind
	KindFilm            = "film"             // documents.kind
	KindCourse          = "course"           // documents.kind
	KindReport          = "report"           // documents.kind
	KindResolution      = "resolution"       // documents.kind
	KindLaw             = "law"              // documents.kind
	KindStatement       = "statement"        // documents.kind
	KindPressRelease    = "press-release"    // documents.kind
	KindNews            = "news"             // documents.kind
	KindWebPage         = "web-page"         // documents.kind
)
