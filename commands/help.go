package commands

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/help"
	"malaga/internal/render"
	"malaga/internal/text"
)

type helpOptions struct {
	output
	man bool
}

func newHelpCommand(a *app) *cli.Command {
	o := &helpOptions{output: output{app: a}}
	return a.command(&cli.Command{
		Name: "help", Usage: "show the help of a command or topic", ArgsUsage: "[COMMAND…|TOPIC]",
		Flags: []cli.Flag{
			&option{name: "man", enabled: &o.man, usage: "write a man page (roff)"},
			o.pathFlag("with --man: write all man pages into this directory"),
		},
	}, completeHelp, o.run)
}

func (o *helpOptions) run(words []string) error {
	if o.path.set {
		if !o.man || len(words) > 0 || o.toStdout() {
			return usage("--output needs --man, a directory, and no command or topic", "write malaga help --man --output DIRECTORY")
		}
		info, err := os.Stat(o.path.text)
		if _, wrong := o.ofEnding(manualFormats()); wrong != nil && (err != nil || !info.IsDir()) {
			return wrong
		}
		return o.writeManual(o.path.text)
	}
	page, err := o.helpPage(words)
	if err != nil {
		return err
	}
	if o.man {
		return o.writeText(page.Man(Released, "malaga "+Version))
	}
	p := &render.Page{Width: o.width()}
	page.Write(p)
	return o.writeText(p.Bytes())
}

// manualFormats are those of help --man, which writes a directory.
func manualFormats() []format { return []format{{name: "a directory of man pages"}} }

// writeManual writes all man pages into a directory. They appear together, once all are complete.
func (o *helpOptions) writeManual(dir string) error {
	files := render.Batch{Create: o.create}
	defer files.Abort()
	if err := o.files.MakeFolders(dir, "choose another --output"); err != nil {
		return err
	}
	for _, page := range o.helpPages() {
		path := filepath.Join(dir, fmt.Sprintf("%s.%d", page.File(), page.Section()))
		if err := files.Add(path, bytesOf(page.Man(Released, "malaga "+Version))); err != nil {
			return err
		}
	}
	return files.Commit()
}

// helpPage returns the page of a command or topic; of the program, if there are no words.
func (a *app) helpPage(words []string) (help.Page, error) {
	if len(words) > 0 {
		if c := a.root.Command(words[0]); c != nil { // it may be named by an alias
			words = append([]string{c.Name}, words[1:]...)
		}
	}
	name := strings.Join(append([]string{a.root.Name}, words...), " ")
	var names []string
	for _, page := range a.helpPages() {
		if page.Name == name {
			return page, nil
		}
		names = append(names, strings.TrimPrefix(page.Name, a.root.Name+" "))
	}
	wanted := strings.Join(words, " ")
	const hint = "malaga --help lists the commands and topics"
	return help.Page{}, usage(fmt.Sprintf("unknown command or topic %q", wanted), text.DidYouMeanOr(wanted, names, hint))
}

// helpPages returns the pages of the program, its commands and the topics.
func (a *app) helpPages() []help.Page {
	topics := help.Topics()
	list := help.List{Title: "Topics (malaga help TOPIC)"}
	for _, t := range topics {
		list.Items = append(list.Items, [2]string{strings.TrimPrefix(t.Name, a.root.Name+" "), t.Summary})
	}
	flags := append(slices.Clone(a.root.Flags),
		&option{name: "help", alias: "h", usage: "show the help of the program or a command"},
		&option{name: "version", usage: "print the version"})
	pages := []help.Page{{
		Name: a.root.Name, Summary: a.root.Usage, Usage: a.root.Name + " [--data PATH] COMMAND …",
		Lists: []help.List{commandList("Commands (malaga help COMMAND)", a.root.Commands), list, flagList(flags)},
	}}
	var add func(cs []*cli.Command)
	add = func(cs []*cli.Command) {
		for _, c := range cs {
			pages = append(pages, commandPage(c))
			add(c.Subcommands)
		}
	}
	add(a.root.Commands)
	pages = append(pages, topics...)
	for _, page := range pages[1:] {
		pages[0].See = append(pages[0].See, fmt.Sprintf("%s(%d)", page.File(), page.Section()))
	}
	return pages
}

// commandPage returns the page of a command, with its flags or subcommands.
func commandPage(c *cli.Command) help.Page {
	page := help.Page{Name: c.UsageText, Summary: c.Usage, Usage: c.UsageText}
	switch {
	case len(c.Subcommands) > 0:
		page.Usage += " FORMAT …"
		page.Lists = []help.List{commandList("Formats", c.Subcommands)}
		return page
	case len(c.Flags) > 0:
		page.Usage += " [flags]"
		page.Lists = []help.List{flagList(c.Flags)}
	}
	page.Usage = strings.TrimSpace(page.Usage + " " + c.ArgsUsage)
	return page
}

// commandList lists commands with their summaries.
func commandList(title string, cs []*cli.Command) help.List {
	list := help.List{Title: title}
	for _, c := range cs {
		list.Items = append(list.Items, [2]string{c.Name, c.Usage})
	}
	return list
}

// flagList lists flags with what they take and do.
func flagList(flags []cli.Flag) help.List {
	list := help.List{Title: "Flags"}
	for _, f := range flags {
		f := f.(*option)
		names := f.dashed()
		for i := range names {
			names[i] = strings.TrimSpace(names[i] + " " + f.takes)
		}
		list.Items = append(list.Items, [2]string{strings.Join(names, ", "), f.about()})
	}
	return list
}
