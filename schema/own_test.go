package schema_test

import (
	"io/fs"
	"testing"

	"malaga/schema"
)

// TestTheProgramsOwnSchemasPassTheGuard reads them as it reads those of strangers, which it does not do when it runs.
func TestTheProgramsOwnSchemasPassTheGuard(t *testing.T) {
	t.Parallel()
	strange := struct{ fs.FS }{schema.Embedded()}
	if _, err := schema.Load(strange); err != nil {
		t.Error(err)
	}
}
