"""The provider ``kubernetes``: releases and objects, recorded per cluster."""

# ruff: noqa: ARG002 - the base class says what each method does and gets

from __future__ import annotations

from pathlib import Path

from sandbox.cloud.records import Records
from sandbox.kubernetes.cluster import KubernetesCluster, cluster_of
from sandbox.kubernetes.kind import Kind
from sandbox.kubernetes.objects import Objects
from sandbox.kubernetes.releases import TYPE, Releases
from sandbox.wire.diff import Change, PropertyChange, differences
from sandbox.wire.provider import (
    Candidate,
    Checked,
    Difference,
    Existing,
    Found,
    Provider,
    RefusalError,
)
from sandbox.wire.values import Properties, has_unknown


class KubernetesProvider(Provider[KubernetesCluster]):
    """``project`` is the program's folder: charts like ``./charts/draino`` are found from there."""

    def __init__(self, records: Records, project: Path) -> None:
        self._records = records
        self._objects = Objects()
        self._releases = Releases(project)

    def configure(self, config: Properties) -> KubernetesCluster:
        """Nothing is contacted."""
        return cluster_of(config, self._records)

    def diff_config(self, old: Properties, new: Properties) -> Difference:
        """Another API server is another cluster: everything on it is made again."""
        if has_unknown(new.get("kubeconfig")):
            return Difference()
        before, after = (cluster_of(config, self._records).server for config in (old, new))
        if before == after:
            return Difference()
        return Difference([PropertyChange("kubeconfig", Change.UPDATE, replaces=True)])

    def check(self, session: KubernetesCluster, candidate: Candidate) -> Checked:
        """Names and namespaces."""
        return self._kind(candidate.type).check(candidate)

    def diff(self, session: KubernetesCluster, kind: str, old: Properties, new: Properties) -> Difference:
        """Names are identities; a chosen one cannot stand beside its replacement."""
        changes = differences(old, new, self._kind(kind).replace_on)
        return Difference(
            changes, delete_first=not any(change.top in ("name", "metadata") for change in changes)
        )

    def plan_create(self, session: KubernetesCluster, kind: str, inputs: Properties) -> Properties:
        """Inputs, and unknowns."""
        return self._kind(kind).plan(inputs, {})

    def create(self, session: KubernetesCluster, kind: str, inputs: Properties) -> tuple[str, Properties]:
        """Creates."""
        return self._kind(kind).create(session, kind, inputs)

    def plan_update(
        self, session: KubernetesCluster, kind: str, existing: Existing, new: Properties
    ) -> Properties:
        """New inputs, and what stays."""
        return self._kind(kind).plan(new, existing.outputs)

    def update(
        self, session: KubernetesCluster, kind: str, existing: Existing, new: Properties
    ) -> Properties:
        """Updates."""
        return self._kind(kind).update(session, kind, existing.physical, new)

    def read(self, session: KubernetesCluster, kind: str, existing: Existing) -> Found | None:
        """As recorded."""
        return self._kind(kind).read(session, kind, existing.physical)

    def delete(self, session: KubernetesCluster, kind: str, existing: Existing) -> None:
        """Deletes."""
        self._kind(kind).delete(session, kind, existing)

    def invoke(self, session: KubernetesCluster, function: str, args: Properties) -> Properties:
        """None is known."""
        raise RefusalError(f"the sandbox does not know the function {function} yet")

    def _kind(self, token: str) -> Kind:
        return self._releases if token == TYPE else self._objects
