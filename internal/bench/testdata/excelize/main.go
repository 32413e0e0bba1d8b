// Command excelize writes a TSV file as a workbook with the library's StreamWriter.
package main

import (
	"bufio"
	"log"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
)

func main() {
	in, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	book := excelize.NewFile()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		log.Fatal(err)
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for row := 1; lines.Scan(); row++ {
		var cells []any
		for text := range strings.SplitSeq(lines.Text(), "\t") {
			cells = append(cells, text)
		}
		at, err := excelize.CoordinatesToCellName(1, row)
		if err == nil {
			err = sheet.SetRow(at, cells)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := sheet.Flush(); err != nil {
		log.Fatal(err)
	}
	if err := book.SaveAs(os.Args[2]); err != nil {
		log.Fatal(err)
	}
}
