package journal

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"malaga/internal/cite"
	"malaga/internal/overview"
	"malaga/internal/text"
)

//go:embed assets
var assets embed.FS

// page is what the templates show.
type page struct {
	*journal
	Number    int
	Title     string
	Language  string
	English   template.HTMLAttr // marks the page's own words, if the data are in another language
	Policy    string
	Style     template.CSS
	Script    template.JS
	About     string
	Sentences []string
	Sections  []*group
	Filters   []filter
	Figures   []figures
	Citation  string
	BibTeX    string
}

// figures is a section of the overview.
type figures struct {
	Title string
	Lines []overview.Line
}

// Write writes the journal.
func Write(w io.Writer, data Data, options Options) error {
	j := newJournal(data, options)
	p, err := j.page()
	if err != nil {
		return err
	}
	p.Sections = j.sections()
	for _, it := range j.items {
		it.facets = j.facetsOf(it)
	}
	p.Filters = j.filters(j.items)
	t, err := template.New("page.html").Funcs(j.functions()).ParseFS(assets, "assets/*.html")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return err
	}
	_, err = io.WriteString(w, text.ReplaceControls(b.String()))
	return err
}

// page returns what all pages have in common.
func (j *journal) page() (page, error) {
	style, err := assets.ReadFile("assets/style.css")
	if err != nil {
		return page{}, err
	}
	script, err := assets.ReadFile("assets/script.js")
	if err != nil {
		return page{}, err
	}
	p := page{
		journal: j, Title: j.options.Title, Language: j.options.Language, Style: template.CSS(style), Script: template.JS(script),
		Policy: strings.Join([]string{
			"default-src 'none'", "img-src data:", "style-src " + hashOf(style), "script-src " + hashOf(script),
			"base-uri 'none'", "form-action 'none'",
		}, "; "),
		About: overview.Description(j.Meta), Citation: j.cite.Dataset.String(),
	}
	if primary, _, _ := strings.Cut(p.Language, "-"); primary != english {
		p.English = ` lang="en"`
	}
	for _, l := range j.Overview.Lines() {
		if l.Section == overview.Conference {
			p.Sentences = append(p.Sentences, l.Text)
			continue
		}
		if n := len(p.Figures); n == 0 || p.Figures[n-1].Title != l.Section {
			p.Figures = append(p.Figures, figures{Title: l.Section})
		}
		last := &p.Figures[len(p.Figures)-1]
		last.Lines = append(last.Lines, l)
	}
	var bibTeX bytes.Buffer
	if err := cite.Write(&bibTeX, cite.BibTeX, j.cite.Dataset, nil, false); err != nil {
		return page{}, err
	}
	p.BibTeX = bibTeX.String()
	return p, nil
}

// hashOf returns the source expression of a policy that allows one text (CSP level 3).
func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// functions are those of the templates.
func (j *journal) functions() template.FuncMap {
	return template.FuncMap{
		"link": func(id string) *home {
			if h, known := j.homes[id]; known {
				return &h
			}
			return nil
		},
		"brief":  func(s string) string { return text.Shorten(s, maxBrief) },
		"short":  func(s string) string { return text.Shorten(s, maxLink) },
		"web":    isWebAddress,
		"number": text.Number,
	}
}

// isWebAddress reports whether an address may be a link.
func isWebAddress(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " \"<>\\^`{|}")
}
