package table_test

import (
	"testing"

	"malaga/internal/table"
)

func TestWhatSpreadsheetsKeep(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]bool{
		"0": true, "-0.0": true, "5800.0": true, "1e5": true, "123456789012345": true, "12300000000000000000": true, "0.000000000000000001": true,
		"1e300": true, "-1e-300": true, "1234567890123456": false, "0.1234567890123456": false, "1e308": false, "1e400": false, "1e-400": false,
		"1e-310": false, "": false, "x": false,
	} {
		if got := table.SpreadsheetNumber([]byte(number)); got != want {
			t.Errorf("%s: %v", number, got)
		}
	}
	for day, want := range map[string]bool{
		"2022-05-10": true, "1900-03-01": true, "9999-12-31": true, "1900-02-28": false, "1899-12-31": false, "2022-05": false, "2022-02-30": false, "": false,
	} {
		if _, got := table.SpreadsheetDay([]byte(day)); got != want {
			t.Errorf("%s: %v", day, got)
		}
	}
}
