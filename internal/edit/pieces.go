package edit

import (
	"context"
	"errors"

	"malaga/internal/rawjson"
)

// piece is a value that is read as a whole: an entry of a list that is a member of the file's object, or another member.
type piece struct {
	raw   []byte // valid until the next is read
	pos   rawjson.Pos
	entry int // its number in the list, from 1; 0 if it is in none
}

// eachLine reads the values of a file of lines. A file without a value is a table without records.
func eachLine(ctx context.Context, r *rawjson.Reader, do func(piece) error) error {
	err := eachUpTo(ctx, r, 0, func(p piece) error {
		p.entry = 0
		return do(p)
	})
	var syntax *rawjson.SyntaxError
	if errors.As(err, &syntax) && syntax.Code == rawjson.EmptyFile {
		return nil
	}
	return err
}

// eachPiece reads a value, a list entry by entry, however long it is. It returns where the value begins and ends.
func eachPiece(ctx context.Context, r *rawjson.Reader, do func(piece) error) (at, end int64, err error) {
	kind, err := r.Peek()
	if err != nil {
		return 0, 0, err
	}
	if kind == '[' {
		at = r.Open().Offset
		if err = eachUpTo(ctx, r, ']', do); err != nil {
			return at, at, err
		}
		return at, r.Close().Offset + 1, nil
	}
	v, pos, err := r.Value()
	if err == nil {
		err = do(piece{v, pos, 0})
	}
	return pos.Offset, pos.Offset + int64(len(v)), err
}

// eachUpTo reads the values before a closing bracket, or the end of the file, which is 0.
func eachUpTo(ctx context.Context, r *rawjson.Reader, end byte, do func(piece) error) error {
	const interval = 256 // of values, between two looks at the context
	for entry := 1; ; entry++ {
		if entry%interval == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		kind, err := r.Peek()
		if err != nil || kind == end {
			return err
		}
		v, pos, err := r.Value()
		if err == nil {
			err = do(piece{v, pos, entry})
		}
		if err != nil {
			return err
		}
	}
}
