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

// sides opens the two datasets, OLD and NEW. Without NEW it is the one in the working tree that OLD stands for.
func (o *diffOptions) sides(words []string, l dataset.Layout) (old, new *dataset.Dataset, err error) {
	old, working, err := o.side(words[0], l)
	if err != nil {
		return nil, nil, err
	}
	if word := cmp.Or(append(words[1:], working)...); word == "" {
		new, err = dataset.Open("", l, nil) // the built-in data
	} else {
		new, _, err = o.side(word, l)
	}
	if err != nil {
		return nil, nil, err
	}
	o.reads = append(o.reads, old.HasFile, new.HasFile)
	return old, new, nil
}

// side opens a dataset by its path or its revision. working is the path of the dataset to compare it with, if no other is named.
func (o *diffOptions) side(word string, l dataset.Layout) (d *dataset.Dataset, working string, err error) {
	data, err := o.dataPath()
	if err != nil {
		return nil, "", err
	}
	_, missing := os.Lstat(word)
	switch {
	case word == "":
		return nil, "", usage("a path is empty", "name a directory, a file or a revision")
	case word == "-", missing == nil:
		d, err = dataset.Open(word, l, o.env.Stdin)
		return d, data, err
	}
	repository := dataset.Repository{Context: o.ctx}
	revision, path, hasPath := strings.Cut(word, ":")
	if err := repository.Find(revision); err != nil {
		return nil, "", fmt.Errorf("%s: %w, and %w", word, text.Cause(missing), err)
	}
	if hasPath {
		working, err = repository.WorkingPath(path)
	} else {
		working = cmp.Or(data, ".")
		repository, path, err = repository.PathOf(working)
	}
	if err != nil {
		return nil, "", err
	}
	d, err = repository.Open(revision, path, l)
	var absent *dataset.NotInRevision
	switch {
	case errors.As(err, &absent) && !hasPath: // the dataset is new
		o.note(err.Error()+": every record counts as added", "")
		return dataset.Empty(revision, l), working, nil
	case err != nil && !hasPath && data == "":
		err = &text.Failure{Err: err, Hint: "name the dataset: " + revision + ":PATH, or --data PATH"}
	}
	return d, working, err
}
