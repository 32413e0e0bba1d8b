package validate_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"malaga/internal/validate"
	"malaga/schema"
)

// TestReferencesAreCheckedBehindManyMistakes has more records with mistakes, and with references to later records, than are held.
func TestReferencesAreCheckedBehindManyMistakes(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	const n = 10_500
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"thm-%d","label":"L%d","definition":"d","wrong":1,"broader":"thm-%d"},`, i, i, i+1)
	}
	data := `{"themes":[` + b.String() + fmt.Sprintf(`{"id":"thm-%d","label":"Last","definition":"d","wrong":1,"broader":"thm-none"}]}`, n)
	policy := validate.NewPolicy()
	policy.Only = []string{"REF001"}
	r, err := validate.Run(context.Background(), validate.Options{Set: set, Paths: []string{write(t, data)}, Policy: policy})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || !strings.Contains(r.Findings[0].Message, "thm-none") {
		t.Errorf("got %v", r.Findings)
	}
}

// write writes a file, and returns its name.
func write(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "data.json")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
