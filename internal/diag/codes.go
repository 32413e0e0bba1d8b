package diag

// Code is the entry of a finding's code in the list that `malaga explain` shows.
type Code struct {
	Code, Title, Why, Remedy string
}

// The codes of what is wrong with the bytes and with the form of the data.
const (
	Syntax       = "SYN001"
	DuplicateKey = "SYN002"
	Encoding     = "SYN003"
	ByteOrder    = "SYN004"
	Trailing     = "SYN005"
	Depth        = "SYN006"
	Number       = "SYN007"
	Length       = "SYN008"
	Empty        = "SYN009"

	MissingField = "SCH001"
	UnknownField = "SCH002"
	WrongType    = "SCH003"
	UnknownCode  = "SCH004"
	WrongForm    = "SCH005"
	EmptyValue   = "SCH006"
	OutOfRange   = "SCH007"
	Repeated     = "SCH008"
	OtherSchema  = "SCH009"
	MissingWith  = "SCH010"

	StrayFile  = "FMT001"
	TwiceGiven = "FMT002"
)

// Codes lists the codes of this package, in order.
func Codes() []Code {
	return []Code{
		{Syntax, "not valid JSON", "The rest of the file cannot be read, so nothing in it was checked.", "Mend the place that the finding points at; it is often a comma or a quotation mark just before it."},
		{DuplicateKey, "a member stands twice in one object", "Programs differ in which of the two they keep, so readers would see different data.", "Keep one of them."},
		{Encoding, "not valid UTF-8", "A program would replace the broken character in silence.", "Save the file as UTF-8, and write characters outside the basic plane as themselves or as a pair of surrogates."},
		{ByteOrder, "the file begins with a byte order mark", "Many JSON readers refuse it (RFC 8259, section 8.1).", "Save the file as UTF-8 without BOM."},
		{Trailing, "data after the end", "Some programs would read only the first value.", "Keep one value a file; a file with one record a line is called TABLE.jsonl."},
		{Depth, "nested too deeply", "The data have no need of more than 64 levels; deeper nesting exhausts programs.", "Flatten the value."},
		{Number, "a number over the limit", "Numbers may have 400 characters and an exponent within ±308; beyond that programs disagree or fail.", "Write the number plainly."},
		{Length, "a value over the limit", "A text may have 1 MiB, a record 64 MiB.", "Shorten the text."},
		{Empty, "the file is empty", "An empty file is not JSON.", "Write a table without records as {\"TABLE\": []}, or remove the file."},
		{MissingField, "a required field is missing", "A record without it cannot be used.", "Add the field; `malaga explain TABLE` shows what it needs."},
		{UnknownField, "an unknown field", "Nothing would read it: most often a misspelling.", "Correct the name, or add the field to the schema."},
		{WrongType, "a value of the wrong type", "The schema asks for another type.", "Write a value of the type that the message names."},
		{UnknownCode, "not one of the codes", "The field takes one of a fixed list of codes.", "Take a code from the list; `malaga explain TABLE.FIELD` shows what each means."},
		{WrongForm, "a value of the wrong form", "Dates, times, ids and addresses have a fixed form.", "Write it as in the example."},
		{EmptyValue, "an empty value", "null, \"\", [] and {} cannot be told apart in a table: absent is absent.", "Leave the field out."},
		{OutOfRange, "a value out of range", "The schema limits the value or its length.", "Keep within the limit that the message names."},
		{Repeated, "an entry stands twice in a list", "Each entry of the list counts once.", "Remove one of them."},
		{OtherSchema, "the schema is not met", "The schema has a further rule.", "See the message."},
		{MissingWith, "a field is missing that another one needs", "One field makes sense only with the other.", "Add the field, or remove the one that needs it."},
		{StrayFile, "a file that is not a table", "Its content is not read.", "Rename it to the table that it holds, or move it elsewhere."},
		{TwiceGiven, "a table is given twice", "Only one file can hold a table.", "Keep either TABLE.json or TABLE.jsonl."},
	}
}
