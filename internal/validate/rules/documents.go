package rules

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"malaga/internal/rawjson"
)

// registered checks the codes and addresses that a schema knows only by their form.
func registered(v *view) {
	if c := v.text(country); c != "" {
		if r, err := language.ParseRegion(c); err != nil || !r.IsCountry() || r.Canonicalize().String() != c {
			v.say("DOC001", fmt.Sprintf("%q is not a country code of ISO 3166-1", c), "take the alpha-2 code, such as ES", country)
		}
	}
	if l := v.text(languageField); l != "" {
		switch tag, err := language.Raw.Parse(l); {
		case err != nil || !spoken(tag):
			v.say("DOC002", fmt.Sprintf("%q is not a language tag of BCP 47", l), "take a registered tag, such as en", languageField)
		case tag.String() != l: // RFC 5646, section 4.5: the shortest code, and each part in its usual case
			v.say("DOC002", fmt.Sprintf("%q is not the usual form of its language tag", l), "write "+tag.String(), languageField)
		}
	}
	if p := v.text(published); len(p) == len(time.DateOnly) {
		if _, err := time.Parse(time.DateOnly, p); err != nil {
			v.say("DOC003", fmt.Sprintf("%s is not a day of the calendar", p), "", published)
		}
	}
	if a := v.text(address); a != "" {
		switch u, err := url.Parse(a); {
		case err != nil || u.Host == "":
			v.say("DOC005", fmt.Sprintf("%q is not an address on the web", a), "write https://host/path", address)
		case u.User != nil:
			v.say("DOC005", "an address with a user's name or password", "write https://host/path, without what stands before the @", address)
		case !strings.Contains(u.Hostname(), "."):
			v.say("DOC005", fmt.Sprintf("the host %q is not one on the web", u.Hostname()), "write the whole name of the host", address)
		}
	}
}

// spoken says whether the region of a language tag, if it has one, is a country or a group of countries.
func spoken(tag language.Tag) bool {
	region, confidence := tag.Region()
	return confidence != language.Exact || region.IsCountry() || region.IsGroup()
}

// stateKinds are the kinds of organisations that belong to one country.
var stateKinds = []string{"state", "state-body", "local-government"}

// organisation checks an organisation's country against its kind.
func organisation(v *view) {
	if v.table.Field(country) == nil || v.table.Field(kind) == nil {
		return
	}
	switch of := slices.Contains(stateKinds, v.text(kind)); {
	case of && v.get(country) == nil:
		v.say("DOC006", "a State or a body of one, without its country", "add the country", kind)
	case !of && v.get(country) != nil:
		v.say("DOC007", fmt.Sprintf("a country, but the kind is %s", v.text(kind)), "a country is for States and their bodies: leave it out, or correct the kind", country)
	}
}

// hosts checks who organised an event.
func hosts(v *view) {
	list := v.get(organisers)
	if list == nil {
		return
	}
	roles := map[string]int{}
	seen := map[string]bool{}
	for i, e := range entries(list) {
		roles[rawjson.GetText(e, role)]++
		key := rawjson.GetText(e, organ) + " " + rawjson.GetText(e, role)
		if seen[key] {
			v.say("REF005", fmt.Sprintf("%s stands twice with the role %s", rawjson.GetText(e, organ), rawjson.GetText(e, role)), "keep one of them", organisers, i)
		}
		seen[key] = true
	}
	if v.Table == conferences && roles["organiser"]+roles["co-organiser"]+roles["host"]+roles["lead"] == 0 {
		v.say("DOC010", "nobody has the role of an organiser", "name who organised it", organisers)
	}
	if roles["co-organiser"] == 1 && roles["organiser"]+roles["lead"]+roles["host"] == 0 {
		v.say("DOC011", "a co-organiser without another", "name the other organisers, or write organiser", organisers)
	}
}

// voices checks who spoke.
func voices(v *view) {
	seen := map[string]bool{}
	for i, e := range entries(v.get(speakers)) {
		key := rawjson.GetText(e, person) + "\x00" + rawjson.GetText(e, role)
		if seen[key] {
			v.say("REF005", fmt.Sprintf("%s stands twice", rawjson.GetText(e, person)), "keep one of them", speakers, i)
		}
		seen[key] = true
	}
}

// message checks an outcome message: where it belongs, and whether it can have the standing that it claims.
func message(v *view) {
	if v.Table != messages {
		return
	}
	if v.get(session) != nil && v.get(sideEvent) != nil {
		v.say("REF009", "both a session and a side event", "a message was given in one place: keep one of them", sideEvent)
	}
	for _, name := range []string{session, sideEvent} {
		event := v.target(name)
		if v.kept.raw(conferences, rawjson.GetText(event, conference)) == nil { // it has no conference itself
			continue
		}
		if rawjson.GetText(event, conference) != v.text(conference) {
			v.say("REF008", fmt.Sprintf("%s is not of %s", v.text(name), v.text(conference)), "", name)
		}
	}
	switch v.text(standing) {
	case "speaker":
		if v.get(speaker) == nil && v.get(organ) == nil {
			v.say("DOC008", "the words of a speaker, but no speaker or organisation", "say who said it", standing)
		}
	case "outcome-document":
		if d := v.target(document); v.get(document) == nil || (d != nil && rawjson.GetText(d, kind) != "outcome-document") {
			v.say("DOC009", "standing outcome-document, but the document is no outcome document", "name the outcome document, or give another standing", standing)
		}
	}
	if d := v.target(document); d != nil && rawjson.GetText(d, kind) == "outcome-document" {
		day, began := rawjson.GetText(d, published), rawjson.GetText(v.target(conference), startDate)
		if day != "" && day < began[:min(len(day), len(began))] { // a month or a year alone is as long as it is
			v.say("DOC004", fmt.Sprintf("its outcome document was published %s, before the conference began", day), "", document)
		}
	}
}

// loops checks that a record does not refer to itself.
func loops(v *view) {
	if v.repeated {
		return
	}
	id := v.text("id")
	for _, f := range v.table.Fields() {
		if f.Ref == v.Table && !f.List && rawjson.Text(v.get(f.Name)) == id && id != "" {
			v.say("REF004", f.Name+" is the record itself", "leave it out, or name another record", f.Name)
		}
	}
}
