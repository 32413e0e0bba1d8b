package workbook_test

import (
	"testing"

	"malaga/internal/flatten"
	"malaga/internal/workbook"
)

// A line break in the data begins no link or heading on the cover.
func TestDataBeginNoLines(t *testing.T) {
	t.Parallel()
	d := workbook.Data{Meta: []byte(`{"title":"A\n[b](#nowhere)","version":"1\n## x"}`), Selection: &flatten.Relation{}}
	lines := d.Sheets(false)[0].Text
	want := []workbook.Line{{Style: workbook.Title, Text: "A [b](#nowhere)"}, {Text: "Version 1 ## x"}}
	for i, w := range want {
		if lines[i] != w {
			t.Errorf("line %d is %+v, not %+v", i+1, lines[i], w)
		}
	}
	for _, l := range lines {
		if l.Link != "" && l.Link != "#Contents" {
			t.Errorf("%+v", l)
		}
	}
}
