package edit

import (
	"cmp"
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/render"
	"malaga/internal/validate"
	"malaga/schema"
)

// Fixer mends findings of datasets.
type Fixer struct {
	*Formatter
	set      *schema.Set
	wanted   func(code string) bool
	remedies map[string]remedy
	codes    []string // of these
	tables   []string // "" for none first
}

// NewFixer returns a Fixer for datasets of some schemas. wanted reports whether findings with a code are to be mended.
func NewFixer(set *schema.Set, wanted func(code string) bool) *Fixer {
	all := remedies()
	codes := slices.Sorted(maps.Keys(all))
	tables := append([]string{"", dataset.Meta}, set.Model.Names()...)
	return &Fixer{NewFormatter(set.Model), set, wanted, all, codes, tables}
}

// Codes lists the codes of findings that have a remedy.
func (x *Fixer) Codes() []string { return slices.Clone(x.codes) }

// Fixed is what became of a dataset.
type Fixed struct {
	Files   []*Change      // those that are to change
	Left    map[string]int // findings that remain, by code
	Refused dataset.Error  // what is wrong with files that are not JSON
	Unread  []error        // why files could not be read
}

// Change is the new content of a file. Nothing is written before Write.
type Change struct {
	Name     string
	Mended   map[string]int // findings, by code
	original *Source
	content  *Source
}

// Refusal returns the error for files that are not JSON, if there are any.
func (r *Fixed) Refusal() error {
	if len(r.Refused.Findings) == 0 {
		return nil
	}
	return &r.Refused
}

// Close removes what is kept of a dataset.
func (r *Fixed) Close() {
	for _, c := range r.Files {
		c.original.Close()
		c.content.Close()
	}
}

// Write replaces the file, whole or not at all.
func (c *Change) Write(files *render.Files) error {
	c.original.Close() // a file that is open cannot be replaced everywhere
	_, err := Rewrite(files, c.Name, func(_ *Source, w io.Writer) error { return c.Copy(w) })
	return err
}

// Copy writes the new content.
func (c *Change) Copy(w io.Writer) error { return c.content.Copy(w) }

// Diff returns the unified diff of the change.
func (c *Change) Diff() (string, error) {
	return Diff(c.original, func(w io.Writer, _ func()) error { return c.Copy(w) })
}

// fixing is the work on one dataset.
type fixing struct {
	*Fixer
	ctx     context.Context
	path    string
	in      *Source            // standard input; nil if the dataset is another one
	changes map[string]*Change // by file
	result  *Fixed
	compare int64 // what is left of mostCompared

	// Of one round:
	spots  map[string][]spot // by file
	seen   int               // how many these are
	idSet  *idSet            // nil until they are needed
	failed error             // to read them
}

// spot is the place of a finding that may be mended. It is small: there may be millions.
type spot struct {
	start int64
	code  uint16 // its number in Fixer.codes
	table uint16 // its number in Fixer.tables
}

// mostSpots is the number of findings that one round mends. The others wait for the next.
const mostSpots = 2_000_000

// mostRounds ends the work on data that every remedy makes wrong in another way. A value can be as deep as this.
const mostRounds = 100

// Fix mends what it can in the dataset at a path, in rounds: what was mended shows other findings. in is standard input, for the path
// "-". The error is that of the context, or of a temporary file.
func (x *Fixer) Fix(ctx context.Context, path string, in *Source) (*Fixed, error) {
	f := &fixing{Fixer: x, ctx: ctx, path: path, in: in, changes: map[string]*Change{}, result: &Fixed{}, compare: mostCompared}
	if info, err := os.Stat(path); in == nil && err == nil && !info.IsDir() {
		if err := regular(path); err != nil {
			return nil, err
		}
	}
	for range mostRounds {
		mended, err := f.round()
		if err != nil {
			return nil, err
		}
		if mended == 0 {
			break
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.changes)) {
		f.result.Files = append(f.result.Files, f.changes[name])
	}
	return f.result, nil
}

// round validates the dataset as it is by now, and mends findings. It returns how many.
func (f *fixing) round() (mended int, err error) {
	f.spots, f.seen, f.idSet = map[string][]spot{}, 0, nil
	f.result.Left, f.result.Refused = map[string]int{}, dataset.Error{}
	found, err := validate.Run(f.ctx, validate.Options{
		Set: f.set, Paths: []string{f.path}, Open: f.open, Policy: validate.NewPolicy(), Each: f.see,
	})
	if err != nil {
		return 0, err
	}
	f.result.Unread = found.Unread
	for _, name := range slices.Sorted(maps.Keys(f.spots)) {
		n, err := f.file(name, f.spots[name])
		if err = cmp.Or(err, f.failed); err != nil {
			return 0, err
		}
		mended += n
	}
	return mended, nil
}

// see takes a finding of the round.
func (f *fixing) see(found finding.Finding) {
	spots := f.spots[found.File]
	if strings.HasPrefix(found.Code, syntaxFamily) {
		f.spots[found.File] = spots // the file is looked at, even if nothing in it can be mended
	}
	if !f.wanted(found.Code) {
		return
	}
	f.result.Left[found.Code]++
	code := slices.Index(f.codes, found.Code)
	if code >= 0 && f.seen < mostSpots {
		f.seen++
		table := max(0, slices.Index(f.tables, found.Table))
		f.spots[found.File] = append(spots, spot{found.Start, uint16(code), uint16(table)})
	}
}

// syntaxFamily begins the codes of findings for which a file may not be JSON.
const syntaxFamily = "SYN"

const byteOrderMark = "\ufeff"

// file mends findings in one file. It returns how many.
func (f *fixing) file(name string, spots []spot) (n int, err error) {
	s, err := f.source(name)
	if err != nil {
		f.result.Unread = append(f.result.Unread, err)
		return 0, nil
	}
	content, mended, err := f.mend(s, spots)
	if content == nil {
		if f.changes[name] == nil && s != f.in {
			s.Close()
		}
		return 0, err
	}
	c := f.change(s, content)
	for code, count := range mended {
		c.Mended[code] += count
		n += count
	}
	return n, nil
}

// mend returns the new content of a file, nil if nothing in it can be mended, and the number of findings that are mended, by code.
func (f *fixing) mend(s *Source, spots []spot) (content *Source, mended map[string]int, err error) {
	marked := slices.ContainsFunc(spots, func(p spot) bool { return f.codes[p.code] == finding.ByteOrder })
	text := s
	if marked {
		text = s.without(int64(len(byteOrderMark)))
	}
	o, err := f.outline(f.ctx, text)
	if err != nil {
		return nil, nil, err
	}
	if o.broken {
		f.result.Refused.Findings = append(f.result.Refused.Findings, o.wrong.Findings...)
		f.result.Refused.More += o.wrong.More
		return nil, nil, nil
	}
	p := newPass(f, s, o, spots)
	defer p.abort()
	if marked {
		p.mended[finding.ByteOrder]++
		err = p.put(edit{end: int64(len(byteOrderMark))})
	} else {
		err = p.run()
	}
	if err == nil {
		content, err = p.end()
	}
	return content, p.mended, err
}

// change sets the content of a file, for the next round.
func (f *fixing) change(s, content *Source) *Change {
	c := f.changes[s.Name]
	if c == nil {
		c = &Change{Name: s.Name, Mended: map[string]int{}, original: s}
		f.changes[s.Name] = c
	} else {
		c.content.Close()
	}
	c.content = content
	return c
}

// source returns a file as it is by now.
func (f *fixing) source(name string) (*Source, error) {
	switch c := f.changes[name]; {
	case c != nil:
		return c.content, nil
	case f.in != nil:
		return f.in, nil
	}
	return Open(name)
}

// open opens the dataset as it is by now.
func (f *fixing) open(path string) (*dataset.Dataset, error) {
	layout := validate.Layout(f.set)
	layout.Content = func(name string) (io.ReadCloser, bool) {
		if c := f.changes[name]; c != nil {
			return io.NopCloser(c.content.from(0)), true
		}
		return nil, false
	}
	var stdin io.Reader
	if f.in != nil {
		stdin = f.in.from(0)
	}
	return dataset.Open(path, layout, stdin)
}
