package journal

// chart is a drawing with the table behind it.
type chart struct{}
