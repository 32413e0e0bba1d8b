package validate

import (
	"path/filepath"
	"slices"

	"malaga/dataset"
)

// DistinctPaths removes paths that lead to the same dataset as another one, and files in a directory that is given itself.
func DistinctPaths(paths []string) []string {
	var all []string
	for _, p := range paths {
		all = append(all, dataset.RealPath(p))
	}
	var left []string
	for i, p := range paths {
		twice := slices.Contains(all[:i], all[i])
		if p == "-" || !twice && !slices.Contains(all, filepath.Dir(all[i])) {
			left = append(left, p)
		}
	}
	return left
}
