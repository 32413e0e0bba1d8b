// Package arch_test keeps the shape of the program: who may import whom, which library has which
// folder, how long files and functions may grow.
package arch_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// module is the path that the program's own packages begin with.
const module = "malaga"

// pkg is what `go list` says of a package, without its tests.
type pkg struct {
	path, name    string
	imports, deps []string
}

// packages lists the program's packages. The answer of the go command is text of our own form, so
// that nothing has to be decoded.
func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}};{{.Name}};{{join .Imports ","}};{{join .Deps ","}}`, "./...")
	cmd.Dir = filepath.Join("..", "..")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	var all []pkg
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSpace(line), ";")
		all = append(all, pkg{f[0], f[1], strings.Split(f[2], ","), strings.Split(f[3], ",")})
	}
	if len(all) < 5 {
		t.Fatalf("go list names only %d packages", len(all))
	}
	return all
}

// own reduces imports to the program's own packages.
func own(paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
		return p != module && !strings.HasPrefix(p, module+"/")
	})
}

func TestMainImportsOnlyCommands(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if p.path == module && !slices.Equal(own(p.imports), []string{module + "/commands"}) {
			t.Errorf("main imports %v", own(p.imports))
		}
		for _, i := range p.imports {
			if i == module || (i == module+"/commands" && p.path != module) {
				t.Errorf("%s imports %s", p.path, i)
			}
		}
	}
}

func TestCommandsAreTheOnlyOnesToImportEverything(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, i := range own(p.imports) {
			known := i == module+"/commands" || i == module+"/dataset" || i == module+"/schema" || strings.HasPrefix(i, module+"/internal/")
			if !known {
				t.Errorf("%s imports %s, which has no place in the design", p.path, i)
			}
		}
	}
}

func TestLayersDoNotKnowWhatIsAboveThem(t *testing.T) {
	t.Parallel()
	never := map[string][]string{
		"schema":           {"dataset", "internal/validate/rules", "internal/query", "internal/render"},
		"internal/finding": {"dataset", "schema", "internal/validate/rules", "internal/query", "internal/render"},
		"internal/query":   {"internal/render", "dataset"},
		"internal/render":  {"internal/query", "dataset", "schema"},
	}
	seen := 0
	for _, p := range packages(t) {
		short := strings.TrimPrefix(p.path, module+"/")
		for _, forbidden := range never[short] {
			if slices.Contains(p.deps, module+"/"+forbidden) {
				t.Errorf("%s depends on %s", short, forbidden)
			}
		}
		if never[short] != nil {
			seen++
		}
	}
	if seen != len(never) {
		t.Errorf("%d of %d packages found", seen, len(never))
	}
}

func TestEachLibraryHasOneFolder(t *testing.T) {
	t.Parallel()
	home := map[string]string{
		"github.com/urfave/cli":                 "commands",
		"github.com/santhosh-tekuri/jsonschema": "schema",
		"github.com/xuri/excelize":              "internal/workbook",
		"github.com/olekukonko/tablewriter":     "internal/render",
		"github.com/klauspost/compress":         "internal/workbook",
		"github.com/itchyny/gojq":               "internal/jqtmpl",
		"github.com/kljensen/snowball":          "internal/search",
		"encoding/json":                         "schema",
	}
	used := map[string]bool{}
	for _, p := range packages(t) {
		for _, i := range p.imports {
			for library, folder := range home {
				if i != library && !strings.HasPrefix(i, strings.TrimSuffix(library, "/")+"/") {
					continue
				}
				used[library] = true
				if p.path != module+"/"+folder {
					t.Errorf("%s imports %s, which belongs in %s", p.path, i, folder)
				}
			}
		}
	}
	for library := range home {
		if !used[library] {
			t.Errorf("nothing imports %s: is its name right?", library)
		}
	}
}

func TestPackagesAreNamedForWhatTheyHold(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, name := range []string{"util", "utils", "common", "helper", "helpers", "model", "models", "types", "pkg", "misc", "base"} {
			if p.name == name || path.Base(p.path) == name {
				t.Errorf("%s: the name says nothing", p.path)
			}
		}
	}
}

// source is one file of the program, tests left out, whatever its build tags.
type source struct {
	name string // from the top of the module, with slashes
	file *ast.File
	fset *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	root := filepath.Join("..", "..")
	var all []source
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		short, err := filepath.Rel(root, name)
		all = append(all, source{filepath.ToSlash(short), f, fset})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d files found", len(all))
	}
	return all
}

// selectors calls fn with each use of a package's name in a file: "os", "Stdin". Package names are taken
// from the imports, so that a renamed import does not hide.
func (s source) selectors(fn func(importPath, name string, at token.Position)) {
	imports := map[string]string{}
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value) // the parser has passed it
		name := path.Base(p)
		if i.Name != nil {
			name = i.Name.Name
		}
		imports[name] = p
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && imports[x.Name] != "" {
				fn(imports[x.Name], sel.Sel.Name, s.fset.Position(sel.Pos()))
			}
		}
		return true
	})
}

func TestOnlyMainNamesWhatBelongsToTheProcess(t *testing.T) {
	t.Parallel()
	homes := map[string]string{
		"os.Stdin": "commands/app.go", "os.Stdout": "commands/app.go", "os.Stderr": "commands/app.go",
		"os.Args": "commands/app.go", "os.Getenv": "commands/app.go", "os.LookupEnv": "commands/app.go",
		"os.Environ": "commands/app.go", "time.Now": "commands/app.go", "time.Since": "commands/app.go",
		"os.Exit": "main.go",
	}
	// Tools beside the program, such as one that makes data up, are programs of their own.
	part := map[string]bool{}
	for _, p := range packages(t) {
		if p.path == module {
			part["."] = true
			for _, d := range own(p.deps) {
				part[strings.TrimPrefix(d, module+"/")] = true
			}
		}
	}
	for _, s := range sources(t) {
		if !part[path.Dir(s.name)] {
			continue
		}
		s.selectors(func(importPath, name string, at token.Position) {
			what := importPath + "." + name
			if home, ok := homes[what]; ok && s.name != home {
				t.Errorf("%s: %s stands outside %s", at, what, home)
			}
		})
	}
}

func TestEncodingJSONDecodesNothing(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		s.selectors(func(importPath, name string, at token.Position) {
			if importPath == "encoding/json" && name != "Number" {
				t.Errorf("%s: json.%s; only json.Number is wanted, the library's word for a number", at, name)
			}
		})
	}
}

func TestNothingRunsBeforeMain(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: func init", s.fset.Position(f.Pos()))
			}
		}
	}
}

func TestPackageVariablesAreNeverAssigned(t *testing.T) {
	t.Parallel()
	folders := map[string][]source{}
	for _, s := range sources(t) {
		folders[path.Dir(s.name)] = append(folders[path.Dir(s.name)], s)
	}
	for folder, list := range folders {
		fset := token.NewFileSet()
		var files []*ast.File
		for _, s := range list {
			f, err := parser.ParseFile(fset, filepath.Join("..", "..", filepath.FromSlash(s.name)), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
		// Imports are not resolved, which is an error each: the package's own names still are.
		conf := types.Config{Error: func(error) {}}
		p, _ := conf.Check(folder, fset, files, info)
		assigned := func(e ast.Expr) {
			id := root(e)
			if v, ok := info.Uses[id].(*types.Var); ok && v.Parent() == p.Scope() {
				t.Errorf("%s: the package variable %s is changed", fset.Position(e.Pos()), id.Name)
			}
		}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					for _, e := range n.Lhs {
						assigned(e)
					}
				case *ast.IncDecStmt:
					assigned(n.X)
				}
				return true
			})
		}
	}
}

// root is the variable that an expression reaches into: v of v.field[i].
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

func TestFilesAndFunctionsStayShort(t *testing.T) {
	t.Parallel()
	const fileLines, functionLines = 350, 70
	for _, s := range sources(t) {
		if n := s.fset.File(s.file.Pos()).LineCount(); n >= fileLines {
			t.Errorf("%s has %d lines; under %d is wanted", s.name, n, fileLines)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1; n >= functionLines {
				t.Errorf("%s: %s has %d lines; under %d is wanted", s.name, f.Name.Name, n, functionLines)
			}
		}
	}
}

func TestLinesStayNarrow(t *testing.T) {
	t.Parallel()
	const columns = 140
	for _, s := range sources(t) {
		text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(s.name)))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			if n++; utf8.RuneCountInString(line) > columns+1 { // with the line break
				t.Errorf("%s:%d is wider than %d columns", s.name, n, columns)
			}
		}
	}
}

// The program stays small enough to be known by one person: a new package takes the place of another.
func TestPackagesStayFew(t *testing.T) {
	t.Parallel()
	const most, commandImports = 29, 23
	n := 0
	beside := []string{module + "/internal/arch", module + "/internal/gen", module + "/internal/bench", module + "/internal/scaletest"} // not in the program
	for _, p := range packages(t) {
		if !slices.Contains(beside, p.path) {
			n++
		}
		if imports := own(p.imports); p.path == module+"/commands" && len(imports) > commandImports {
			t.Errorf("commands imports %d packages of the program, more than %d: %v", len(imports), commandImports, imports)
		}
	}
	if n > most {
		t.Errorf("%d packages, more than %d", n, most)
	}
}
