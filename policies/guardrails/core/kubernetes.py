"""Type tokens of Kubernetes resources that several rules look at, and a walk through Helm values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.plain import Plain, Slot

RELEASE: Final = "kubernetes:helm.sh/v3:Release"
HELM: Final = frozenset({RELEASE, "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"})
STORAGE_CLASS: Final = "kubernetes:storage.k8s.io/v1:StorageClass"
EBS_PROVISIONERS: Final = ("ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com")


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
