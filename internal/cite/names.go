package cite

import "malaga/internal/vocab"

// said are the fields that tell what a message refers to, in the order in which they are told.
func said() []string {
	return []string{vocab.Standing, vocab.Speaker, vocab.Organisation, vocab.Document, vocab.Session, vocab.SideEvent}
}

// Tables lists the tables that records are looked up in: what is cited names its organisers, speakers and events.
func Tables() []string {
	return []string{vocab.Conferences, vocab.Sessions, vocab.SideEvents, vocab.Organisations, vocab.People, vocab.Documents}
}
