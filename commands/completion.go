package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/complete"
)

func (r *runner) completionCommand() *cli.Command {
	shells := complete.Shells()
	return &cli.Command{
		Name: "completion", Usage: "print what a shell needs to complete command lines: " + strings.Join(shells, ", "), ArgsUsage: "SHELL",
		Description: "It completes commands, flags, tables, fields, conditions and their values, and ids with their titles, from the\n" +
			"dataset that the line names. To have it in every new shell, with malaga in the PATH:\n\n" +
			"bash\n  $ malaga completion bash > ~/.local/share/bash-completion/completions/malaga\n\n" +
			"or, without the package bash-completion, a line in ~/.bashrc:\n  source <(malaga completion bash)\n\n" +
			"zsh, behind `autoload -U compinit; compinit` in ~/.zshrc:\n  source <(malaga completion zsh)\n\n" +
			"fish\n  $ malaga completion fish > ~/.config/fish/completions/malaga.fish\n\n" +
			"PowerShell, a line in the file that $PROFILE names:\n  malaga completion powershell | Out-String | Invoke-Expression",
		Action: func(c *cli.Context) error {
			const how = "; malaga completion --help says how to install it"
			switch shell := c.Args().First(); {
			case c.NArg() == 0:
				return usage("completion needs the name of a SHELL", "the shells are "+strings.Join(shells, ", ")+how)
			case !slices.Contains(shells, shell):
				return usage(fmt.Sprintf("no shell %q", shell), nearestOr(shell, shells, "the shells are "+strings.Join(shells, ", ")+how))
			}
			args, err := exactly(c, "SHELL")
			if err != nil {
				return err
			}
			script, err := complete.Script(args[0])
			if err != nil {
				return err
			}
			return r.writeText(c, script)
		},
	}
}
