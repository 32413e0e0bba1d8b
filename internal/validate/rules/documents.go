package rules

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
)

// registered checks the codes and addresses that a schema knows only by their form.
func registered(v *view) {
	if c := v.text(vocab.Country); c != "" {
		if r, err := language.ParseRegion(c); err != nil || !r.IsCountry() || r.Canonicalize().String() != c {
			v.say("DOC001", fmt.Sprintf("%q is not a country code of ISO 3166-1", c), "take the alpha-2 code, such as ES", vocab.Country)
		}
	}
	if l := v.text(vocab.Language); l != "" {
		switch tag, err := language.Raw.Parse(l); {
		case err != nil || !spoken(tag):
			v.say("DOC002", fmt.Sprintf("%q is not a language tag of BCP 47", l), "take a registered tag, such as en", vocab.Language)
		case tag.String() != l: // RFC 5646, section 4.5: the shortest code, and each part in its usual case
			v.say("DOC002", fmt.Sprintf("%q is not the usual form of its language tag", l), "write "+tag.String(), vocab.Language)
		}
	}
	if p := v.text(vocab.Published); len(p) == len(time.DateOnly) {
		if _, err := time.Parse(time.DateOnly, p); err != nil {
			v.say("DOC003", fmt.Sprintf("%s is not a day of the calendar", p), "", vocab.Published)
		}
	}
	if a := v.text(vocab.URL); a != "" {
		switch u, err := url.Parse(a); {
		case err != nil || u.Host == "":
			v.say("DOC005", fmt.Sprintf("%q is not an address on the web", a), "write https://host/path", vocab.URL)
		case u.User != nil:
			v.say("DOC005", "an address with a user's name or password", "write https://host/path, without what stands before the @", vocab.URL)
		case !strings.Contains(u.Hostname(), "."):
			v.say("DOC005", fmt.Sprintf("the host %q is not one on the web", u.Hostname()), "write the whole name of the host", vocab.URL)
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
	if v.table.Field(vocab.Country) == nil || v.table.Field(vocab.Kind) == nil {
		return
	}
	switch of := slices.Contains(stateKinds, v.text(vocab.Kind)); {
	case of && v.get(vocab.Country) == nil:
		v.say("DOC006", "a State or a body of one, without its country", "add the country", vocab.Kind)
	case !of && v.get(vocab.Country) != nil:
		v.say("DOC007", fmt.Sprintf("a country, but the kind is %s", v.text(vocab.Kind)), "a country is for States and their bodies: leave it out, or correct the kind", vocab.Country)
	}
}

// hosts checks who organised an event.
func hosts(v *view) {
	list := v.get(vocab.Organisers)
	if list == nil {
		return
	}
	roles := map[string]int{}
	seen := map[string]bool{}
	for i, e := range entries(list) {
		roles[rawjson.GetText(e, vocab.Role)]++
		key := rawjson.GetText(e, vocab.Organisation) + " " + rawjson.GetText(e, vocab.Role)
		if seen[key] {
			v.say("REF005", fmt.Sprintf("%s stands twice with the role %s", rawjson.GetText(e, vocab.Organisation), rawjson.GetText(e, vocab.Role)), "keep one of them", vocab.Organisers, i)
		}
		seen[key] = true
	}
	if v.Table == vocab.Conferences && roles["organiser"]+roles["co-organiser"]+roles["host"]+roles["lead"] == 0 {
		v.say("DOC010", "nobody has the role of an organiser", "name who organised it", vocab.Organisers)
	}
	if roles["co-organiser"] == 1 && roles["organiser"]+roles["lead"]+roles["host"] == 0 {
		v.say("DOC011", "a co-organiser without another", "name the other organisers, or write organiser", vocab.Organisers)
	}
}

// voices checks who spoke.
func voices(v *view) {
	seen := map[string]bool{}
	for i, e := range entries(v.get(vocab.Speakers)) {
		key := rawjson.GetText(e, vocab.Person) + "\x00" + rawjson.GetText(e, vocab.Role)
		if seen[key] {
			v.say("REF005", fmt.Sprintf("%s stands twice", rawjson.GetText(e, vocab.Person)), "keep one of them", vocab.Speakers, i)
		}
		seen[key] = true
	}
}

// message checks an outcome message: where it belongs, and whether it can have the standing that it claims.
func message(v *view) {
	if v.Table != vocab.Messages {
		return
	}
	if v.get(vocab.Session) != nil && v.get(vocab.SideEvent) != nil {
		v.say("REF009", "both a session and a side event", "a message was given in one place: keep one of them", vocab.SideEvent)
	}
	for _, name := range []string{vocab.Session, vocab.SideEvent} {
		event := v.target(name)
		if v.kept.raw(vocab.Conferences, rawjson.GetText(event, vocab.Conference)) == nil { // it has no conference itself
			continue
		}
		if rawjson.GetText(event, vocab.Conference) != v.text(vocab.Conference) {
			v.say("REF008", fmt.Sprintf("%s is not of %s", v.text(name), v.text(vocab.Conference)), "", name)
		}
	}
	switch v.text(vocab.Standing) {
	case "speaker":
		if v.get(vocab.Speaker) == nil && v.get(vocab.Organisation) == nil {
			v.say("DOC008", "the words of a speaker, but no speaker or organisation", "say who said it", vocab.Standing)
		}
	case "outcome-document":
		if d := v.target(vocab.Document); v.get(vocab.Document) == nil || (d != nil && rawjson.GetText(d, vocab.Kind) != "outcome-document") {
			v.say("DOC009", "standing outcome-document, but the document is no outcome document", "name the outcome document, or give another standing", vocab.Standing)
		}
	}
	if d := v.target(vocab.Document); d != nil && rawjson.GetText(d, vocab.Kind) == "outcome-document" {
		day, began := rawjson.GetText(d, vocab.Published), rawjson.GetText(v.target(vocab.Conference), vocab.StartDate)
		if day != "" && day < began[:min(len(day), len(began))] { // a month or a year alone is as long as it is
			v.say("DOC004", fmt.Sprintf("its outcome document was published %s, before the conference began", day), "", vocab.Document)
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
