package finding

import (
	"slices"

	"malaga/internal/rawjson"
)

// Code explains a code of findings. `malaga explain` shows it.
type Code struct {
	Code     string
	Severity Severity
	Title    string
	Why      string
	Example  string
	Remedy   string
	Fix      string // what `malaga fix` does about it; "" if nothing
}

// The codes of findings about the files, the syntax and the schema.
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
	NoRecords  = "FMT004"
)

// Codes returns the codes of this package in order, with their explanations.
func Codes() []Code { return slices.Concat(syntaxCodes, schemaCodes, fileCodes) }

var syntaxCodes = []Code{{
	Code: Syntax, Severity: Error, Title: "invalid JSON",
	Why:     "The rest of the file cannot be read, so nothing in it was checked.",
	Example: "a comma before a closing bracket",
	Remedy:  "Correct the text at the place that the finding names. Often a comma or a quotation mark before it is wrong.",
}, {
	Code: DuplicateKey, Severity: Error, Title: "duplicate member of an object",
	Why:     "Some programs keep the first and others the second, so readers would see different data.",
	Example: `{"title": "A", "title": "B"}`, Remedy: "Keep one of them.",
}, {
	Code: Encoding, Severity: Error, Title: "invalid UTF-8",
	Why:     "Other programs silently replace the invalid character.",
	Example: "a file saved as Latin-1",
	Remedy:  "Save the file as UTF-8. Write \\u escapes of characters above U+FFFF as pairs of surrogates.",
}, {
	Code: ByteOrder, Severity: Error, Title: "byte order mark",
	Why:     "Many JSON readers refuse a file that begins with one (RFC 8259, section 8.1).",
	Example: `a file saved as "UTF-8 with BOM"`, Remedy: "Save the file as UTF-8 without BOM.",
	Fix: "removes the mark",
}, {
	Code: Trailing, Severity: Error, Title: "data after the end",
	Why:     "Some programs would read only the first value.",
	Example: `{"themes": []} {"themes": []}`,
	Remedy:  "Keep one value in a file, or name a file with one record a line TABLE.jsonl.",
}, {
	Code: Depth, Severity: Error, Title: "value nested too deeply",
	Why:     "The limit is 64 levels, because deeper nesting can crash programs.",
	Example: "a list in a list in a list, and so on", Remedy: "Flatten the value.",
}, {
	Code: Number, Severity: Error, Title: "number over a limit",
	Why:     "The limits are 400 characters and an exponent of ±308. Beyond them programs disagree or fail.",
	Example: "1e1000001", Remedy: "Write a smaller number, without an exponent.",
}, {
	Code: Length, Severity: Error, Title: "value over a limit",
	Why: "The limits are 1,048,576 characters for a text, 64 MiB and 20,000 members and entries for a record, " +
		"20,000 members for a file, and 1,500,000 ids for a dataset.",
	Example: "a whole report in one field", Remedy: "Shorten the text, or split the record.",
}, {
	Code: Empty, Severity: Error, Title: "empty file",
	Why:     "An empty file is not JSON.",
	Example: "a file of 0 bytes",
	Remedy:  `Write a table without records as {"TABLE": []}, or remove the file.`,
}}

var schemaCodes = []Code{{
	Code: MissingField, Severity: Error, Title: "required field is missing",
	Why:     "A record without the field cannot be used.",
	Example: "a session without title",
	Remedy:  "Add the field. `malaga explain TABLE` shows what it needs.",
}, {
	Code: UnknownField, Severity: Error, Title: "unknown field",
	Why:     "The field would be ignored. Usually its name is misspelt.",
	Example: `"titel": "…"`, Remedy: "Correct the name, or add the field to the schema.",
	Fix: "renames it to the one absent field from which it differs only in case, hyphens or underscores",
}, {
	Code: WrongType, Severity: Error, Title: "value of the wrong type",
	Why:     "The schema requires another type.",
	Example: `"position": "4"`, Remedy: "Write a value of the type that the message names.",
}, {
	Code: UnknownCode, Severity: Error, Title: "unknown code",
	Why:     "The field takes one of a fixed list of codes.",
	Example: `"kind": "themetic"`,
	Remedy:  "Use a code from the list. `malaga explain TABLE.FIELD` shows what each code means.",
	Fix:     "writes the one code from which it differs only in case, hyphens, underscores or one letter",
}, {
	Code: WrongForm, Severity: Error, Title: "value of the wrong form",
	Why:     "Dates, times, ids and addresses have a fixed form.",
	Example: `"start_date": "2022-13-40"`, Remedy: "Write the value as the message shows.",
	Fix: "removes white space around it, or writes it in lower or upper case, if it then has the form; an id must stay unique",
}, {
	Code: EmptyValue, Severity: Error, Title: "empty value",
	Why:     "A table cannot show the difference between null, \"\", [] and {}. A value that is absent has no field.",
	Example: `"note": ""`, Remedy: "Remove the field.",
	Fix: "removes the field or the entry, unless the field is required",
}, {
	Code: OutOfRange, Severity: Error, Title: "value out of range",
	Why:     "The schema limits the value or its length.",
	Example: `"position": 0`, Remedy: "Keep within the limit that the message names.",
}, {
	Code: Repeated, Severity: Error, Title: "duplicate entry in a list",
	Why:     "Each entry of the list counts once.",
	Example: `"themes": ["thm-law", "thm-law"]`, Remedy: "Remove one of them.",
	Fix: "removes the later entry",
}, {
	Code: OtherSchema, Severity: Error, Title: "other rule of the schema",
	Why:     "The schema has a rule that has no code of its own.",
	Example: "a rule about two fields together", Remedy: "Follow the message.",
}, {
	Code: MissingWith, Severity: Error, Title: "missing field that another one needs",
	Why:     "One field makes sense only with the other.",
	Example: `"end_time" without "start_time"`, Remedy: "Add the field, or remove the one that needs it.",
}}

var fileCodes = []Code{{
	Code: StrayFile, Severity: Warning, Title: "file that is not a table",
	Why:     "The file is not read.",
	Example: "sesions.json", Remedy: "Give the file the name of its table, or move it elsewhere.",
}, {
	Code: TwiceGiven, Severity: Error, Title: "table in two files",
	Why:     "Only one file can contain a table.",
	Example: "people.json and people.jsonl in one directory", Remedy: "Keep either TABLE.json or TABLE.jsonl.",
}, {
	Code: StaleEntry, Severity: Error, Title: "baseline entry without a finding",
	Why:     "The finding was fixed, or its record or field has another name. The entry could hide a new mistake.",
	Example: "an entry for side-4 after its mistake was corrected",
	Remedy:  "Remove the entry, or write the baseline again with --write-baseline.",
}, {
	Code: NoRecords, Severity: Error, Title: "dataset without records",
	Why:     "A check of nothing always passes. Usually the path is wrong, or the files were moved. --only does not exclude this finding.",
	Example: "an empty folder", Remedy: "Name the folder or file that has the records, or ignore the finding with --ignore FMT004.",
}}
