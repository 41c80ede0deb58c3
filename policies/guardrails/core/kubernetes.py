"""Type tokens of Kubernetes resources that several rules look at, and a walk through Helm values."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Final

from guardrails.core.plain import UNKNOWN, Plain, Slot, Unknown

RELEASE: Final = "kubernetes:helm.sh/v3:Release"
HELM: Final = frozenset({RELEASE, "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"})
"""What installs a chart. Most SDKs register the component Chart without inputs: it then names no chart, and
only the resources that it makes can be judged."""
STORAGE_CLASS: Final = "kubernetes:storage.k8s.io/v1:StorageClass"
EC2_NODE_CLASS: Final = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
"""What Karpenter launches nodes from: its launch template."""
AUTO_MODE_NODE_CLASS: Final = "kubernetes:eks.amazonaws.com/v1:NodeClass"
EBS_PROVISIONERS: Final = ("ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com")

_MANIFESTS = re.compile(r"(?:objects|manifests|deploy|resources|nodePools)$", re.IGNORECASE)


def blocks(value: Plain, path: str) -> Iterator[tuple[str, dict[str, Plain]]]:
    """Every mapping inside nested values with its path, from the outside to the inside."""
    waiting: deque[tuple[str, Plain]] = deque([(path, value)])
    while waiting:
        place, found = waiting.popleft()
        if isinstance(found, dict):
            yield place, found
            inner = ((f"{place}.{key}", item) for key, item in found.items())
        elif isinstance(found, list):
            inner = ((f"{place}[{index}]", item) for index, item in enumerate(found))
        else:
            continue
        waiting.extend(one for one in inner if isinstance(one[1], dict | list))


def manifests(values: Plain, path: str) -> Iterator[tuple[str, dict[str, Plain] | Unknown]]:
    """Every block of Helm values that says its kind, and every place where a whole one may be hidden.

    That is an unknown value in place of all values, of a list of manifests, or of one of them: charts call
    such a list ``extraObjects``, ``extraManifests`` or the like. Any other single value is none.
    """
    if values is UNKNOWN:
        yield path, UNKNOWN
    for place, block in blocks(values, path):
        if "kind" in block:
            yield place, block
        for key, value in block.items():
            if _MANIFESTS.search(key):
                yield from _hidden(value, f"{place}.{key}")


def _hidden(listed: Plain, path: str) -> Iterator[tuple[str, Unknown]]:
    if listed is UNKNOWN:
        yield path, UNKNOWN
    elif isinstance(listed, list):
        yield from ((f"{path}[{index}]", UNKNOWN) for index, item in enumerate(listed) if item is UNKNOWN)


def leaves(value: Plain, path: str) -> Iterator[tuple[str, Slot]]:
    """Every scalar in nested values with the key that it stands under; list items keep their list's key."""
    yield from _leaves("", value, path)


def _leaves(key: str, value: Plain, path: str) -> Iterator[tuple[str, Slot]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(name, item, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(key, item, f"{path}[{index}]")
    else:
        yield key, Slot(path, value)
