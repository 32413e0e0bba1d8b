package text

import "fmt"

// Names gives each thing a name of its own, also where the data give two things one name. It maps the names that were given
// to how often each was asked for.
type Names map[string]int

// Next returns a name as it is, or with a number if it was given before: "ses-a", then "ses-a.2".
func (n Names) Next(name string) string {
	n[name]++
	if n[name] == 1 {
		return name
	}
	for {
		next := fmt.Sprintf("%s.%d", name, n[name])
		if n[next] == 0 {
			n[next] = 1
			return next
		}
		n[name]++
	}
}
