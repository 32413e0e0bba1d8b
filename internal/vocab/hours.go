package vocab

// Overnight reports whether each part of an event ends on the day after it starts. first and last are its days, and start and end
// its clock times, which are the hours of each day. A part ends on the next day if its end is not after its start and there is a
// day for the last part to end on. An event within several days is on one of them that is not known, and has no hours.
func Overnight(first, last, meaning, start, end string) bool {
	return meaning != DateWithin && start != "" && end != "" && end <= start && first != "" && first < last
}
