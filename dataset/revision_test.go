package dataset_test

import (
	"strings"
	"testing"

	"malaga/dataset"
)

func TestGitIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := dataset.Repository{Context: t.Context()}.Find("HEAD")
	if err == nil || !strings.Contains(err.Error(), "git was not found") {
		t.Errorf("the error is %v", err)
	}
}
