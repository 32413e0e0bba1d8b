package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// function words, the most frequent first.
var function = strings.Fields("the of and to in for on with that by as are is be from at this their its which or not can must should more than all has have through into between within under while how who they also")

// vocabulary is about two thousand words on policy: stems with endings, in random order.
func vocabulary(r *rand.Rand) []string {
	stems := strings.Fields("account advoc agen allian analy appli assess assist author aware balanc barrier benef border budget build capab care challeng civic coher collab commit commun compli concern conduct confer confl consen consult contrib coordin counsel creat crisis critic cultur custod data debat declar defen democr deploy design detect develop dialog differ dignit direct disarm discuss diver domest educ effect elect empow enact endors enforc engag ensur equal equit estab ethic evalu evid exchang execut expert expos express facil famil financ focus foster frame freedom fund gender global govern grant group guar guid harm health host human identif impact implem inclus incorp independ indic inform init innov inquir insight inspect instit integr intern interven invest involv issu judic justic know labour lead learn legal legisl liber limit link local maint manag mandat measur mediat member memor migra minist mission mobil monit nation negoti network norm object oblig observ offic operat oppor organ outcom oversight paper parliam particip partner peac perform perspec platform polic polit practic prevent princip prior privac proced process profess program project promot propor protect prove public purpos quali radic ratif reach react recogn recom reconcil recruit reduc reform refug region regul rehab reinteg relat relig report resil resourc respon review right risk rule safeguard sanction secur sens service share skill social solid stab staff stand state stigm strateg strength struct studi suppor surviv sustain system target task techn terror testim threat tool train transpar treat trust univers uphold urban value victim violen voice vulner welfar witnes women work youth")
	endings := []string{"", "ing", "ed", "ion", "ity", "ive", "ment", "al", "ance", "ers"}
	var words []string
	for _, s := range stems {
		for _, e := range endings {
			words = append(words, s+e)
		}
	}
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return words
}

// word is a function word or one of the vocabulary, the first ones more often.
func (g *generator) word() string {
	if g.rand.IntN(100) < 42 {
		return function[int(g.rand.ExpFloat64()*8)%len(function)]
	}
	if g.rand.IntN(50) == 0 {
		return fmt.Sprint(1990 + g.rand.IntN(60))
	}
	return g.words[int(g.rand.ExpFloat64()*200)%len(g.words)]
}

// title is a title that no other record of its table has.
func (g *generator) title(i int) string {
	words := []string{g.words[(i*7)%len(g.words)], g.words[(i*13+5)%len(g.words)], "and", g.words[(i*29+11)%len(g.words)], fmt.Sprint(i + 1)}
	t := strings.Join(words, " ")
	return strings.ToUpper(t[:1]) + t[1:]
}

// sentence is a sentence of between least and most bytes, with the odd comma, quotation and accent.
func (g *generator) sentence(least, most int) string {
	want := least + g.rand.IntN(most-least)
	var b strings.Builder
	for b.Len() < want {
		if b.Len() > 0 {
			switch g.rand.IntN(600) {
			case 0:
				b.WriteString(` \"quoted\"`)
			case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10:
				b.WriteString(" – the “civilité” clause")
			default:
				if g.rand.IntN(15) == 0 {
					b.WriteByte(',')
				}
			}
			b.WriteByte(' ')
		}
		b.WriteString(g.word())
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
