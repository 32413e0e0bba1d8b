package main

import (
	"fmt"
	"strings"
)

// Sizes of the tables that messages refer to.
const (
	sessions   = 120
	sideEvents = 40
	bodies     = 60
	people     = 200
	documents  = 24
	themes     = 20
)

func source(i int) string {
	return fmt.Sprintf(`"sources": [{"document": "doc-%d", "basis": "stated"}]`, i%documents)
}

func (g *generator) document(i int) string {
	kind := "report"
	if i == 0 {
		kind = "outcome-document"
	}
	return fmt.Sprintf(`{"id": "doc-%d", "title": "%s", "kind": "%s", "published": "2022-05-%02d", "language": "en"}`, i, g.title(i), kind, 12+i%18)
}

func (g *generator) theme(i int) string {
	return fmt.Sprintf(`{"id": "thm-%d", "label": "%s", "definition": "%s"}`, i, g.title(i), g.sentence(60, 100))
}

func (g *generator) body(i int) string {
	return fmt.Sprintf(`{"id": "org-%d", "name": "%s", "kind": "civil-society", %s}`, i, g.title(i), source(i))
}

func (g *generator) person(i int) string {
	return fmt.Sprintf(`{"id": "per-%d", "name": "%s", "organisation": "org-%d", %s}`, i, g.title(i), i%bodies, source(i))
}

func (g *generator) conference(int) string {
	return fmt.Sprintf(`{"id": "conf-2022", "title": "%s", "start_date": "2022-05-10", "end_date": "2022-05-14", `+
		`"time_zone": "Europe/Madrid", "country": "ES", "organisers": [{"organisation": "org-0", "role": "organiser"}], %s}`,
		g.title(0), source(0))
}

func (g *generator) session(i int) string {
	return fmt.Sprintf(`{"id": "ses-%d", "conference": "conf-2022", "kind": "thematic", "title": "%s", "start_date": "2022-05-%02d", `+
		`"date_meaning": "on", "speakers": [{"person": "per-%d"}, {"person": "per-%d"}], "themes": ["thm-%d"], %s}`,
		i, g.title(i), 10+i%5, i%people, (i+sessions)%people, i%themes, source(i))
}

func (g *generator) sideEvent(i int) string {
	return fmt.Sprintf(`{"id": "side-%d", "conference": "conf-2022", "kind": "side-event", "position": %d, "title": "%s", `+
		`"date": "2022-05-%02d", "mode": "hybrid", "organisers": [{"organisation": "org-%d", "role": "organiser"}], "themes": ["thm-%d"], %s}`,
		i, i+1, g.title(i), 9+i%6, i%bodies, i%themes, source(i))
}

func (g *generator) message(i int) string {
	place := fmt.Sprintf(`"session": "ses-%d"`, g.IntN(sessions))
	if g.IntN(4) == 0 {
		place = fmt.Sprintf(`"side_event": "side-%d"`, g.IntN(sideEvents))
	}
	var b strings.Builder
	fmt.Fprintf(&b, `{"id": "msg-%07d", "text": "%s", "standing": "speaker", "conference": "conf-2022", %s, `, i, g.sentence(120, 280), place)
	fmt.Fprintf(&b, `"document": "doc-%d", "speaker": "per-%d", "organisation": "org-%d", `, g.IntN(documents), g.IntN(people), g.IntN(bodies))
	addressees := []string{"united-nations", "member-states", "civil-society", "other-stakeholders", "international-community"}
	first := g.IntN(len(addressees))
	fmt.Fprintf(&b, `"addressees": ["%s"`, addressees[first])
	if g.IntN(2) == 0 {
		fmt.Fprintf(&b, `, "%s"`, addressees[(first+1)%len(addressees)])
	}
	theme := g.IntN(themes)
	fmt.Fprintf(&b, `], "themes": ["thm-%d"`, theme)
	for n := range g.IntN(3) {
		fmt.Fprintf(&b, `, "thm-%d"`, (theme+n+1)%themes)
	}
	fmt.Fprintf(&b, `], %s}`, source(g.IntN(documents)))
	if g.bad > 0 && i%g.bad == g.bad-1 {
		return spoil(b.String(), i/g.bad)
	}
	return b.String()
}

// spoil makes one of three mistakes in a message, in turn.
func spoil(record string, n int) string {
	mistake := [][2]string{
		{`"standing": "speaker"`, `"standing": "speeker"`},
		{`"conference": "conf-2022"`, `"conference": 2022`},
		{`"standing"`, `"page": 12, "standing"`},
	}[n%3]
	return strings.Replace(record, mistake[0], mistake[1], 1)
}
