// Package validate checks datasets and decides which findings count.
package validate

import (
	"cmp"
	"context"
	"errors"
	"io"
	"maps"
	"slices"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/spill"
	"malaga/internal/validate/rules"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Options choose what is checked, and how.
type Options struct {
	Set    *schema.Set
	Paths  []string                                    // each is one dataset
	Open   func(path string) (*dataset.Dataset, error) // nil opens files and directories
	Policy Policy
	All    bool     // keep the identity of every finding, as a baseline needs
	Own    []string // the baseline and the reports of this run, which are no tables even if they stand beside them

	SourceTexts map[string]string // texts of documents, by id, to check quotes against

	Each func(finding.Finding) // gets the findings that count, in any order, in place of Result; may be nil
}

// Layout returns the layout of datasets that are to be checked: each table after those that it refers to, if possible.
func Layout(set *schema.Set) dataset.Layout {
	return dataset.Layout{Tables: set.Model.ReadOrder(), Members: set.MemberNames, Display: set.Model.Display}
}

// Result is the result of a run.
type Result struct {
	Findings []finding.Finding // sorted, without those that the baseline lists
	Summary  finding.Summary   // counts all findings, also those that were not kept
	Datasets []*dataset.Dataset
	Unread   []error  // what kept a dataset from being read whole
	NoRecord []string // keys of SourceTexts that name no document of any dataset
	Skipped  []string // tables with errors that are in none of the files asked for: references into them were not checked

	entries *spill.Sorter[Entry] // of all findings, if Options asked for them
}

// WriteBaseline writes the baseline of all findings. It can be written once, after Options.All.
func (r *Result) WriteBaseline(w io.Writer) error {
	defer r.entries.Close()
	return writeEntries(w, r.entries)
}

// keptFindings is the number of findings that are kept in full, and keptTexts that of the bytes of their texts; the rest are only
// counted, so that bad data cannot fill the memory.
const (
	keptFindings = 10_000
	keptTexts    = 32 << 20
)

// SourceTable is the table of the documents whose texts can be checked.
const SourceTable = vocab.Documents

// DanglingReference is the code of references to records that do not exist.
const DanglingReference = rules.DanglingReference

// Codes returns the codes of all findings with their explanations.
func Codes() []finding.Code { return slices.Concat(finding.Codes(), rules.Codes()) }

// Run checks the datasets. One that cannot be read does not stop the others from being checked. The error is that of a cancelled
// context, or of a temporary file.
func Run(ctx context.Context, o Options) (*Result, error) {
	c := collector{policy: o.Policy, each: o.Each}
	r := &Result{}
	if o.All {
		r.entries = newEntries()
		c.entries = r.entries
	}
	if o.Open == nil {
		o.Open = func(path string) (*dataset.Dataset, error) { return dataset.Open(path, Layout(o.Set), nil) }
	}
	quotes := rules.NewQuotes(o.SourceTexts)
	found := map[string]bool{} // the documents that source texts are of
	whole := true              // every finding of every dataset was looked for
	for _, path := range o.Paths {
		d, err := o.Open(path)
		if err == nil {
			r.Datasets = append(r.Datasets, d)
			s := newCheckRun(o.Set, d, quotes, &c)
			s.own = o.Own
			err = s.run(ctx)
			maps.Copy(found, s.checker.Documents(quotes))
			if d.Only != "" {
				r.Skipped = append(r.Skipped, s.checker.Unchecked()...)
			}
			whole = whole && d.Only == ""
		}
		if errors.Is(err, context.Canceled) {
			return nil, err
		}
		if err != nil {
			r.Unread = append(r.Unread, err)
		}
	}
	for _, doc := range slices.Sorted(maps.Keys(o.SourceTexts)) {
		if !found[doc] {
			r.NoRecord = append(r.NoRecord, doc)
		}
	}
	slices.Sort(r.Skipped)
	r.Skipped = slices.Compact(r.Skipped)
	if whole && len(r.Unread) == 0 {
		c.addStale()
	}
	if c.failed != nil {
		return nil, c.failed
	}
	finding.Sort(c.findings)
	r.Findings = c.findings
	r.Summary = c.summary
	for _, f := range r.Findings {
		r.Summary.Add(f.Severity)
	}
	return r, nil
}

// collector keeps the findings that count, up to the limits, and counts the others and the records.
type collector struct {
	policy   Policy
	each     func(finding.Finding)
	findings []finding.Finding
	texts    int                  // bytes of these
	entries  *spill.Sorter[Entry] // of all findings that count; nil if nobody wants them
	summary  finding.Summary
	failed   error // to keep an entry
}

// full reports whether findings are only counted from now on.
func (c *collector) full() bool {
	return c.enough() && c.entries == nil && c.policy.Baseline == nil
}

// enough reports whether no more findings are kept.
func (c *collector) enough() bool { return len(c.findings) >= keptFindings || c.texts >= keptTexts }

func (c *collector) add(f finding.Finding) {
	if !c.policy.Counts(f.Code) || c.policy.Baseline.ignores(f) {
		return
	}
	if c.entries != nil && c.failed == nil {
		c.failed = c.entries.Add(Entry{f.Identity(), 1})
	}
	if c.each != nil {
		c.each(f)
	} else if !c.enough() {
		c.findings = append(c.findings, f)
		c.texts += f.Size()
	} else {
		c.summary.Add(f.Severity)
	}
}

// addStale adds the stale entries of the baseline whose codes count. Everything must have been checked that the baseline was
// written for: only then can an entry be stale.
func (c *collector) addStale() {
	baseline := c.policy.Baseline
	c.policy.Baseline = nil // it covers no stale entry
	c.failed = cmp.Or(c.failed, baseline.stale(func(code string, f finding.Finding) {
		if c.policy.Counts(code) {
			c.add(f)
		}
	}))
}
