package render

import (
	"strings"
	"testing"
)

func TestEveryNameAndItsStartIsAUnit(t *testing.T) {
	t.Parallel()
	for _, name := range strings.Fields(names) {
		short := string([]rune(name)[:3])
		if !isUnit(name) || !isUnit(short) || isUnit(name+"x") {
			t.Errorf("%s, %s", name, short)
		}
	}
}
