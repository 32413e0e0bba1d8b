package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/complete"
)

func newCompletionCommand(a *app) *cli.Command {
	shells := complete.Shells()
	c := &cli.Command{
		Name: "completion", Usage: "print what a shell needs to complete command lines: " + strings.Join(shells, ", "), ArgsUsage: "SHELL",
		Description: "It completes commands, flags, tables, fields, conditions and their values, and ids with their titles, from\n" +
			"the dataset that the line names. To have it in every new shell:\n\n" +
			"bash, with the package bash-completion:\n\n" +
			"    malaga completion bash >~/.local/share/bash-completion/completions/malaga\n\n" +
			"bash without it, a line in ~/.bashrc:\n\n" +
			"    source <(malaga completion bash)\n\n" +
			"zsh, lines in ~/.zshrc:\n\n" +
			"    autoload -U compinit; compinit\n" +
			"    source <(malaga completion zsh)\n\n" +
			"fish:\n\n" +
			"    malaga completion fish >~/.config/fish/completions/malaga.fish\n\n" +
			"PowerShell, a line in the file that $PROFILE names:\n\n" +
			"    malaga completion powershell | Out-String | Invoke-Expression",
		Action: func(c *cli.Context) error {
			const how = "; malaga completion --help says how to install it"
			switch shell := c.Args().First(); {
			case c.NArg() == 0:
				return usage("completion needs the name of a SHELL", "the shells are "+strings.Join(shells, ", ")+how)
			case !slices.Contains(shells, shell):
				return usage(fmt.Sprintf("unknown shell %q", shell), nearestOr(shell, shells, "the shells are "+strings.Join(shells, ", ")+how))
			}
			args, err := exactly(c, "SHELL")
			if err != nil {
				return err
			}
			script, err := complete.Script(args[0])
			if err != nil {
				return err
			}
			o := &output{app: a}
			return o.writeText(script)
		},
	}
	a.arguments[c] = words(shells...)
	return c
}
