"""What objects and releases have in common for the provider."""

from __future__ import annotations

import abc
import hashlib
from typing import ClassVar

from sandbox.kubernetes.cluster import KubernetesCluster
from sandbox.wire.provider import Candidate, Checked, Existing, Found
from sandbox.wire.values import Properties


class Kind(abc.ABC):
    """Verbs on one sort of resource; ``token`` is the resource type."""

    replace_on: ClassVar[frozenset[str]]

    @abc.abstractmethod
    def check(self, candidate: Candidate) -> Checked:
        """Inputs with name and namespace."""

    @abc.abstractmethod
    def plan(self, inputs: Properties, outputs: Properties) -> Properties:
        """Outputs before a creation (``outputs`` is empty) or an update."""

    @abc.abstractmethod
    def create(self, cluster: KubernetesCluster, token: str, inputs: Properties) -> tuple[str, Properties]:
        """Creates; returns id and outputs."""

    @abc.abstractmethod
    def update(self, cluster: KubernetesCluster, token: str, physical: str, inputs: Properties) -> Properties:
        """Updates; returns outputs."""

    @abc.abstractmethod
    def read(self, cluster: KubernetesCluster, token: str, physical: str) -> Found | None:
        """As it is now, or None where it is gone."""

    @abc.abstractmethod
    def delete(self, cluster: KubernetesCluster, token: str, existing: Existing) -> None:
        """Deletes what is still there."""


def generated_name(candidate: Candidate, before: str | None) -> str:
    """The name that the state has, or the logical name and eight characters."""
    if before:
        return before
    digits = hashlib.sha256(candidate.seed or candidate.name.encode()).hexdigest()[:8]
    return f"{candidate.name.lower()}-{digits}"


def split_id(physical: str) -> tuple[str, str]:
    """Namespace (empty for what has none) and name."""
    namespace, _, name = physical.rpartition("/")
    return namespace, name
