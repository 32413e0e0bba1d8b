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
		Name: "completion", Usage: "print a completion script for a shell", ArgsUsage: "SHELL",
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
