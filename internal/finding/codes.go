package finding

import "malaga/internal/rawjson"

// Code is the entry of a finding's code in the list that `malaga explain` shows.
type Code struct {
	Code, Title, Why, Example, Remedy string

	Severity Severity
}

// The codes of what is wrong with the bytes and with the form of the data.
const (
	Syntax       = rawjson.Syntax
	DuplicateKey = rawjson.DuplicateKey
	Encoding     = rawjson.Encoding
	ByteOrder    = rawjson.ByteOrder
	Trailing     = rawjson.Trailing
	Depth        = rawjson.Depth
	Number       = rawjson.Number
	Length       = rawjson.Length
	Empty        = rawjson.EmptyFile

	MissingField = "SCH001"
	UnknownField = "SCH002"
	WrongType    = "SCH003"
	UnknownCode  = "SCH004"
	WrongForm    = "SCH005"
	EmptyValue   = rawjson.EmptyValue
	OutOfRange   = "SCH007"
	Repeated     = "SCH008"
	OtherSchema  = "SCH009"
	MissingWith  = "SCH010"

	StrayFile  = "FMT001"
	TwiceGiven = "FMT002"
	StaleEntry = "FMT003"
)

// Codes lists the codes of this package, in order.
func Codes() []Code {
	return []Code{
		{Syntax, "not valid JSON", "The rest of the file cannot be read, so nothing in it was checked.", `a comma before a closing bracket`, "Mend the place that the finding points at; it is often a comma or a quotation mark just before it.", Error},
		{DuplicateKey, "a member stands twice in one object", "Programs differ in which of the two they keep, so readers would see different data.", `{"title": "A", "title": "B"}`, "Keep one of them.", Error},
		{Encoding, "not valid UTF-8", "A program would replace the broken character in silence.", `a file saved as Latin-1`, "Save the file as UTF-8, and write characters outside the basic plane as themselves or as a pair of surrogates.", Error},
		{ByteOrder, "the file begins with a byte order mark", "Many JSON readers refuse it (RFC 8259, section 8.1).", `a file saved by an old editor as "UTF-8 with BOM"`, "Save the file as UTF-8 without BOM.", Error},
		{Trailing, "data after the end", "Some programs would read only the first value.", `{"themes": []} {"themes": []}`, "Keep one value a file; a file with one record a line is called TABLE.jsonl.", Error},
		{Depth, "nested too deeply", "The data have no need of more than 64 levels; deeper nesting exhausts programs.", `a list in a list in a list, and so on`, "Flatten the value.", Error},
		{Number, "a number over the limit", "Numbers may have 400 characters and an exponent within ±308; beyond that programs disagree or fail.", `1e1000001`, "Write the number plainly.", Error},
		{Length, "a value over the limit", "A text may have 1 MiB, a record 64 MiB.", `a whole report in one field`, "Shorten the text.", Error},
		{Empty, "the file is empty", "An empty file is not JSON.", `a file of 0 bytes`, "Write a table without records as {\"TABLE\": []}, or remove the file.", Error},
		{MissingField, "a required field is missing", "A record without it cannot be used.", `a session without title`, "Add the field; `malaga explain TABLE` shows what it needs.", Error},
		{UnknownField, "an unknown field", "Nothing would read it: most often a misspelling.", `"titel": "…"`, "Correct the name, or add the field to the schema.", Error},
		{WrongType, "a value of the wrong type", "The schema asks for another type.", `"position": "4"`, "Write a value of the type that the message names.", Error},
		{UnknownCode, "not one of the codes", "The field takes one of a fixed list of codes.", `"kind": "themetic"`, "Take a code from the list; `malaga explain TABLE.FIELD` shows what each means.", Error},
		{WrongForm, "a value of the wrong form", "Dates, times, ids and addresses have a fixed form.", `"start_date": "2022-13-40"`, "Write it as in the example.", Error},
		{EmptyValue, "an empty value", "null, \"\", [] and {} cannot be told apart in a table: absent is absent.", `"note": ""`, "Leave the field out.", Error},
		{OutOfRange, "a value out of range", "The schema limits the value or its length.", `"position": 0`, "Keep within the limit that the message names.", Error},
		{Repeated, "an entry stands twice in a list", "Each entry of the list counts once.", `"themes": ["thm-law", "thm-law"]`, "Remove one of them.", Error},
		{OtherSchema, "the schema is not met", "The schema has a further rule.", `a rule that this list has no code for`, "See the message.", Error},
		{MissingWith, "a field is missing that another one needs", "One field makes sense only with the other.", `"end_time" without "start_time"`, "Add the field, or remove the one that needs it.", Error},
		{StrayFile, "a file that is not a table", "Its content is not read.", `sesions.json`, "Rename it to the table that it holds, or move it elsewhere.", Warning},
		{TwiceGiven, "a table is given twice", "Only one file can hold a table.", `people.json and people.jsonl in one directory`, "Keep either TABLE.json or TABLE.jsonl.", Error},
		{StaleEntry, "a baseline entry that fits nothing", "What it stood for is mended, or its record or field has another name: left in, it could hide a new mistake.", "an entry for side-4 whose mistake has been corrected", "Remove it, or write the baseline anew with --write-baseline.", Error},
	}
}
