// Package scaletest measures in tests whether time grows in proportion to the input.
package scaletest
