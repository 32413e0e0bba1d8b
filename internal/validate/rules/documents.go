package rules

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/vocab"
)

var documentRules = []Rule{{
	Code: "DOC001", Severity: finding.Error, Title: "unknown country",
	Why:     "Countries are codes of ISO 3166-1 alpha-2.",
	Example: `"UK" for GB`, Remedy: "Use the code of the standard.",
	Fields: []string{vocab.Country}, Check: country,
}, {
	Code: "DOC002", Severity: finding.Error, Title: "unknown language",
	Why:     "Languages are tags of BCP 47.",
	Example: `"eng_US"`, Remedy: "Use a registered tag.",
	Fields: []string{vocab.Language}, Check: languageTag,
}, {
	Code: "DOC003", Severity: finding.Error, Title: "publication date that does not exist",
	Why:     "The calendar has no such day.",
	Example: "2022-02-30", Remedy: "Correct the date.",
	Fields: []string{vocab.Published}, Check: published,
}, {
	Code: "DOC004", Severity: finding.Error, Title: "outcome document older than the conference",
	Why:     "An outcome document records what was said at the conference.",
	Example: "published in 2021, of a conference in 2022", Remedy: "Correct the date or the document.",
	Fields: []string{vocab.Standing}, With: []string{vocab.Document, vocab.Conference}, Across: true, Check: outcomeTooOld,
}, {
	Code: "DOC005", Severity: finding.Error, Title: "invalid web address",
	Why:     "The address has no host on the web, or it contains a password.",
	Example: "https://user@host/", Remedy: "Write https://host/path.",
	Fields: []string{vocab.URL}, Check: address,
}, {
	Code: "DOC006", Severity: finding.Warning, Title: "State without a country",
	Why:     "Readers find States and their bodies by country.",
	Example: "a ministry without country", Remedy: "Add the code of the country.",
	Fields: []string{vocab.Country}, With: []string{vocab.Kind}, Check: stateWithoutCountry,
}, {
	Code: "DOC007", Severity: finding.Warning, Title: "country of an organisation that has none",
	Why:     "Only States and their bodies have a country.",
	Example: "a UN office with a country", Remedy: "Remove the country, or correct the kind.",
	Fields: []string{vocab.Country}, With: []string{vocab.Kind}, Check: countryWithoutState,
}, {
	Code: "DOC008", Severity: finding.Error, Title: "statement of a speaker without the speaker",
	Why:     "The standing says that a speaker made the statement. The speaker must be named.",
	Example: `"standing": "speaker" without speaker or organisation`, Remedy: "Name who said it, or use another standing.",
	Fields: []string{vocab.Standing}, With: []string{vocab.Speaker, vocab.Organisation}, Across: true, Check: noSpeaker,
}, {
	Code: "DOC009", Severity: finding.Error, Title: "standing outcome-document without that document",
	Why:     "Only what the organisers say of the outcome document has this standing.",
	Example: `"standing": "outcome-document" with a news item`, Remedy: "Name the outcome document, or use another standing.",
	Fields: []string{vocab.Standing}, With: []string{vocab.Document}, Across: true, Check: noOutcomeDocument,
}, {
	Code: "DOC010", Severity: finding.Error, Title: "conference without an organiser",
	Why:     "Every conference has at least one organiser.",
	Example: "organisers with the role supporter alone", Remedy: "Name who organised it.",
	Fields: []string{vocab.Organisers}, Check: noOrganiser,
}, {
	Code: "DOC011", Severity: finding.Warning, Title: "co-organiser on its own",
	Why:     "A co-organiser organises together with others.",
	Example: "one organiser, with the role co-organiser", Remedy: "Name the others, or write organiser.",
	Fields: []string{vocab.Organisers}, Check: loneCoOrganiser,
}}

func country(r *record) {
	code := r.text(vocab.Country)
	if code == "" {
		return
	}
	if region, err := language.ParseRegion(code); err != nil || !region.IsCountry() || region.Canonicalize().String() != code {
		r.report(fmt.Sprintf("%q is not a country code of ISO 3166-1", code), "use the alpha-2 code, such as ES", vocab.Country)
	}
}

func languageTag(r *record) {
	text := r.text(vocab.Language)
	if text == "" {
		return
	}
	switch tag, err := language.Raw.Parse(text); {
	case err != nil || !isRegistered(tag):
		r.report(fmt.Sprintf("%q is not a language tag of BCP 47", text), "use a registered tag, such as en", vocab.Language)
	case tag.String() != text: // RFC 5646, section 4.5: the shortest code, and each part in its usual case
		r.report(fmt.Sprintf("%q is not the usual form of its language tag", text), "write "+tag.String(), vocab.Language)
	}
}

// isRegistered reports whether the region of a language tag, if it has one, is a country or a group of countries.
func isRegistered(tag language.Tag) bool {
	region, confidence := tag.Region()
	return confidence != language.Exact || region.IsCountry() || region.IsGroup()
}

func published(r *record) {
	day := r.text(vocab.Published)
	if _, err := time.Parse(time.DateOnly, day); err != nil && len(day) == len(time.DateOnly) {
		r.report(day+" is not a calendar date", "", vocab.Published)
	}
}

func address(r *record) {
	text := r.text(vocab.URL)
	if text == "" {
		return
	}
	switch u, err := url.Parse(text); {
	case err != nil || u.Host == "":
		r.report(fmt.Sprintf("%q is not a web address", text), "write https://host/path", vocab.URL)
	case u.User != nil:
		r.report("the address contains a user name or a password", "write https://host/path, without the part before the @", vocab.URL)
	case tooHigh(u.Port()):
		r.report(fmt.Sprintf("the address has port %s, but the highest is %d", u.Port(), math.MaxUint16), "", vocab.URL)
	case !isFullName(u.Hostname()):
		r.report(fmt.Sprintf("%q is not the full name of a web host", u.Hostname()), "write the full name of the host", vocab.URL)
	}
}

// isFullName reports whether a host has at least two labels, none of them empty. A full stop may stand at the end (RFC 1034).
func isFullName(host string) bool {
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	return len(labels) > 1 && !slices.Contains(labels, "")
}

// tooHigh reports whether digits, which may be missing, are more than the number of a port can be.
func tooHigh(port string) bool {
	_, err := strconv.ParseUint(port, 10, 16)
	return port != "" && err != nil
}

// isState reports whether an organisation belongs to one country; ok is false for records of other tables.
func (r *record) isState() (state, ok bool) {
	state = slices.Contains([]string{"state", "state-body", "local-government"}, r.text(vocab.Kind))
	return state, r.table.Field(vocab.Kind) != nil
}

func stateWithoutCountry(r *record) {
	if state, ok := r.isState(); ok && state && r.get(vocab.Country) == nil {
		r.report("a State or State body needs a country", "add the country", vocab.Kind)
	}
}

func countryWithoutState(r *record) {
	if state, ok := r.isState(); ok && !state && r.get(vocab.Country) != nil {
		message := fmt.Sprintf("the record has a country, but its kind is %s", r.text(vocab.Kind))
		r.report(message, "only States and their bodies have a country: remove it, or correct the kind", vocab.Country)
	}
}

// organising counts the roles of the organisers that take part in organising.
func (r *record) organising() map[string]int {
	roles := map[string]int{}
	for _, e := range rawjson.Elements(r.get(vocab.Organisers)) {
		switch role := rawjson.GetText(e, vocab.Role); role {
		case vocab.RoleOrganiser, vocab.RoleCoOrganiser, vocab.RoleHost, vocab.RoleLead:
			roles[role]++
		}
	}
	return roles
}

func noOrganiser(r *record) {
	if r.Table == vocab.Conferences && r.get(vocab.Organisers) != nil && len(r.organising()) == 0 {
		r.report("no organisation has the role of an organiser", "name who organised it", vocab.Organisers)
	}
}

func loneCoOrganiser(r *record) {
	if roles := r.organising(); roles[vocab.RoleCoOrganiser] == 1 && len(roles) == 1 {
		r.report("the only organiser is a co-organiser", "name the other organisers, or write organiser", vocab.Organisers)
	}
}

func noSpeaker(r *record) {
	if r.is(vocab.Standing, "speaker") && r.get(vocab.Speaker) == nil && r.get(vocab.Organisation) == nil {
		r.report("standing is speaker, but the message has no speaker or organisation", "name who said it", vocab.Standing)
	}
}

// isOutcomeDocument reports whether the document of a message is the outcome document; known is false if the record does
// not show it.
func (r *record) isOutcomeDocument() (is, known bool) {
	if r.get(vocab.Document) == nil {
		return false, true
	}
	d := r.target(vocab.Document)
	return d.text(vocab.Kind) == vocab.KindOutcomeDocument, d.exists
}

func noOutcomeDocument(r *record) {
	if !r.is(vocab.Standing, "outcome-document") {
		return
	}
	if is, known := r.isOutcomeDocument(); known && !is {
		hint := "name the outcome document, or use another standing"
		r.report("standing is outcome-document, but the document is not an outcome document", hint, vocab.Standing)
	}
}

func outcomeTooOld(r *record) {
	if is, _ := r.isOutcomeDocument(); !is {
		return
	}
	day := r.target(vocab.Document).text(vocab.Published)
	start := r.target(vocab.Conference).text(vocab.StartDate)
	if day != "" && day < start[:min(len(day), len(start))] { // a month or a year without a day is compared as such
		r.report(fmt.Sprintf("the outcome document was published %s, before the conference started", day), "", vocab.Document)
	}
}
