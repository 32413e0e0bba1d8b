package commands

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"

	"malaga/dataset"
	"malaga/internal/text"
)

// sides opens the two datasets.
func (o *diffOptions) sides(l dataset.Layout) (old, new *dataset.Dataset, err error) {
	repository := dataset.Repository{Context: o.ctx}
	other := o.new
	if old, err = o.side(repository, o.old, l, &other); err == nil {
		if other == "" && o.new == "" { // the built-in data
			new, err = dataset.Open("", l, nil)
		} else {
			new, err = o.side(repository, other, l, nil)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	o.reads = append(o.reads, old.HasFile, new.HasFile)
	return old, new, nil
}

// side opens a dataset by its path or its revision. If other is "", it is set to the path of the dataset to compare it with.
func (o *diffOptions) side(repository dataset.Repository, word string, l dataset.Layout, other *string) (*dataset.Dataset, error) {
	data, err := o.dataPath()
	if err != nil {
		return nil, err
	}
	wantsOther := other != nil && *other == ""
	if _, missing := os.Lstat(word); word == "-" || missing == nil {
		if wantsOther {
			*other = data
		}
		return dataset.Open(word, l, o.env.Stdin)
	}
	revision, path, hasPath := strings.Cut(word, ":")
	if err := repository.Find(revision); err != nil {
		return nil, fmt.Errorf("%s: no such file or directory, and %w", word, err)
	}
	working := cmp.Or(data, ".")
	if hasPath {
		working, err = repository.WorkingPath(path)
	} else {
		repository, path, err = repository.PathOf(working)
	}
	if err != nil {
		return nil, err
	}
	if wantsOther {
		*other = working
	}
	d, err := repository.Open(revision, path, l)
	var missing *dataset.NotInRevision
	switch {
	case errors.As(err, &missing) && !hasPath: // the dataset is new
		o.note(err.Error()+": every record counts as added", "")
		return dataset.Empty(revision, l), nil
	case err != nil && !hasPath && data == "":
		err = &text.Failure{Err: err, Hint: "name the dataset: " + revision + ":PATH, or --data PATH"}
	}
	return d, err
}
