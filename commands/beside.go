package commands

import (
	"io"
	"path/filepath"

	"malaga/internal/flatten"
	"malaga/internal/journal"
	"malaga/internal/render"
	"malaga/internal/timeline"
	"malaga/internal/workbook"
)

// The files that export html can write beside the page.
const (
	besideXLSX = "xlsx"
	besideICS  = "ics"
	besideCSV  = "csv"
	besideJSON = "json"
)

// besideFormats lists them.
func besideFormats() []string { return []string{besideXLSX, besideICS, besideCSV, besideJSON} }

// download returns the link to a file. The files are named after the journal.
func download(format, name string) journal.Download {
	return map[string]journal.Download{
		besideXLSX: {File: name + ".xlsx", Label: "Workbook (Excel)"},
		besideICS:  {File: name + ".ics", Label: "Calendar (iCalendar)"},
		besideCSV:  {File: "csv/datapackage.json", Label: "Tables (CSV, Data Package)"},
		besideJSON: {File: name + ".json", Label: "Data (JSON)"},
	}[format]
}

// addBeside adds the files beside the page, which appear with it.
func (o *htmlOptions) addBeside(in *input, data journal.Data, name string, files *render.Batch) error {
	for _, format := range o.beside() {
		path := filepath.Join(o.dir, download(format, name).File)
		var err error
		switch format {
		case besideXLSX:
			err = o.addWorkbook(in, path, files)
		case besideICS:
			calendar, notes := timeline.Calendar(data.Meta, data.Chapters, false)
			for _, note := range notes {
				o.note(note, "")
			}
			err = files.Add(path, bytesOf(calendar))
		case besideCSV:
			s := in.source(in.model.Tables)
			d := flatten.Directory{Path: filepath.Dir(path), Relations: flatten.Relations(s, flatten.Options{Lists: flatten.Rows}), Whole: true}
			_, err = in.addDirectory(files, s, d, "choose another --output")
		case besideJSON:
			err = files.Add(path, data.WriteJSON)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (o *htmlOptions) addWorkbook(in *input, path string, files *render.Batch) error {
	data, err := in.workbook(in.model.Tables)
	if err != nil {
		return err
	}
	var changes workbook.Changes
	err = files.Add(path, func(w io.Writer) (err error) {
		changes, err = workbook.Write(w, data.Properties(), data.Sheets(false))
		return err
	})
	o.noteChanges(changes)
	return err
}
