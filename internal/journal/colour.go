package journal

import (
	"fmt"
	"math"
	"strconv"

	"malaga/internal/text"
)

// colour is an sRGB colour.
type colour [3]uint8

// The backgrounds of the style, light and dark.
var (
	white = colour{0xff, 0xff, 0xff}
	dark  = colour{0x1d, 0x21, 0x27}
)

// minContrast is the least contrast of text (WCAG 2.2, success criterion 1.4.3).
const minContrast = 4.5

// accentStyle returns the style for an accent colour, #RGB or #RRGGBB: the colour itself on white, a lighter form of it on dark.
func accentStyle(accent string) (string, error) {
	c, ok := parseColour(accent)
	if !ok {
		return "", text.Usage(fmt.Sprintf("invalid colour %q for --accent", accent), "write it as #RRGGBB, such as #1b5a9c")
	}
	if ratio := contrast(c, white); ratio < minContrast {
		const form = "--accent %s has a contrast of %.1f:1 on white; text needs %.1f:1 (WCAG AA)"
		hint := "use a darker colour, such as " + toward(c, colour{}, white).String()
		return "", text.Usage(fmt.Sprintf(form, accent, floor(ratio), minContrast), hint)
	}
	const form = ":root { --accent: %s; }\n@media screen and (prefers-color-scheme: dark) { :root { --accent: %s; } }\n"
	return fmt.Sprintf(form, c, toward(c, white, dark)), nil
}

// floor rounds down, so that a contrast that is too low never looks like one that is not.
func floor(ratio float64) float64 { return math.Floor(ratio*10) / 10 }

func parseColour(s string) (c colour, ok bool) {
	if len(s) == 4 {
		s = string([]byte{s[0], s[1], s[1], s[2], s[2], s[3], s[3]})
	}
	if len(s) != 7 || s[0] != '#' {
		return c, false
	}
	for i := range c {
		n, err := strconv.ParseUint(s[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return c, false
		}
		c[i] = uint8(n)
	}
	return c, true
}

// String returns the colour as #rrggbb.
func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// luminance returns the relative luminance of a colour (WCAG 2.2).
func (c colour) luminance() float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c[0]) + 0.7152*part(c[1]) + 0.0722*part(c[2])
}

// contrast returns the contrast of two colours, from 1 to 21 (WCAG 2.2).
func contrast(a, b colour) float64 {
	high, low := a.luminance(), b.luminance()
	if high < low {
		high, low = low, high
	}
	return (high + 0.05) / (low + 0.05)
}

// toward mixes a colour with another, as little as its contrast on a background needs.
func toward(c, other, background colour) colour {
	const steps = 100
	mixed := c
	for i := 1; i <= steps && contrast(mixed, background) < minContrast; i++ {
		for k := range mixed {
			mixed[k] = uint8((int(c[k])*(steps-i) + int(other[k])*i) / steps)
		}
	}
	return mixed
}
