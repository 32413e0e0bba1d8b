package cite

import "slices"

// The tables and fields whose meaning a citation depends on. Each is named here and nowhere else.
const (
	conferences   = "conferences"
	sessions      = "sessions"
	sideEvents    = "side_events"
	messages      = "outcome_messages"
	organisations = "organisations"
	people        = "people"
	documents     = "documents"

	title       = "title"
	startDate   = "start_date"
	endDate     = "end_date"
	date        = "date"
	dateMeaning = "date_meaning"
	city        = "city"
	country     = "country"
	kind        = "kind"
	label       = "label"
	official    = "number"
	conference  = "conference"
	session     = "session"
	sideEvent   = "side_event"
	organisers  = "organisers"
	speakers    = "speakers"
	standing    = "standing"
	document    = "document"
	speaker     = "speaker"
	publisher   = "publisher"
	address     = "url"
	published   = "published"

	// In the objects of lists.
	organ  = "organisation" // of a message as well
	role   = "role"
	person = "person"

	// Of the dataset's description; a document has a language too.
	version  = "version"
	licence  = "licence"
	language = "language"
	modified = "modified"
)

// The codes whose meaning a citation depends on.
const (
	within = "within" // on one of the days

	// Those who answer for an event. Supporters and partners do not.
	organiser   = "organiser"
	host        = "host"
	lead        = "lead"
	coOrganiser = "co-organiser"

	outcomeDocument = "outcome-document"
	flyer           = "flyer"
	film            = "film"
	video           = "video"
	course          = "course"
	report          = "report"
	resolution      = "resolution"
	law             = "law"
	statement       = "statement"
	pressRelease    = "press-release"
	news            = "news"
	webPage         = "web-page"
)

// Names lists the fields that the package knows by table, dotted where they are in objects, for the test that each
// stands in a schema.
func Names() map[string][]string {
	hosts := []string{organisers + "." + organ, organisers + "." + role}
	voices := []string{speakers + "." + person}
	return map[string][]string{
		conferences:   append([]string{title, startDate, endDate, city, country}, hosts...),
		sessions:      append([]string{title, startDate, endDate, dateMeaning, kind, label, conference}, voices...),
		sideEvents:    slices.Concat([]string{title, date, kind, official, conference}, hosts, voices),
		messages:      append([]string{conference}, said()...),
		documents:     {title, kind, publisher, address, published, language},
		organisations: {},
		people:        {},
	}
}

// Described lists the fields of a dataset's description that the package knows.
func Described() []string { return []string{title, version, licence, language, modified} }

// Codes lists the codes that the package knows, by table and field.
func Codes() map[string][]string {
	roles := []string{organiser, host, lead, coOrganiser}
	return map[string][]string{
		sessions + "." + dateMeaning:                {within},
		conferences + "." + organisers + "." + role: roles,
		sideEvents + "." + organisers + "." + role:  roles,
		documents + "." + kind: {
			outcomeDocument, flyer, film, video, course, report, resolution, law, statement, pressRelease, news, webPage,
		},
	}
}

// said are the fields that tell what a message refers to, in the order in which they are told.
func said() []string {
	return []string{standing, speaker, organ, document, session, sideEvent}
}

// Tables lists the tables that records are looked up in: what is cited names its organisers, speakers and events.
func Tables() []string {
	return []string{conferences, sessions, sideEvents, organisations, people, documents}
}
