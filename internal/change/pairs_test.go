//go:build !long

package change_test

// numberOfPairs is the number of random pairs of datasets: the tag "long" takes more of them.
const numberOfPairs = 100
