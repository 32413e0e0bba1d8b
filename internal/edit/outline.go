package edit

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// outline is what the first reading of a file finds: the members of its object, and what keeps it from being rewritten.
type outline struct {
	ctx     context.Context
	source  *Source
	model   *schema.Model
	members []member
	object  bool
	start   int64 // the offset of its bracket
	end     int64 // of the closing one
	broken  bool  // the file is not JSON
	wrong   dataset.Error
	seen    int // records and other pieces
}

// member is a member of a file's object.
type member struct {
	part
	keyAt   int64 // the offset of its name
	at, end int64 // where its value begins and ends
}

// piece is a value that is read as a whole: an entry of a list that is a member of the file's object, or another member.
type piece struct {
	raw   []byte // valid until the next is read
	pos   rawjson.Pos
	entry int // its number in the list, from 1; 0 if it is in none
}

// outline reads a file. The error is that of reading or of the context; what is wrong with the file is in the outline.
func (f *Formatter) outline(ctx context.Context, s *Source) (*outline, error) {
	o := &outline{ctx: ctx, source: s, model: f.model}
	r := s.reader(0)
	var err error
	if s.lines() {
		err = o.lines(r)
	} else {
		err = o.root(r, f.top)
	}
	var syntax *rawjson.SyntaxError
	if errors.As(err, &syntax) {
		o.stop(syntax)
		return o, nil
	}
	if errors.Is(err, errTooMany) {
		return o, nil
	}
	return o, err
}

// errTooMany ends the reading of a file with more members than any dataset has.
var errTooMany = errors.New("too many members")

// stop adds a syntax error.
func (o *outline) stop(e *rawjson.SyntaxError) {
	o.broken = true
	o.add(finding.OfSyntax(e))
}

// refusal returns the error of a file that is not right JSON. More than one value on standard input may be the lines of a table, but
// nothing says of which one.
func (o *outline) refusal() error {
	all := o.wrong.Findings
	trailing := o.object && len(all) == 1 && all[0].Code == rawjson.Trailing
	if trailing && o.source.Name == dataset.StandardInput && o.source.at(all[0].Start) == '{' {
		return &text.Failure{
			Err:  fmt.Errorf("standard input has more than one value (line %d)", all[0].Line),
			Hint: "write one record a line to a file with the name of its table, such as people.jsonl, and name that",
		}
	}
	return &o.wrong
}

// add adds a finding.
func (o *outline) add(f finding.Finding) {
	const kept = 1000 // bad data must not fill the memory
	if len(o.wrong.Findings) < kept {
		o.wrong.Findings = append(o.wrong.Findings, f)
	} else {
		o.wrong.More++
	}
}

// lines reads the values of a file of lines. After a syntax error it goes on with the next line.
func (o *outline) lines(r *rawjson.Reader) error {
	for {
		kind, err := r.Peek()
		if err == nil && kind == 0 || isEmptyFile(err) {
			return nil
		}
		if err == nil {
			var p piece
			if p.raw, p.pos, err = r.Value(); err == nil {
				err = o.check(r, o.source.table(), "", p)
			}
		}
		var syntax *rawjson.SyntaxError
		if errors.As(err, &syntax) && r.NextLine(syntax) {
			o.stop(syntax)
		} else if err != nil {
			return err
		}
	}
}

// isEmptyFile reports whether an error is that of a file without a value, which as a file of lines is a table without records.
func isEmptyFile(err error) bool {
	var syntax *rawjson.SyntaxError
	return errors.As(err, &syntax) && syntax.Code == rawjson.EmptyFile
}

// root reads a file that is one value.
func (o *outline) root(r *rawjson.Reader, top *order) error {
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	if o.object = kind == '{'; !o.object {
		if _, _, err = eachPiece(r, func(p piece) error { return o.check(r, "", "", p) }); err != nil {
			return err
		}
		return r.End()
	}
	o.start = r.Open().Offset
	seen := map[string]bool{}
	for {
		if kind, err = r.Peek(); err != nil {
			return err
		}
		if kind == '}' {
			o.end = r.Close().Offset
			return r.End()
		}
		if err = o.member(r, top, seen); err != nil {
			return err
		}
	}
}

// member reads a member of the file's object.
func (o *outline) member(r *rawjson.Reader, top *order, seen map[string]bool) error {
	quoted, pos, err := r.Value()
	if err != nil {
		return err
	}
	name := rawjson.Text(quoted)
	pointer := finding.Pointer([]string{name})
	at := rawjson.Record{Raw: bytes.Clone(quoted), File: o.source.Name, Pos: pos, Pointer: pointer}
	if len(o.members) == rawjson.MaxValues {
		o.broken = true
		message := fmt.Sprintf("more than %d members in the file's object", rawjson.MaxValues)
		o.add(finding.Place(at, "", finding.Problem{Code: finding.Length, Message: message, Hint: "put records into the list of their table"}))
		return errTooMany
	}
	key := []byte(name)
	m := member{keyAt: pos.Offset, part: part{name: at.Raw, order: top.in(key), rank: top.rankOf(key)}}
	if seen[name] {
		message := fmt.Sprintf("%q appears twice in the same object", name)
		o.add(finding.Place(at, "", finding.Problem{Code: finding.DuplicateKey, Message: message, Hint: "keep one of them"}))
	}
	seen[name] = true
	m.at, m.end, err = eachPiece(r, func(p piece) error { return o.check(r, name, pointer, p) })
	o.members = append(o.members, m)
	return err
}

// eachPiece reads a value, a list entry by entry, however long it is. It returns where the value begins and ends.
func eachPiece(r *rawjson.Reader, do func(piece) error) (at, end int64, err error) {
	kind, err := r.Peek()
	if err != nil {
		return 0, 0, err
	}
	if kind != '[' {
		v, pos, err := r.Value()
		if err == nil {
			err = do(piece{v, pos, 0})
		}
		return pos.Offset, pos.Offset + int64(len(v)), err
	}
	at = r.Open().Offset
	for entry := 1; ; entry++ {
		if kind, err = r.Peek(); err != nil {
			return at, at, err
		}
		if kind == ']' {
			return at, r.Close().Offset + 1, nil
		}
		v, pos, err := r.Value()
		if err == nil {
			err = do(piece{v, pos, entry})
		}
		if err != nil {
			return at, at, err
		}
	}
}

// check adds what is wrong with the piece that was read last. Empty values are right JSON.
func (o *outline) check(r *rawjson.Reader, table, pointer string, p piece) error {
	const interval = 256 // of pieces, between two looks at the context
	if o.seen++; o.seen%interval == 0 && o.ctx.Err() != nil {
		return o.ctx.Err()
	}
	if r.Clean() {
		return nil
	}
	rec := rawjson.Record{Table: table, Raw: p.raw, File: o.source.Name, Pos: p.pos, Pointer: pointer, Entry: p.entry}
	problems, _ := rawjson.Check(p.raw, rec.Depth())
	placer := finding.NewPlacer(rec, o.model.Display(table))
	for _, problem := range problems {
		if problem.Code != finding.EmptyValue {
			o.add(placer.Place(finding.OfValue(problem)))
		}
	}
	return nil
}
