// Command malaga queries, validates and exports the dataset of the 2022 UNOCT Malaga Conference.
package main

import (
	"os"

	"malaga/commands"
)

func main() { os.Exit(commands.Main()) }
