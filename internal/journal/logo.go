package journal

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"malaga/internal/text"
)

// MaxLogo is the size of the largest logo, in bytes: it is part of every page.
const MaxLogo = 256 << 10

// logoAddress returns a picture as an address (RFC 2397). An SVG must be a drawing and nothing else.
func logoAddress(name string, content []byte) (string, error) {
	if len(content) > MaxLogo {
		return "", text.Usage(fmt.Sprintf("%s has more than %s bytes", name, text.Number(MaxLogo)), "use a smaller picture as the logo")
	}
	kind := pictureKind(content)
	if kind == "" {
		if err := checkSVG(content); err != nil {
			return "", text.Usage(fmt.Sprintf("%s cannot be the logo: %v", name, err), "use a PNG, a JPEG, a WebP or a plain SVG drawing")
		}
		kind = "image/svg+xml"
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(content), nil
}

// pictureKind returns the media type of a picture of pixels by its first bytes; "" if it is none.
func pictureKind(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case len(content) > 12 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP":
		return "image/webp"
	}
	return ""
}

// drawing are the elements that an SVG may have: none that runs, moves, links, loads or holds another document.
var drawing = strings.Fields(`svg g path rect circle ellipse line polyline polygon text tspan title desc metadata defs linearGradient
	radialGradient stop clipPath mask symbol use pattern`)

// checkSVG returns an error if a text is no SVG, or more than a drawing.
func checkSVG(content []byte) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	depth, elements := 0, 0
	for {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF) && elements > 0 && depth == 0:
			return nil
		case err != nil:
			return errors.New("it is no picture of a known kind")
		}
		switch token := token.(type) {
		case xml.StartElement:
			if elements == 0 && token.Name.Local != "svg" {
				return errors.New("it is no picture of a known kind")
			}
			elements++
			depth++
			if err := checkElement(token); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
		case xml.ProcInst:
			if token.Target != "xml" {
				return fmt.Errorf("it has the instruction <?%s", token.Target)
			}
		case xml.Directive:
			return errors.New("it has a document type, which can declare entities")
		}
	}
}

func checkElement(e xml.StartElement) error {
	if e.Name.Space != "" && e.Name.Space != "svg" || !slices.Contains(drawing, e.Name.Local) {
		return fmt.Errorf("it has an element <%s>", e.Name.Local)
	}
	for _, a := range e.Attr {
		name, value := strings.ToLower(a.Name.Local), strings.ToLower(strings.Join(strings.Fields(a.Value), ""))
		switch {
		case strings.HasPrefix(name, "on"):
			return fmt.Errorf("it has a handler %s", name)
		case name == "href" && !strings.HasPrefix(value, "#"):
			return errors.New("it refers to something outside it")
		case name == "base" || strings.Contains(value, "javascript:") || strings.Contains(value, "@import") || strings.Contains(value, `\`):
			return fmt.Errorf("it has an attribute %s that may load or run something", name)
		case strings.Count(value, "url(") != strings.Count(value, "url(#"):
			return errors.New("it refers to something outside it")
		}
	}
	return nil
}
