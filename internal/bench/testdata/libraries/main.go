// Command libraries imports the four libraries that malaga needs, and prints a word: what a program with them costs before it
// does anything.
package main

import (
	"fmt"

	_ "github.com/olekukonko/tablewriter"
	_ "github.com/santhosh-tekuri/jsonschema/v5"
	_ "github.com/urfave/cli/v2"
	_ "github.com/xuri/excelize/v2"
)

func main() { fmt.Println("ready") }
