package commands

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

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
	switch format {
	case besideXLSX:
		return journal.Download{File: name + ".xlsx", Label: "Workbook (Excel)"}
	case besideICS:
		return journal.Download{File: name + ".ics", Label: "Calendar (iCalendar)"}
	case besideCSV:
		return journal.Download{File: "csv/datapackage.json", Label: "Tables (CSV, Data Package)"}
	}
	return journal.Download{File: name + ".json", Label: "Data (JSON)"}
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
			err = addFile(files, path, func(w io.Writer) error { _, err := w.Write(calendar); return err })
		case besideCSV:
			err = o.addTables(in, filepath.Dir(path), files)
		case besideJSON:
			err = addFile(files, path, data.WriteJSON)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func addFile(files *render.Batch, path string, write func(io.Writer) error) error {
	_, err := files.Add(path, write)
	return err
}

func (o *htmlOptions) addWorkbook(in *input, path string, files *render.Batch) error {
	data, err := in.workbook(in.model.Tables)
	if err != nil {
		return err
	}
	var changes workbook.Changes
	err = addFile(files, path, func(w io.Writer) (err error) {
		changes, err = workbook.Write(w, data.Properties(), data.Sheets(false))
		return err
	})
	o.noteChanges(changes)
	return err
}

// addTables adds the CSV files of all tables, in a directory that is made for them.
func (o *htmlOptions) addTables(in *input, dir string, files *render.Batch) error {
	if err := o.makeDirectory(dir); err != nil {
		return err
	}
	s, err := in.source(in.model.Tables, false)
	if err != nil {
		return err
	}
	d := flatten.Directory{
		Path: dir, Relations: flatten.Relations(s, flatten.Options{Lists: flatten.Rows}), Whole: true, Watch: o.progress().watch,
	}
	if d.Package.Meta, err = in.meta(); err != nil {
		return err
	}
	if d.Package.Documents, err = s.Documents(); err != nil {
		return err
	}
	_, err = d.AddTo(files)
	return err
}

// makeDirectory makes a directory unless it is there. It is removed again if the run fails.
func (o *htmlOptions) makeDirectory(dir string) error {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return usage(fmt.Sprintf("%s is not a directory", dir), "choose another --output")
		}
		return nil
	}
	if err := os.Mkdir(dir, 0o777); err != nil { // less the umask
		return render.NotCreated(dir, err)
	}
	o.made = append(o.made, dir)
	return nil
}

// removeMade removes the directories that were made, as far as they are empty, the innermost first.
func (o *htmlOptions) removeMade() {
	for _, dir := range slices.Backward(o.made) {
		_ = os.Remove(dir)
	}
}
