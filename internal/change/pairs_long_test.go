//go:build long

package change_test

const numberOfPairs = 2000
