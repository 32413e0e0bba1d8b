package edit

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/spill"
	"malaga/schema"
)

// pass is one reading of a file in which findings are mended. All but the edits is copied as it is.
type pass struct {
	fixing  *fixing
	source  *Source
	outline *outline
	spots   []spot // in order, without those that are passed
	mended  map[string]int
	root    *container // the file's object

	old  *bufio.Reader // of the file, behind what is copied
	done int64         // how many bytes are
	kept *spill.File   // the new content; nil until the first edit
	w    *bufio.Writer // to kept
}

func newPass(f *fixing, s *Source, o *outline, spots []spot) *pass {
	slices.SortStableFunc(spots, func(a, b spot) int { return cmp.Compare(a.start, b.start) })
	root := &container{isObject: true, start: o.start + 1, end: o.end}
	for _, m := range o.members {
		root.children = append(root.children, child{name: m.name, start: m.keyAt, end: m.end, at: m.at})
	}
	return &pass{fixing: f, source: s, outline: o, spots: spots, mended: map[string]int{}, root: root}
}

// run reads the file.
func (p *pass) run() error {
	if p.source.lines() {
		fields := p.fields(p.source.table())
		return passed(eachLine(p.fixing.ctx, p.source.reader(0), func(v piece) error {
			return p.piece(target{value: v.raw, start: v.pos.Offset, fields: fields}, p.source.in.Size())
		}))
	}
	for i, m := range p.outline.members {
		if err := p.member(i, m); err != nil {
			return err
		}
	}
	return nil
}

// fields returns the fields of the records of a table.
func (p *pass) fields(table string) []*schema.Field {
	if t := p.fixing.model.Table(table); t != nil {
		return t.Fields()
	}
	return nil
}

// errPassed ends the reading of a list in which there is nothing more to mend.
var errPassed = errors.New("passed")

// passed returns an error, but for errPassed.
func passed(err error) error {
	if errors.Is(err, errPassed) {
		return nil
	}
	return err
}

// member mends what is in a member of the file's object, and the member itself.
func (p *pass) member(i int, m member) error {
	name := rawjson.Text(m.name)
	own := p.memberTarget(i, name)
	key := own
	key.isKey = true
	key.value, key.start = m.name, m.keyAt
	err := p.mend(m.keyAt, func(s spot) (target, bool) {
		key.fields = nil
		for _, name := range p.fixing.set.MemberNames(p.fixing.tables[s.table]) {
			key.fields = append(key.fields, &schema.Field{Name: name})
		}
		return key, p.code(s) == finding.UnknownField
	})
	if err != nil || len(p.spots) == 0 {
		return err
	}
	_, _, err = eachPiece(p.fixing.ctx, p.source.reader(m.at), func(v piece) error {
		t := own
		if v.entry > 0 {
			t = target{fields: p.fields(name)}
		}
		t.value, t.start = v.raw, m.at+v.pos.Offset
		return p.piece(t, m.end)
	})
	return passed(err)
}

// memberTarget returns the target that is a member of the file's object.
func (p *pass) memberTarget(i int, name string) target {
	t := target{fields: p.fixing.model.Description.Fields(), in: p.root, index: i, depth: 1}
	t.field = schema.FieldNamed(t.fields, name)
	if t.field != nil && t.field.Fields != nil {
		t.fields = t.field.Fields
	}
	return t
}

// piece mends what is in a value that is read as a whole. It returns errPassed if there is nothing more to mend up to a limit.
func (p *pass) piece(root target, limit int64) error {
	inside := containers{}
	end := root.start + int64(len(root.value))
	p.skip(root.start)
	for len(p.spots) > 0 && p.spots[0].start < end {
		at := p.spots[0].start
		err := p.mend(at, func(s spot) (target, bool) { return inside.locate(root, at, p.code(s) == finding.UnknownField) })
		if err != nil {
			return err
		}
	}
	if len(p.spots) == 0 || p.spots[0].start >= limit {
		return errPassed
	}
	return nil
}

// skip passes the findings before an offset, which are between the values.
func (p *pass) skip(to int64) {
	for len(p.spots) > 0 && p.spots[0].start < to {
		p.spots = p.spots[1:]
	}
}

// mend mends one of the findings at an offset, or all that are about one text.
func (p *pass) mend(at int64, find func(s spot) (target, bool)) error {
	p.skip(at)
	n := 0
	for n < len(p.spots) && p.spots[n].start == at {
		n++
	}
	here := p.spots[:n]
	p.spots = p.spots[n:]
	for i, s := range here {
		code := p.code(s)
		remedy := p.fixing.remedies[code]
		if remedy == nil {
			continue
		}
		t, found := find(s)
		if !found {
			continue
		}
		e, ok := remedy(p.fixing, &t)
		if !ok || e.start < p.done { // what overlaps waits for the next round
			continue
		}
		for _, other := range here[i:] {
			if other.code == s.code || isText(code) && isText(p.code(other)) {
				p.mended[p.code(other)]++
			}
		}
		p.mended[code] += t.more
		return p.put(e)
	}
	return nil
}

// code returns the code of a finding.
func (p *pass) code(s spot) string { return p.fixing.codes[s.code] }

// isText reports whether a code is one of those that are mended together.
func isText(code string) bool {
	return slices.ContainsFunc(textSteps, func(s textStep) bool { return s.code == code })
}

// put copies the file up to an edit, and makes the edit.
func (p *pass) put(e edit) error {
	if p.kept == nil {
		p.kept = &spill.File{Task: "keep what is mended"}
		p.w = bufio.NewWriterSize(p.kept, 64<<10)
		p.old = bufio.NewReaderSize(p.source.from(0), 64<<10)
	}
	if _, err := io.CopyN(p.w, p.old, e.start-p.done); err != nil {
		return err
	}
	if _, err := p.old.Discard(int(e.end - e.start)); err != nil {
		return err
	}
	p.done = e.end
	_, err := p.w.Write(e.text)
	return err
}

// end copies the rest of the file. It returns nil if there was no edit.
func (p *pass) end() (*Source, error) {
	if p.kept == nil {
		return nil, nil
	}
	if _, err := io.Copy(p.w, p.old); err != nil {
		return nil, err
	}
	if err := p.w.Flush(); err != nil {
		return nil, err
	}
	s := spilled(p.source.Name, p.kept)
	p.kept = nil
	return s, nil
}

// abort removes what was written and is not wanted.
func (p *pass) abort() {
	if p.kept != nil {
		p.kept.Close()
	}
}
