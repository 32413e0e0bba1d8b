package commands

import (
	"bytes"
	"strings"

	"github.com/urfave/cli/v2"
)

func (r *runner) helpCommand() *cli.Command {
	return &cli.Command{
		Name: "help", Usage: "show how a command is used", ArgsUsage: "[COMMAND]",
		Action: func(c *cli.Context) error {
			cmd := (*cli.Command)(nil)
			level := r.app.Commands
			for _, word := range c.Args().Slice() {
				var names []string
				cmd = nil
				for _, known := range level {
					names = append(names, known.Name)
					if known.HasName(word) {
						cmd, level = known, known.Subcommands
						break
					}
				}
				if cmd == nil {
					return usage("no command \""+word+"\"", nearestOr(word, names, "malaga --help lists the commands"))
				}
			}
			return r.help(cmd)
		},
	}
}

// help prints how the program or a command is used. The library drops the errors of its
// writer, so it writes to memory.
func (r *runner) help(cmd *cli.Command) error {
	var b bytes.Buffer
	fence(r.app.Commands, r.app.Name) // the library has changed the names if it has run
	if cmd == nil {
		r.app.Setup()
		cli.HelpPrinter(&b, appHelp, r.app)
	} else {
		cli.HelpPrinter(&b, commandHelp, cmd)
	}
	_, err := r.env.Stdout.Write(b.Bytes())
	return err
}

const appHelp = `{{.Name}} {{.Usage}}

Usage: {{.Name}} [--data PATH] COMMAND …

Commands:
{{range .VisibleCommands}}  {{.Name}}{{"\t"}}{{.Usage}}
{{end}}
Flags (they may stand anywhere):
{{range .VisibleFlags}}  {{.}}
{{end}}  --help, -h	show this, or how a command is used
  --version	show the version

Exit codes: 0 done, 1 could not do it, 2 asked wrongly, 3 the data have findings, 70 internal fault, 130 interrupted
`

const commandHelp = `{{.HelpName}}: {{.Usage}}

Usage: {{.HelpName}}{{if .Subcommands}} FORMAT …{{else}}{{if .VisibleFlags}} [flags]{{end}}{{if .ArgsUsage}} {{.ArgsUsage}}{{end}}{{end}}
{{if .Description}}
{{.Description}}
{{end}}{{if .Subcommands}}
Formats:
{{range .Subcommands}}  {{.Name}}{{"\t"}}{{.Usage}}
{{end}}{{end}}{{if .VisibleFlags}}
Flags:
{{range .VisibleFlags}}  {{.}}
{{end}}{{end}}`

// dashed is the name of a flag as it is written.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// flagUsage says in words what a flag does.
func flagUsage(f cli.Flag) string {
	if documented, ok := f.(cli.DocGenerationFlag); ok {
		return strings.ReplaceAll(documented.GetUsage(), "`", "")
	}
	return ""
}
