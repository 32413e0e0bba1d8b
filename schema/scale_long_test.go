//go:build long

package schema_test

const (
	mutants       = 20_000
	madeUpSchemas = 200
)
