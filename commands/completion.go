package commands

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"malaga/internal/complete"
	"malaga/internal/text"
)

func newCompletionCommand(a *app) *cli.Command {
	c := &cli.Command{Name: "completion", Usage: "print a completion script for a shell", ArgsUsage: "SHELL"}
	return a.command(c, words(complete.Shells()...), func(args []string) error {
		script, err := complete.Script(args[0])
		if err != nil {
			hint := "use " + text.Or(complete.Shells()) + "; malaga completion --help explains the installation"
			return usage(fmt.Sprintf("unknown shell %q", args[0]), text.DidYouMeanOr(args[0], complete.Shells(), hint))
		}
		o := &output{app: a}
		return o.writeText(script)
	})
}
