package journal

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

func TestSVGIsADrawingOrRefused(t *testing.T) {
	t.Parallel()
	svg := func(inside string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">` + inside + `</svg>`
	}
	for _, good := range []string{
		svg(`<title>A</title><g fill="#1b5a9c"><path d="M0 0h9v9z"/></g>`), `<?xml version="1.0"?><!-- made by hand -->` + svg(`<rect width="9" height="9"/>`),
		svg(`<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><circle r="3" fill="url(#a)" style="stroke: url( #a )"/><use href="#a"/>`),
	} {
		if address, err := logoAddress("logo.svg", []byte(good)); err != nil || !strings.HasPrefix(address, "data:image/svg+xml;base64,") {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "text", "<html></html>", "GIF89a", svg("<script>alert(1)</script>"), svg("<SCRIPT/>"), svg(`<g onload="alert(1)"/>`), svg(`<g OnClick="x"/>`),
		svg(`<a href="https://example.org"><g/></a>`), svg(`<use href="https://example.org/a.svg#a"/>`), svg(`<use xlink:href="data:image/svg+xml,x"/>`),
		svg(`<image href="#a"/>`), svg(`<foreignObject/>`), svg(`<style>@import "https://example.org"</style>`), svg(`<animate attributeName="href"/>`),
		svg(`<rect fill="url(https://example.org/#a)"/>`), svg(`<rect style="fill:url( 'x.svg#a' )"/>`), svg(`<rect style="fill:\75rl(x)"/>`),
		`<!DOCTYPE svg [<!ENTITY x "y">]>` + svg(""), `<?xml-stylesheet href="x.css"?>` + svg(""), svg("<h:iframe/>"), svg("<g>"), strings.Repeat("x", MaxLogo+1),
		`<svg xml:base="https://example.org/"/>`,
	} {
		if _, err := logoAddress("logo.svg", []byte(bad)); err == nil {
			t.Errorf("no error for %.80s", bad)
		}
	}
	if address, err := logoAddress("a.png", []byte("\x89PNG\r\n\x1a\n…")); err != nil || !strings.HasPrefix(address, "data:image/png;base64,") {
		t.Error(address, err)
	}
}

// TestTheColoursHaveContrast compares all colours of the style with the backgrounds on which they stand (WCAG 2.2, 1.4.3, 1.4.11).
func TestTheColoursHaveContrast(t *testing.T) {
	t.Parallel()
	style, err := assets.ReadFile("assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(string(style), "@media")
	dark, _, _ := strings.Cut(rest, "* {")
	const text, other = 4.5, 3
	for scheme, css := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]colour{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]+);?`).FindAllStringSubmatch(css, -1) {
			var ok bool
			if colours[m[1]], ok = parseColour(m[2]); !ok {
				t.Errorf("%s is no colour", m[2])
			}
		}
		if len(colours) != 14 {
			t.Errorf("%s: %d colours", scheme, len(colours))
		}
		check := func(name, on string, least float64) {
			if got := contrast(colours[name], colours[on]); got < least {
				t.Errorf("%s: --%s on --%s has %.2f, not %.1f", scheme, name, on, got, least)
			}
		}
		for _, on := range []string{"page", "raised"} {
			check("ink", on, text)
			check("soft", on, text)
			check("accent", on, text)
			check("field", on, other)
		}
		check("on-accent", "accent", text)
		for i := range 6 {
			check(fmt.Sprintf("s%d", i), "page", other)
		}
	}
}

// The contrasts are those of the WCAG's own examples and of WebAIM's checker.
func TestTheAccentHasContrast(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]float64{"#000": 21, "#ffffff": 1, "#767676": 4.54, "#777": 4.47, "#0000ff": 8.59, "#ff0000": 3.99} {
		c, ok := parseColour(s)
		if got := contrast(c, white); !ok || got < want-0.02 || got > want+0.02 {
			t.Errorf("%s: %.3f, not %.2f", s, got, want)
		}
	}
	for _, s := range []string{"#777", "#ffcc00", "red", "#12345", "#12345g", "", "#1b5a9c;}", "rgb(0,0,0)"} {
		if style, err := accentStyle(s); err == nil {
			t.Errorf("%s gives %s", s, style)
		}
	}
	for _, s := range []string{"#000", "#767676", "#0b3d2e", "#7a0019", "#00F"} {
		style, err := accentStyle(s)
		if err != nil {
			t.Error(err)
			continue
		}
		_, rest, _ := strings.Cut(style, "dark)")
		_, rest, _ = strings.Cut(rest, "--accent: ")
		if c, ok := parseColour(rest[:7]); !ok || contrast(c, dark) < minContrast {
			t.Errorf("%s in the dark: %s", s, rest)
		}
	}
}

// The counts of messages with several themes, of no theme and of odd standing.
func TestChartsCountEachMessageOncePerTheme(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	records := func(yield func(rawjson.Record, error) bool) {
		for _, r := range [][2]string{
			{vocab.Themes, `{"id":"thm-a","label":"A"}`},
			{vocab.Sessions, `{"id":"ses-a","title":"S"}`},
			{vocab.Messages, `{"id":"msg-1","text":"1","standing":"speaker","themes":["thm-a","thm-b"],"session":"ses-a"}`},
			{vocab.Messages, `{"id":"msg-2","text":"2","standing":"aim","themes":["thm-a","thm-a"],"session":"ses-a"}`},
			{vocab.Messages, `{"id":"msg-3","text":"3","standing":"odd","themes":["thm-a"],"side_event":"side-x"}`},
			{vocab.Messages, `{"id":"msg-4","text":"4","standing":"speaker"}`},
		} {
			if !yield(rawjson.Record{Table: r[0], Raw: []byte(r[1])}, nil) {
				return
			}
		}
	}
	data, err := Read(set.Model, nil, records)
	if err != nil {
		t.Fatal(err)
	}
	j, err := New(data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range j.sections {
		for _, c := range g.Charts {
			got = append(got, c.Title+": "+strings.Join(c.Series, ", "))
			for _, b := range c.Bars {
				got = append(got, fmt.Sprintf("%s %v", b.Label, b.Parts))
			}
		}
	}
	want := []string{
		"Outcome messages by theme and standing: Speaker, Aim, No standing stated", "A [1 1 1]", "thm-b [1 0 0]", "No theme stated [1 0 0]",
		"Outcome messages by event: Outcome messages", "S [2]", "side-x [1]", "No event stated [1]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
