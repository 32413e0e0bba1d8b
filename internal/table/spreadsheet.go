package table

import (
	"math"
	"strconv"
	"time"

	"malaga/internal/rawjson"
)

// SpreadsheetDay returns the day that a text (YYYY-MM-DD) writes. ok is false for what is no date, and for days that spreadsheet
// programs count differently: before 1 March 1900, Excel has a 29 February 1900.
func SpreadsheetDay(text []byte) (day time.Time, ok bool) {
	day, err := time.Parse(time.DateOnly, string(text))
	return day, err == nil && !day.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC))
}

// SpreadsheetNumber reports whether spreadsheet programs keep a number as it is: with no more than the 15 digits that they keep,
// and neither too great nor too small for them.
func SpreadsheetNumber(number []byte) bool {
	const digits, greatest, least = 15, 9.99e307, 2.3e-308 // Excel's limits
	d, ok := rawjson.ParseDecimal(string(number))
	if !ok || d.Digits() > digits {
		return false
	}
	value, err := strconv.ParseFloat(string(number), 64)
	size := math.Abs(value)
	return err == nil && size <= greatest && (size >= least || d.Digits() == 0)
}
