package dataset_test

import (
	"maps"
	"slices"
	"testing"

	"malaga/internal/rawjson"
)

// TestEventsHaveTheThemesOfTheirMessages holds sessions and side events to one rule: an event has the themes of what it was
// about, and those of what was said there.
func TestEventsHaveTheThemesOfTheirMessages(t *testing.T) {
	records := builtIn(t)
	for _, id := range slices.Sorted(maps.Keys(records)) {
		m := records[id]
		if m.Table != "outcome_messages" {
			continue
		}
		for _, field := range []string{"session", "side_event"} {
			event := rawjson.GetText(m.Raw, field)
			if event == "" {
				continue
			}
			themes := at(records[event].Raw, []string{"themes"})
			for _, theme := range at(m.Raw, []string{"themes"}) {
				if !slices.Contains(themes, theme) {
					t.Errorf("%s: %s has the theme %s, but the event has not", event, id, theme)
				}
			}
		}
	}
}
