//go:build interop

package change_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestAnotherProgramAppliesThePatch applies patches with fast-json-patch, which knows nothing of this program.
func TestAnotherProgramAppliesThePatch(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node")
	}
	modules := os.Getenv("MALAGA_NODE_PATH")
	if _, err := os.Stat(filepath.Join(modules, "node_modules", "fast-json-patch")); modules == "" || err != nil {
		t.Skip("no fast-json-patch in MALAGA_NODE_PATH")
	}
	set := load(t)
	type one struct {
		Old, New bundle
		Patch    json.RawMessage
	}
	var file bytes.Buffer
	n := 0
	pairs(t, set, 2000, func(old, new bundle) {
		line, err := json.Marshal(one{old, new, patchOf(t, set, old.text(), new.text())})
		if err != nil {
			t.Fatal(err)
		}
		file.Write(append(line, '\n'))
		n++
	})
	const script = `
const patch = require('fast-json-patch'), assert = require('assert'), lines = require('fs').readFileSync(0, 'utf8').trim().split('\n')
for (const line of lines) {
	const p = JSON.parse(line)
	assert.deepStrictEqual(patch.applyPatch(p.Old, p.Patch, true).newDocument, p.New)
}
console.log(lines.length)`
	cmd := exec.Command(node, "-e", script)
	cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(modules, "node_modules"))
	cmd.Stdin = &file
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || string(bytes.TrimSpace(out)) != "2000" || n != 2000 {
		t.Fatalf("%v: %s%s", err, out, stderr.Bytes())
	}
}
