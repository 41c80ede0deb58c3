"""The deployment's critical path, from the graph that the engine recorded and published durations.

    make up && make pulumi ARGS="stack export" | .tools/venv/bin/python -m benchmarks.critical_path

Reads a stack's export and prints the longest chain of resources that wait for each other, and its ratio
to cluster + node group + longest single release, the shortest that a cluster with services can take.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

DURATIONS = Path(__file__).with_name("durations.json")
LIMIT = 1.05
_CLUSTER = "aws:eks/cluster:Cluster"
_NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
_RELEASE = "kubernetes:helm.sh/v3:Release"


@dataclass(frozen=True)
class Node:
    """One recorded resource: what it waits for, and how long its own creation takes, in minutes."""

    urn: str
    type: str
    name: str
    minutes: float
    waits_for: frozenset[str]


@dataclass(frozen=True)
class LongestPath:
    """The longest chain, first resource first, and its length in minutes."""

    chain: tuple[Node, ...]
    minutes: float


@dataclass(frozen=True)
class Durations:
    """Minutes by resource type; Helm releases by their chart's name."""

    by_type: Mapping[str, float]
    by_release: Mapping[str, float]
    otherwise: float

    @classmethod
    def load(cls, path: Path = DURATIONS) -> Durations:
        """From the dated data file."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["by_type"], data["by_release"], data["otherwise"])

    def of(self, resource: Mapping[str, Any]) -> float:
        """Minutes that creating ``resource`` takes; a component or a provider takes none."""
        if not resource.get("custom") or resource["type"].startswith("pulumi:"):
            return 0.0
        if resource["type"] == _RELEASE:
            chart = Path(str(resource["inputs"].get("chart", ""))).name
            return self.by_release.get(chart, self.by_type[_RELEASE])
        return self.by_type.get(resource["type"], self.otherwise)


def graph(resources: Iterable[Mapping[str, Any]], durations: Durations) -> list[Node]:
    """The recorded resources as a graph; a resource also waits for its provider's own inputs."""
    return [
        Node(
            urn=resource["urn"],
            type=resource["type"],
            name=resource["urn"].rsplit("::", 1)[-1],
            minutes=durations.of(resource),
            waits_for=_waits_for(resource),
        )
        for resource in resources
    ]


def longest_path(nodes: Sequence[Node]) -> LongestPath:
    """The chain that decides how long a deployment takes when nothing else limits it."""
    by_urn = {node.urn: node for node in nodes}
    sorter = TopologicalSorter({node.urn: node.waits_for & by_urn.keys() for node in nodes})
    finished: dict[str, float] = {}
    before: dict[str, str | None] = {}
    for urn in sorter.static_order():
        node = by_urn[urn]
        last = max(node.waits_for & by_urn.keys(), key=lambda other: finished[other], default=None)
        before[urn] = last
        finished[urn] = node.minutes + (finished[last] if last else 0.0)
    end: str | None = max(finished, key=lambda urn: finished[urn])
    total = finished[end] if end else 0.0
    chain: list[Node] = []
    while end is not None:
        chain.append(by_urn[end])
        end = before[end]
    return LongestPath(tuple(reversed(chain)), total)


def shortest_possible(nodes: Sequence[Node]) -> float:
    """Cluster, one node group and the longest single release, one after the other."""
    return sum(
        max((node.minutes for node in nodes if node.type == kind), default=0.0)
        for kind in (_CLUSTER, _NODE_GROUP, _RELEASE)
    )


def _waits_for(resource: Mapping[str, Any]) -> frozenset[str]:
    urns = set(resource.get("dependencies") or ())
    for listed in (resource.get("propertyDependencies") or {}).values():
        urns.update(listed or ())
    provider = resource.get("provider")
    if provider:
        urns.add(provider.rsplit("::", 1)[0])
    return frozenset(urns)


def main() -> int:
    """Print the path; exit 1 where it is longer than allowed."""
    nodes = graph(json.load(sys.stdin)["deployment"]["resources"], Durations.load())
    path, least = longest_path(nodes), shortest_possible(nodes)
    for node in path.chain:
        if node.minutes:
            print(f"{node.minutes:6.2f} min  {node.type}  {node.name}")
    print(f"critical path {path.minutes:.2f} min, cluster + node group + longest release {least:.2f} min")
    print(f"ratio {path.minutes / least:.3f} (limit {LIMIT}), {len(nodes)} resources recorded")
    return 0 if path.minutes <= least * LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
