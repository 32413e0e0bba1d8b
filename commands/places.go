package commands

import (
	"os"
	"path/filepath"

	"malaga/dataset"
)

// inRepository returns a function that names a file as services know it: relative to the root of the repository. That is the
// folder of GITHUB_WORKSPACE or CI_PROJECT_DIR, if the file is in it, else the nearest one upward that has a .git. A file in no
// repository keeps its name, or has its full path if the name would lead out of the current folder.
func (a *app) inRepository() func(file string) string {
	known := map[string]string{}
	return func(file string) string {
		name, ok := known[file]
		if !ok {
			name = a.nameInRepository(file)
			known[file] = name
		}
		return name
	}
}

func (a *app) nameInRepository(file string) string {
	if _, err := os.Stat(file); err != nil { // of the built-in data, or standard input
		return file
	}
	full, err := filepath.Abs(file)
	if err != nil {
		return file
	}
	for _, path := range []string{dataset.RealPath(file), full} {
		for _, root := range []string{a.env.Getenv("GITHUB_WORKSPACE"), a.env.Getenv("CI_PROJECT_DIR"), repository(path)} {
			if root == "" {
				continue
			}
			if name, err := filepath.Rel(dataset.RealPath(root), path); err == nil && filepath.IsLocal(name) {
				return name
			}
		}
	}
	if !filepath.IsLocal(file) {
		return full
	}
	return file
}

// repository returns the nearest folder, from a path upward, that has a .git, which is a file in a worktree and a submodule; "" if there
// is none.
func repository(file string) string {
	for dir := file; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}
