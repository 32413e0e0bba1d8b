package cite

import "malaga/internal/vocab"

// Form is the type of a cited work.
type Form string

// The forms.
const (
	Dataset     Form = "dataset"
	Conference  Form = "conference"
	Part        Form = "part of a conference"
	Entry       Form = "entry in the dataset"
	Document    Form = "document"
	Report      Form = "report"
	Pamphlet    Form = "pamphlet"
	Film        Form = "film"
	Resolution  Form = "resolution"
	Legislation Form = "legislation"
	Speech      Form = "speech"
	WebPage     Form = "web page"
)

// Types are the types of work in the formats. BibTeX has so few that BibTeXType chooses among them.
type Types struct{ CSL, RIS, CFF string }

// Types returns what the formats call a form.
func (f Form) Types() Types {
	t, known := map[Form]Types{
		Dataset:     {"dataset", "DATA", "data"},
		Conference:  {"event", "CONF", "conference"},
		Part:        {"event", "CONF", "conference"},
		Entry:       {"entry", "DATA", "data"},
		Report:      {"report", "RPRT", "report"},
		Pamphlet:    {"pamphlet", "PAMP", "pamphlet"},
		Film:        {"motion_picture", "VIDEO", "video"},
		Resolution:  {"document", "GOVDOC", "government-document"},
		Legislation: {"legislation", "STAT", "statute"},
		Speech:      {"speech", "GEN", "generic"},
		WebPage:     {"webpage", "ELEC", "website"},
	}[f]
	if !known {
		return Types{"document", "GEN", "generic"}
	}
	return t
}

// formOf returns the form of a document of some kind.
func formOf(kind string) Form {
	form, known := map[string]Form{
		vocab.KindOutcomeDocument: Report,
		vocab.KindReport:          Report,
		vocab.KindFlyer:           Pamphlet,
		vocab.KindFilm:            Film,
		vocab.Video:               Film,
		vocab.KindResolution:      Resolution,
		vocab.KindLaw:             Legislation,
		vocab.KindStatement:       Speech,
		vocab.KindWebPage:         WebPage,
		vocab.KindNews:            WebPage,
		vocab.KindPressRelease:    WebPage,
		vocab.KindCourse:          WebPage,
	}[kind]
	if !known {
		return Document
	}
	return form
}
