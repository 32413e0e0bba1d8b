package schema

import "malaga/internal/finding"

// Check validates a record with the library alone: the reference for FastValidator.Check.
func (s *Set) Check(table string, v []byte) []finding.Problem { return s.check(table, v) }
