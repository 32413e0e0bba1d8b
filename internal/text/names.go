package text

import (
	"fmt"
	"hash/fnv"
)

// Names gives each thing a name of its own, also where the data give two things one name. It maps the hash of each name that was
// given, which takes less memory than the name, to how often the name was asked for. A name with the hash of another gets a number
// that it does not need.
type Names map[uint64]int

// Next returns a name as it is, or with a number if it was given before: "ses-a", then "ses-a.2".
func (n Names) Next(name string) string { return n.Numbered(name, ".%d") }

// Numbered returns a name as it is, or with a number in some form if it was given before.
func (n Names) Numbered(name, form string) string {
	key := hash(name)
	n[key]++
	if n[key] == 1 {
		return name
	}
	for {
		next := name + fmt.Sprintf(form, n[key])
		if n[hash(next)] == 0 {
			n[hash(next)] = 1
			return next
		}
		n[key]++
	}
}

func hash(name string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // it never fails
	return h.Sum64()
}
