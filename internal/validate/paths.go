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
		dir := filepath.Dir(all[i])
		inside := dir != all[i] && slices.Contains(all, dir) // "/" and, if the current folder is removed, "." are their own folders
		if p == "-" || !twice && !inside {
			left = append(left, p)
		}
	}
	return left
}
