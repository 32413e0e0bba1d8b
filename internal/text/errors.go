package text

import "errors"

// UsageError is a request that cannot be understood: a flag, an argument, a condition or a search. The program then ends
// with the exit status of a usage error.
type UsageError struct {
	Message string
	Hint    string // what to do about it; may be empty
}

// Error returns the message.
func (e *UsageError) Error() string { return e.Message }

// Usage returns a UsageError.
func Usage(message, hint string) error { return &UsageError{message, hint} }

// Failure is an error of the system with a hint on what to do about it.
type Failure struct {
	Err  error
	Hint string
}

// Error returns the message of the error.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap returns the error.
func (f *Failure) Unwrap() error { return f.Err }

// Cause returns the innermost error, which names neither a file nor a system call.
func Cause(err error) error {
	for next := err; next != nil; next = errors.Unwrap(next) {
		err = next
	}
	return err
}
