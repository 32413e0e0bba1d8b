package commands

import (
	"embed"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/help"
)

//go:embed topics/*.txt
var topicFiles embed.FS

// helpPage is a page of the manual, and what it is asked for by.
type helpPage struct {
	help.Page
	words   string // "", "export csv", "where"
	section int    // of the manual: 1 for commands, 7 for what more there is to know
}

// file is the name of the page among those of all programs.
func (p helpPage) file() string { return strings.ReplaceAll(p.Name, " ", "-") }

func (p helpPage) roff() []byte { return p.Roff(p.section, Released, "malaga "+Version) }

// topic is something that several commands have to do with.
type topic struct {
	name, about string
	parts       []help.Part
}

// topics are those that help tells of, in the order in which they are listed.
func topics() []topic {
	var all []topic
	for _, name := range []string{"formatting", "where", "search", "exit-codes", "environment", "provenance"} {
		text, err := topicFiles.ReadFile("topics/" + name + ".txt")
		if err != nil {
			panic(err) // it is part of the program
		}
		about, rest, _ := strings.Cut(string(text), "\n")
		all = append(all, topic{name, about, help.Parse(rest)})
	}
	return all
}

// helpPages are all pages: that of the program, those of the commands, and those of the topics that have no command's name.
func (a *app) helpPages() []helpPage {
	all := topics()
	pages := []helpPage{a.programPage(all)}
	named := map[string]bool{}
	var add func(cs []*cli.Command, path string)
	add = func(cs []*cli.Command, path string) {
		for _, c := range cs {
			page := helpPage{commandPage(c, a.root.Name+" "+path+c.Name), path + c.Name, 1}
			for _, t := range all {
				if t.name == page.words {
					page.Parts = append(page.Parts, help.Part{Heading: upperFirst(t.about)})
					page.Parts = append(page.Parts, t.parts...)
				}
			}
			named[page.words] = true
			pages = append(pages, page)
			add(c.Subcommands, path+c.Name+" ")
		}
	}
	add(a.root.Commands, "")
	for _, t := range all {
		if !named[t.name] {
			pages = append(pages, helpPage{help.Page{Name: a.root.Name + " " + t.name, About: t.about, Parts: t.parts}, t.name, 7})
		}
	}
	for i, p := range pages {
		if i > 0 {
			pages[0].See = append(pages[0].See, fmt.Sprintf("%s(%d)", p.file(), p.section))
			pages[i].See = []string{"malaga(1)"}
		}
	}
	return pages
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// programPage tells of the program as a whole.
func (a *app) programPage(topics []topic) helpPage {
	var told [][2]string
	for _, t := range topics {
		told = append(told, [2]string{t.name, t.about})
	}
	flags := append(flagItems(a.root.Flags), [2]string{"--help, -h", "show this, or how a command is used"}, [2]string{"--version", "show the version"})
	return helpPage{help.Page{
		Name: a.root.Name, About: a.root.Usage, Usage: a.root.Name + " [--data PATH] COMMAND …",
		Parts: []help.Part{
			{Heading: "Commands (malaga help COMMAND)"},
			{Items: commandItems(a.root.Commands)},
			{Heading: "Topics (malaga help TOPIC)"},
			{Items: told},
			{Heading: "Flags (they may stand anywhere)"},
			{Items: flags},
			{Text: "Exit codes: 0 done, 1 could not do it, 2 asked wrongly, 3 the data have findings, 70 internal fault, 130 interrupted"},
		},
	}, "", 1}
}

// commandPage tells how a command is used.
func commandPage(c *cli.Command, name string) help.Page {
	page := help.Page{Name: name, About: c.Usage, Usage: name}
	// A line that ends with a sentence ends a paragraph.
	page.Parts = help.Parse(strings.ReplaceAll(c.Description, ".\n", ".\n\n"))
	switch {
	case len(c.Subcommands) > 0:
		page.Usage += " FORMAT …"
		page.Parts = append(page.Parts, help.Part{Heading: "Formats"}, help.Part{Items: commandItems(c.Subcommands)})
	case len(c.Flags) > 0:
		page.Usage += " [flags]"
		page.Parts = append(page.Parts, help.Part{Heading: "Flags"}, help.Part{Items: flagItems(c.Flags)})
	}
	if c.ArgsUsage != "" && len(c.Subcommands) == 0 {
		page.Usage += " " + c.ArgsUsage
	}
	return page
}

func commandItems(cs []*cli.Command) [][2]string {
	var items [][2]string
	for _, c := range cs {
		items = append(items, [2]string{c.Name, c.Usage})
	}
	return items
}

// flagItems are the flags with what they do.
func flagItems(flags []cli.Flag) [][2]string {
	var items [][2]string
	for _, f := range flags {
		f := f.(*option)
		names := f.dashed()
		for i := range names {
			if f.takes != "" {
				names[i] += " " + f.takes
			}
		}
		items = append(items, [2]string{strings.Join(names, ", "), f.about()})
	}
	return items
}
