"""The tools that can be asked for by name, and where each one comes from.

A further tool is an entry here plus a folder go/<name>/ with its go.mod and go.sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Version = tuple[int, int, int]


@dataclass(frozen=True)
class Acceptable:
    """Which ready-made tool on PATH is good enough to be used instead of one of our own."""

    arguments: tuple[str, ...]
    """Makes the tool print its version."""
    at_least: Version
    below: Version
    beside: tuple[str, ...] = ()
    """Further commands that must stand in the same folder."""


@dataclass(frozen=True)
class Tool:
    """A command-line tool and its recipe."""

    name: str
    version: str
    binaries: Mapping[str, str]
    """Command -> Go package of its main function."""
    usual: str
    """How long a build usually takes on two cores, for the person who waits."""
    ldflags: str = ""
    """Linker flags beyond -s -w, such as the version that the command prints."""
    acceptable: Acceptable | None = None
    """None: whatever is on PATH isn't looked at."""
    module_files: Mapping[str, str] = field(default_factory=dict)
    """Command -> "module:path" of a script inside a Go module that has to stand beside the binaries."""
    official_release: bool = False
    """The vendor's own archive is tried before the build."""


PULUMI = "3.259.0"
HELM = "3.20.2"
KUBERNETES = "1.34.2"
ETCD = "3.6.6"
KWOK = "0.7.0"
NODE_PROBLEM_DETECTOR = "1.36.0"

TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            name="pulumi",
            version=PULUMI,
            binaries={"pulumi": "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"},
            usual="4 to 5 minutes",
            ldflags=f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{PULUMI}",
            # What the sandbox and the language host are tested with; an older engine may lack a message.
            acceptable=Acceptable(("version",), (3, 259, 0), (4, 0, 0), beside=("pulumi-language-python",)),
            module_files={
                "pulumi-language-python-exec": (
                    "github.com/pulumi/pulumi/sdk/v3:python/cmd/pulumi-language-python-exec"
                )
            },
            official_release=True,
        ),
        Tool(
            name="helm",
            version=HELM,
            binaries={"helm": "helm.sh/helm/v3/cmd/helm"},
            usual="about 2 minutes",
            ldflags=f"-X helm.sh/helm/v3/internal/version.version=v{HELM}",
            # 3.14 is the oldest with every `helm template` flag that is used here.
            acceptable=Acceptable(("version", "--template", "{{.Version}}"), (3, 14, 0), (4, 0, 0)),
        ),
        Tool(
            name="kubernetes",
            version=KUBERNETES,
            binaries={
                command: f"k8s.io/kubernetes/cmd/{command}"
                for command in ("kube-apiserver", "kube-controller-manager", "kube-scheduler")
            },
            usual="2 to 4 minutes",
            ldflags=(
                f"-X k8s.io/component-base/version.gitVersion=v{KUBERNETES}"
                " -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=34"
            ),
        ),
        Tool(
            name="etcd",
            version=ETCD,
            binaries={"etcd": "go.etcd.io/etcd/server/v3"},
            usual="half a minute",
        ),
        Tool(
            name="kwok",
            version=KWOK,
            binaries={"kwok": "sigs.k8s.io/kwok/cmd/kwok"},
            usual="about 2 minutes",
            ldflags=f"-X sigs.k8s.io/kwok/pkg/consts.Version=v{KWOK}",
        ),
        Tool(
            name="node-problem-detector",
            version=NODE_PROBLEM_DETECTOR,
            binaries={"node-problem-detector": "k8s.io/node-problem-detector/cmd/nodeproblemdetector"},
            usual="2 to 3 minutes",
            ldflags=f"-X k8s.io/node-problem-detector/pkg/version.version=v{NODE_PROBLEM_DETECTOR}",
        ),
    )
}
