"""The pods of the cluster, indexed by node and by owner, as little of each as a drain needs."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from pitstop.model import ReplicaCount
from pitstop.pods import Pod
from pitstop.shell.api import Json
from pitstop.timestamps import seconds

_HASH = "pod-template-hash"
_GRACE = {False: "terminationGracePeriodSeconds", True: "deletionGracePeriodSeconds"}
_MIRROR = "kubernetes.io/config.mirror"


def pod_from(item: Json) -> Pod:
    """A Pod object as a drain sees it."""
    metadata, spec = item["metadata"], item.get("spec", {})
    owner = next((ref for ref in metadata.get("ownerReferences", []) if ref.get("controller")), None)
    deleted = metadata.get("deletionTimestamp")
    grace = float((metadata if deleted else spec).get(_GRACE[bool(deleted)]) or 0)
    conditions = item.get("status", {}).get("conditions", [])
    return Pod(
        namespace=sys.intern(metadata["namespace"]),
        name=metadata["name"],
        uid=metadata["uid"],
        node=sys.intern(spec.get("nodeName", "")),
        owner=sys.intern(_owner_key(metadata, owner)),
        ready=not deleted and any(c["type"] == "Ready" and c["status"] == "True" for c in conditions),
        stays=(owner is not None and owner["kind"] in ("DaemonSet", "Node"))
        or _MIRROR in metadata.get("annotations", {}),
        grace=grace,
        told_at=seconds(deleted) - grace if deleted else None,
    )


def _owner_key(metadata: Json, owner: Json | None) -> str:
    if owner is None:
        return ""
    name = str(owner["name"])
    template = metadata.get("labels", {}).get(_HASH)
    if owner["kind"] == "ReplicaSet" and template:
        name = name.removesuffix(f"-{template}")
    return f"{metadata['namespace']}/{owner['kind']}/{name}"


class PodIndex:
    """Mirror of the cluster's pods; ``changed`` is called when a pod comes, changes or goes."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._pods: dict[str, Pod] = {}
        self._by_node: dict[str, dict[str, Pod]] = defaultdict(dict)
        self._ready: Counter[str] = Counter()
        self._total: Counter[str] = Counter()

    def replace(self, items: list[Json]) -> None:
        """These are all the pods there are."""
        pods = [pod_from(item) for item in items]
        for key in self._pods.keys() - {pod.key for pod in pods}:
            self._remove(key)
        for pod in pods:
            self._add(pod)
        self._changed()

    def put(self, item: Json) -> None:
        """A pod is new or has changed."""
        pod = pod_from(item)
        self._add(pod)
        self._changed()

    def drop(self, item: Json) -> None:
        """A pod is gone."""
        pod = self._remove(f"{item['metadata']['namespace']}/{item['metadata']['name']}")
        if pod is not None:
            self._changed()

    def to_move(self, node: str) -> Iterator[Pod]:
        """The pods that a drain of ``node`` moves."""
        return (pod for pod in self._by_node.get(node, {}).values() if not pod.stays)

    def replica_counts(self) -> Mapping[str, ReplicaCount]:
        """The pods of each owner, counted."""
        return _ReplicaCounts(self._ready, self._total)

    def moved_by_drain(self, node: str) -> tuple[tuple[str, int], ...]:
        """The owners of the pods that a drain of ``node`` would move, with all their Ready pods."""
        owners = {pod.owner for pod in self.to_move(node) if pod.owner}
        return tuple((owner, self._ready[owner]) for owner in sorted(owners))

    def _add(self, pod: Pod) -> None:
        self._remove(pod.key)
        self._pods[pod.key] = pod
        self._by_node[pod.node][pod.key] = pod
        self._ready[pod.owner] += pod.ready
        self._total[pod.owner] += pod.told_at is None

    def _remove(self, key: str) -> Pod | None:
        pod = self._pods.pop(key, None)
        if pod is not None:
            on_node = self._by_node[pod.node]
            del on_node[key]
            if not on_node:
                del self._by_node[pod.node]
            self._ready[pod.owner] -= pod.ready
            self._total[pod.owner] -= pod.told_at is None
            if not self._total[pod.owner]:
                del self._ready[pod.owner], self._total[pod.owner]
        return pod


class _ReplicaCounts(Mapping[str, ReplicaCount]):
    """A view, so that a tick does not copy what it does not ask for."""

    def __init__(self, ready: Counter[str], total: Counter[str]) -> None:
        self._ready = ready
        self._total = total

    def __getitem__(self, owner: str) -> ReplicaCount:
        if owner not in self._total:
            raise KeyError(owner)
        return ReplicaCount(self._ready[owner], self._total[owner])

    def __iter__(self) -> Iterator[str]:
        return iter(self._total)

    def __len__(self) -> int:
        return len(self._total)
