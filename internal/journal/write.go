package journal

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"

	"malaga/internal/cite"
	"malaga/internal/overview"
	"malaga/internal/text"
)

//go:embed assets
var assets embed.FS

// page is what the templates show.
type page struct {
	*frame
	Number   int // from 1
	File     string
	Sections []*group
	Records  int
	Linked   template.JS // JSON-LD
}

// frame is what all pages have in common.
type frame struct {
	Title       string
	Language    string
	English     template.HTMLAttr // marks the page's own words, if the data are in another language
	Policy      string
	Style       template.CSS
	Script      template.JS
	About       string
	Description string
	Sentences   []string
	Contents    []*group
	Pages       []pageLink
	Filters     []filter
	Total       int // records
	Downloads   []Download
	Logo        template.URL
	Figures     []figures
	Citation    string
	BibTeX      string
}

// compact reads a style or a script without its indentation and the lines that are comments.
func compact(name string) ([]byte, error) {
	source, err := assets.ReadFile(name)
	var b []byte
	for line := range bytes.Lines(source) {
		if line = bytes.TrimLeft(line, " "); len(line) > 1 && !bytes.HasPrefix(line, []byte("//")) {
			b = append(b, line...)
		}
	}
	return b, err
}

// Locale returns the language as Open Graph writes it.
func (f *frame) Locale() string { return strings.ReplaceAll(f.Language, "-", "_") }

// figures is a section of the overview.
type figures struct {
	Title string
	Lines []overview.Line
}

// Counts reports whether all figures are exact counts, whose texts are digits alone.
func (f figures) Counts() bool {
	return !slices.ContainsFunc(f.Lines, func(l overview.Line) bool { return strings.Trim(l.Text, "0123456789") != "" })
}

// Page is a page of the journal, as a file.
type Page struct {
	Name    string
	Content []byte
	err     error
}

// Pages yields the pages, in order. They are written side by side.
func (j *Journal) Pages() iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		base, err := j.template()
		if err != nil {
			yield(Page{}, err)
			return
		}
		stop := make(chan struct{})
		defer close(stop)
		ready := make([]chan Page, len(j.pages))
		for i := range ready {
			ready[i] = make(chan Page, 1)
		}
		workers := min(runtime.GOMAXPROCS(0), len(j.pages))
		for w := range workers {
			go func() {
				for i := w; i < len(j.pages); i += workers {
					select {
					case <-stop:
						return
					default:
						var b bytes.Buffer
						err := j.write(&b, base, i)
						ready[i] <- Page{j.FileOf(i), b.Bytes(), err}
					}
				}
			}()
		}
		for _, c := range ready {
			if p := <-c; !yield(p, p.err) {
				return
			}
		}
	}
}

// WritePage writes the first page, for a journal that has one alone. The page is not held in memory, so that after an error a part of it
// is written.
func (j *Journal) WritePage(w io.Writer) error {
	base, err := j.template()
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(w, 64<<10)
	if err := j.write(b, base, 0); err != nil {
		return err
	}
	return b.Flush()
}

func (j *Journal) template() (*template.Template, error) {
	return template.New("page.html").Funcs(j.functions(0)).ParseFS(assets, "assets/*.html")
}

// write writes one page.
func (j *Journal) write(w io.Writer, base *template.Template, i int) error {
	t, err := base.Clone()
	if err != nil {
		return err
	}
	items := itemsOf(j.pages[i])
	p := page{
		frame: j.frame, Number: i + 1, File: j.FileOf(i), Sections: j.pages[i], Records: len(items),
	}
	p.Linked = template.JS(j.linkedData(i, items))
	return t.Funcs(j.functions(i)).Execute(plain{w}, p)
}

// plain replaces the controls of what is written. No write ends inside a character.
type plain struct{ io.Writer }

func (p plain) Write(b []byte) (int, error) {
	_, err := io.WriteString(p.Writer, text.ReplaceControls(string(b)))
	return len(b), err
}

// setFrame sets what all pages have in common.
func (j *Journal) setFrame() error {
	style, err := compact("assets/style.css")
	if err != nil {
		return err
	}
	script, err := compact("assets/script.js")
	if err != nil {
		return err
	}
	if j.options.Accent != "" {
		accent, err := accentStyle(j.options.Accent)
		if err != nil {
			return err
		}
		style = append(style, accent...)
	}
	f := &frame{
		Title: j.options.Title, Language: j.options.Language, Style: template.CSS(style), Script: template.JS(script),
		Policy: strings.Join([]string{
			"default-src 'none'", "img-src data:", "connect-src 'self'", "style-src " + hashOf(style), "script-src " + hashOf(script),
			"base-uri 'none'", "form-action 'none'",
		}, "; "),
		Description: j.description(), About: j.about(), Citation: j.cite.Dataset.String(),
		Contents: j.sections, Total: len(j.items), Downloads: j.options.Downloads, Pages: j.links(), Filters: j.filters(),
	}
	if j.options.Logo.Name != "" {
		logo, err := logoAddress(j.options.Logo.Name, j.options.Logo.Content)
		if err != nil {
			return err
		}
		f.Logo = template.URL(logo)
	}
	if primary, _, _ := strings.Cut(f.Language, "-"); primary != english {
		f.English = ` lang="en"`
	}
	for _, l := range j.Overview.Lines() {
		if l.Section == overview.Conference {
			f.Sentences = append(f.Sentences, l.Text)
			continue
		}
		if n := len(f.Figures); n == 0 || f.Figures[n-1].Title != l.Section {
			f.Figures = append(f.Figures, figures{Title: l.Section})
		}
		last := &f.Figures[len(f.Figures)-1]
		last.Lines = append(last.Lines, l)
	}
	var bibTeX bytes.Buffer
	if err := cite.Write(&bibTeX, cite.BibTeX, j.cite.Dataset, nil, false); err != nil {
		return err
	}
	f.BibTeX = bibTeX.String()
	j.frame = f
	return nil
}

// description returns what the data are about, in one sentence or two.
func (j *Journal) description() string {
	for _, l := range j.Overview.Lines() {
		if l.Section == overview.Conference {
			const most = 300
			return text.Shorten(l.Text, most)
		}
	}
	return j.about()
}

// about returns the version and the licence of the data, with the title of the dataset unless it is that of the page.
func (j *Journal) about() string {
	about := overview.Description(j.Meta)
	if rest, same := strings.CutPrefix(about, j.options.Title+", "); same && rest != "" {
		return strings.ToUpper(rest[:1]) + rest[1:]
	}
	return about
}

// hashOf returns the source expression of a policy that allows one text (CSP level 3).
func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// functions are those of the templates, for one page.
func (j *Journal) functions(current int) template.FuncMap {
	href := func(page int, anchor string) string { return j.href(current, page, anchor) }
	return template.FuncMap{
		"link": func(id string) *link {
			if it := j.homes[id]; it != nil {
				return &link{href(it.page, it.Anchor), it.Anchor, it.title}
			}
			return nil
		},
		"toGroup": func(g *group) string { return href(g.page, g.ID) },
		"toItem":  func(it *item) string { return href(it.page, it.Anchor) },
		"english": func() template.HTMLAttr { return j.frame.English },
		"brief":   func(s string) string { return text.Shorten(s, maxBrief) },
		"short":   func(s string) string { return text.Shorten(s, maxLink) },
		"web":     isWebAddress,
		"number":  text.Number,
		"inc":     func(n int) int { return n + 1 },
	}
}

// href returns the address of an anchor as seen from a page.
func (j *Journal) href(current, page int, anchor string) string {
	if page == current {
		return "#" + anchor
	}
	return j.addressOf(page) + "#" + anchor
}

// link leads to a record.
type link struct{ Href, Anchor, Title string }

// isWebAddress reports whether an address may be a link.
func isWebAddress(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " \"<>\\^`{|}")
}
