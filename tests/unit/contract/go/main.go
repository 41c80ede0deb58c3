// Says what Go's standard library, Kubernetes and the container runtimes make of texts:
//
//	cd tests/unit/contract/go && go run . < texts.json > ../go_says.json
//
// texts.json comes from `python -m tests.unit.contract.texts`.
package main

import (
	_ "crypto/sha256"
	_ "crypto/sha512"
	"encoding/json"
	"os"
	"time"

	"github.com/distribution/reference"
	"k8s.io/apimachinery/pkg/util/validation"
)

type texts struct {
	Durations  []string `json:"durations"`
	Types      []string `json:"types"`
	References []string `json:"references"`
}

// A reference as the kubelet and the runtimes read it.
type image struct {
	Name   string `json:"name"`
	Tag    string `json:"tag"`
	Digest string `json:"digest"`
}

// What is null was refused.
type said struct {
	// Nanoseconds by time.ParseDuration.
	Durations map[string]*int64 `json:"durations"`
	// Whether validation.IsQualifiedName has nothing against it.
	Types map[string]bool `json:"types"`
	// By reference.ParseNormalizedNamed.
	References map[string]*image `json:"references"`
}

func main() {
	var asked texts
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	answer := said{map[string]*int64{}, map[string]bool{}, map[string]*image{}}
	for _, text := range asked.Durations {
		answer.Durations[text] = nil
		if length, err := time.ParseDuration(text); err == nil {
			nanoseconds := length.Nanoseconds()
			answer.Durations[text] = &nanoseconds
		}
	}
	for _, text := range asked.Types {
		answer.Types[text] = len(validation.IsQualifiedName(text)) == 0
	}
	for _, text := range asked.References {
		answer.References[text] = nil
		if named, err := reference.ParseNormalizedNamed(text); err == nil {
			found := image{Name: named.Name()}
			if tagged, ok := named.(reference.Tagged); ok {
				found.Tag = tagged.Tag()
			}
			if digested, ok := named.(reference.Digested); ok {
				found.Digest = digested.Digest().String()
			}
			answer.References[text] = &found
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer); err != nil {
		panic(err)
	}
}
