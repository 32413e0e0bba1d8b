package commands_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"malaga/commands"
)

var update = flag.Bool("update", false, "rewrite the expected output in scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"malaga": func() { os.Exit(commands.Main()) },
	})
}

// TestScripts runs the stories in testdata/script: one behaviour each, with stdout, stderr and exit
// code. $DATA is the folder of the real dataset.
func TestScripts(t *testing.T) {
	data, err := filepath.Abs("../dataset/malaga-2022")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATA", data)
			env.Setenv("COLUMNS", "80")
			env.Setenv("GOMAXPROCS", "1")             // the scripts run side by side, so their processes need not
			env.Setenv("GORACE", "atexit_sleep_ms=0") // with the race detector each of some 2,000 processes would end a second later
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"place":    place,
			"replace":  replace,
			"widest":   widest,
			"xlsx2csv": xlsx2csv, "accessible": accessible,
		},
	})
}
