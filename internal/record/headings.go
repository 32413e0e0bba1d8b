package record

// Headings are what a page calls the records that refer to one, by the field in which they do; %s is the title of
// their table. A field that is not here is named itself.
func Headings() map[string]string {
	return map[string]string{
		"speakers.person":         "%s at which they spoke",
		"organisers.organisation": "%s it had a part in",
		"session":                 "%s from this session",
		"side_event":              "%s from this event",
		"conference":              "%s of this conference",
		"speaker":                 "%s from this speaker",
		"organisation":            "%s of this organisation",
		"document":                "%s carried or reported here",
		"parent":                  "%s that are part of it",
		"follow_up_to":            "%s that followed it up",
		"follows":                 "%s directly after it",
		"broader":                 "%s within it",
		"themes":                  "%s on this theme",
		"sources.document":        "%s for which it is a source",
		"variants.document":       "%s of which it says something else",
	}
}
