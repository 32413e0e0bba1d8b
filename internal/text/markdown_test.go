package text_test

import (
	"testing"

	"malaga/internal/text"
)

func TestMarkdownShowsTextAsItIs(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                     "",
		"a|b \\ *x* _y_ `c` [d](e)":            "a\\|b \\\\ \\*x\\* \\_y\\_ \\`c\\` \\[d\\](e)",
		"<b> &amp; > 5":                        "&lt;b> &amp;amp; > 5",
		"~~old~~ costs $5, not $6":             `\~\~old\~\~ costs &#36;5, not &#36;6`,
		"@unoct, a@e.org, @ 5 pm, x@":          "@<!-- -->unoct, a@e.org, @ 5 pm, x@",
		"see #12, owner/repo#7, # 1 and &#36;": "see #<!-- -->12, owner/repo#<!-- -->7, # 1 and &amp;#<!-- -->36;",
		"a\r\nb\rc\nd":                         "a<br>b<br>c<br>d",
		"\x1b[31m\u202e":                       `\\x1b\[31m\\u202e`,
		"##[error]x ##vso[y]":                  `##\[error\]x ##vso\[y\]`,
	} {
		if got := text.EscapeMarkdown(in); got != want {
			t.Errorf("%q gives %q, not %q", in, got, want)
		}
	}
}

func TestMarkdownLinksAddresses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://www.un.org/en/x-1?a=b#c":                   "https://www.un.org/en/x-1?a=b#c",
		"https://www.un.org/":                               "https://www.un.org/",
		"https://e.org/a_b~c?x=1&y=2*$@":                    "<https://e.org/a_b~c?x=1&y=2*$@>",
		"https://e.org/wiki/A_(b)":                          "<https://e.org/wiki/A_(b)>",
		"https://e.org/a|b\\c`d<e>\"f\x01\u202e[g]":         "<https://e.org/a%7Cb%5Cc%60d%3Ce%3E%22f%01%E2%80%AE[g]>",
		"https://e.org/?a&copy;b=1;c#d#[e":                  "<https://e.org/?a&copy%3Bb=1;c#d%23[e>",
		"https://e.org/Málaga":                              "<https://e.org/Málaga>",
		"see https://e.org/a_b, and (https://e.org/c_(d)).": "see <https://e.org/a_b>, and (<https://e.org/c_(d)>).",
		"see https://e.org/a, and (https://e.org/c). x_y":   `see https://e.org/a, and (https://e.org/c). x\_y`,
		"https://e.org/a; https://e.org/b":                  "<https://e.org/a>; https://e.org/b",
		"“https://e.org/a.” \"ftp://e.org/a\"":              "“<https://e.org/a>.” \"<ftp://e.org/a>\"",
		"mailto:a_b@e.org and www.e.org/a_b":                "<mailto:a_b@e.org> and [www.e.org/a\\_b](<http://www.e.org/a_b>)",
		"!www.e.org/a_b www.e.org/a.":                       "!<!-- -->[www.e.org/a\\_b](<http://www.e.org/a_b>) www.e.org/a.",
		"http://[::1]/a_b":                                  "<http://[::1]/a_b>",
		"xhttps://e.org/a_b":                                `xhttps://e.org/a\_b`,
		"http:// a_b":                                       `http:// a\_b`,
		"www. mailto:":                                      "www. mailto:",
		"https://e.org/a_b\nhttps://e.org/c_d":              "<https://e.org/a_b><br><https://e.org/c_d>",
		`["https://e.org/a_b", "x"]`:                        `\["<https://e.org/a_b>", "x"\]`,
		"https://e.org/a\u00a0_b_":                          "<https://e.org/a>\u00a0\\_b\\_",
	} {
		if got := text.EscapeMarkdown(in); got != want {
			t.Errorf("%q gives %q, not %q", in, got, want)
		}
	}
}

func TestMarkdownBeginsNoBlock(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"# a": `\# a`, "> a": `\> a`, "- a": `\- a`, "+ a": `\+ a`, "===": `\===`, "1. a": `1\. a`, "10) a": `10\) a`, "::error::x": `\::error::x`,
		"    a": "a", "C #": `C \#`, "10-11 May 2022": "10-11 May 2022", "2022": "2022", "09:00": "09:00", "* a": `\* a`, "": "",
	} {
		if got := text.EscapeMarkdownBlock(in); got != want {
			t.Errorf("%q gives %q, not %q", in, got, want)
		}
	}
}
