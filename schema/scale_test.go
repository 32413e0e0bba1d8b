//go:build !long

package schema_test

// Numbers of values made up and compared: the tag "long" takes more of them.
const (
	mutants       = 1200
	madeUpSchemas = 60
)
