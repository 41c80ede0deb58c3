"""The laboratory's one face: node groups and workloads, faults on demand, and a record of it all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from lab import faults, heartbeats
from lab.api import ApiError, Json, LabApi
from lab.control_plane import ControlPlane
from lab.faults import FAULTS
from lab.fleet import CloudDelays, CloudFleet
from lab.kubelet import KUBELET
from lab.local_aws import REGION, LocalAws
from lab.nodes import ZONE
from lab.observer import Observer, condition
from lab.process import Workbench, wait_until
from lab.timeline import Timeline, TimelineStep
from lab.workload import Workload

ZONES = tuple(f"{REGION}{letter}" for letter in "abc")
_OF_SERVICES = frozenset({"KubeletUnhealthy", "ContainerRuntimeUnhealthy"})
"""Faults that the restart of a service may mend."""

_COLLECTIONS = (
    "/apis/apps/v1/namespaces/{namespace}/deployments",
    "/apis/apps/v1/namespaces/{namespace}/daemonsets",
    "/apis/policy/v1/namespaces/{namespace}/poddisruptionbudgets",
    "/api/v1/namespaces/{namespace}/events",
)


class Lab:
    """A cluster on a control plane; a context manager that leaves the plane as empty as it was, soon.

    ``cluster`` is the cluster's name in the tags of the Auto Scaling groups. One laboratory at a time on a
    plane.
    """

    def __init__(
        self, plane: ControlPlane, *, cluster: str = "lab", delays: CloudDelays | None = None
    ) -> None:
        self.plane = plane
        self.cluster = cluster
        self.timeline = Timeline()
        self.bench = Workbench()
        self.aws = LocalAws()
        self._curable: dict[str, set[str]] = defaultdict(set)
        self.fleet = CloudFleet(
            plane,
            self.aws,
            cluster,
            delays or CloudDelays(),
            on_boot=self._booted,
            on_restart=self._restarted,
        )
        self.observer = Observer(plane.admin, self.timeline)
        self._namespaces: set[str] = {"default"}

    @property
    def api(self) -> LabApi:
        """The administrator's client."""
        return self.plane.admin

    def pool(
        self,
        name: str,
        nodes: int,
        zones: Sequence[str] = ZONES,
        *,
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> list[str]:
        """Make a node group over an Auto Scaling group and return its nodes' names once all are Ready.

        ``minimum`` and ``maximum`` are the group's sizes: none and twice ``nodes`` where not given.
        """
        machines = self.fleet.pool(name, nodes, zones, minimum or 0, maximum or 2 * nodes)
        names = [machine.node for machine in machines]
        self.timeline.wait_until(
            lambda: all(self.readiness(node) == "True" and not self._taints(node) for node in names),
            f"the nodes of {name} are Ready",
            timeout=60 + nodes,
        )
        return names

    def workload(self, workload: Workload, *, timeout: float = 60) -> Workload:
        """Create a workload, with its budget and namespace, and return once its pods are Ready."""
        self.namespace(workload.namespace)
        if workload.min_available is not None:
            budgets = f"/apis/policy/v1/namespaces/{workload.namespace}/poddisruptionbudgets"
            self.api.create(budgets, workload.budget())
        self.api.create(workload.path, workload.manifest())
        self.timeline.wait_until(lambda: self._is_up(workload), f"{workload.name} is Ready", timeout=timeout)
        return workload

    def namespace(self, name: str, labels: Mapping[str, str] | None = None) -> None:
        """Make a namespace where there is none; it goes with the laboratory.

        One of the last laboratory's may still be on its way out: Kubernetes begins after five seconds.
        """
        path = f"/api/v1/namespaces/{name}"
        wait_until(f"the last namespace {name} is gone", lambda: not self._is_going(path), timeout=60)
        if not self.api.exists(path):
            self.api.create("/api/v1/namespaces", {"metadata": {"name": name, "labels": dict(labels or {})}})
        self._namespaces.add(name)

    def node(self, name: str) -> Json:
        """A node as the watcher saw it last; raises KeyError where there is none."""
        return self.observer.nodes.objects[f"/{name}"]

    def nodes(self) -> list[str]:
        """The names of all nodes that are registered."""
        return [name.removeprefix("/") for name in tuple(self.observer.nodes.objects)]

    def readiness(self, node: str) -> str | None:
        """``True``, ``False`` or ``Unknown``; None where the kubelet has not said yet."""
        found = self.observer.nodes.objects.get(f"/{node}")
        return None if found is None else condition(found, "Ready")

    def break_node(
        self,
        node: str,
        kind: str,
        *,
        since: datetime | None = None,
        seen: datetime | None = None,
        curable: bool = True,
    ) -> None:
        """Write a bad condition of ``faults.FAULTS`` as its reporter would; since now unless given.

        A reboot mends it where it is ``curable``: reporters start with a clean slate. So does the
        restart of a service, where it is about one.
        """
        now = datetime.now(UTC)
        bad = FAULTS[kind].written(bad=True, since=since or now, seen=seen or now)
        self.timeline.add(TimelineStep.FAULT, node, kind)
        faults.write(self.api, node, [bad])
        if curable:
            self._curable[node].add(kind)

    def mend(self, node: str, kind: str) -> None:
        """Write the condition's good status, as the reporter does once the trouble is over."""
        now = datetime.now(UTC)
        faults.write(self.api, node, [FAULTS[kind].written(bad=False, since=now, seen=now)])
        self.timeline.add(TimelineStep.MENDED, node, kind)

    def break_kubelet(self, node: str) -> None:
        """Let the node's kubelet report Ready=False, while it goes on working."""
        self.timeline.add(TimelineStep.FAULT, node, "Ready")
        self._annotate(node, "broken")

    def mend_kubelet(self, node: str) -> None:
        """Let the kubelet report Ready=True again."""
        self._annotate(node, None)
        self.timeline.add(TimelineStep.MENDED, node, "Ready")

    def kill(self, node: str) -> None:
        """Cut the node's power: no heartbeat, and its pods end no more."""
        self.timeline.add(TimelineStep.FAULT, node, "power off")
        heartbeats.stop(self.api, node)

    def revive(self, node: str) -> None:
        """Give the node its power back."""
        heartbeats.resume(self.api, node)
        self.timeline.add(TimelineStep.MENDED, node, "power on")

    def in_zone(self, zone: str) -> list[str]:
        """The nodes of a zone."""
        objects = tuple(self.observer.nodes.objects.values())
        return [item["metadata"]["name"] for item in objects if item["metadata"]["labels"].get(ZONE) == zone]

    def kill_zone(self, zone: str) -> list[str]:
        """Cut the power of a whole zone; returns its nodes."""
        nodes = self.in_zone(zone)
        with ThreadPoolExecutor(8) as executor:
            list(executor.map(self.kill, nodes))
        return nodes

    def close(self) -> None:
        """Stop what was started, and remove what was made."""
        self.stop()
        self._empty_the_plane()

    def stop(self) -> None:
        """Stop what was started; what was made stays on the plane, to go with it."""
        self.observer.close()
        self.fleet.close()
        self.bench.close()
        self.aws.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _taints(self, node: str) -> list[Json]:
        found: list[Json] = self.node(node)["spec"].get("taints", [])
        return found

    def _booted(self, node: str) -> None:
        for kind in self._curable.pop(node, set()):
            self.mend(node, kind)

    def _restarted(self, node: str) -> None:
        for kind in self._curable[node] & _OF_SERVICES:
            self._curable[node].remove(kind)
            self.mend(node, kind)

    def _annotate(self, node: str, value: str | None) -> None:
        self.api.patch(f"/api/v1/nodes/{node}", {"metadata": {"annotations": {KUBELET: value}}})

    def _is_up(self, workload: Workload) -> bool:
        status = self.api.get(f"{workload.path}/{workload.name}").get("status", {})
        if workload.replicas is None:
            wanted = status.get("desiredNumberScheduled", 0)
            return bool(wanted and status.get("numberReady", 0) == wanted)
        return bool(status.get("readyReplicas", 0) == workload.replicas)

    def _empty_the_plane(self) -> None:
        for namespace in self._namespaces:
            for collection in _COLLECTIONS:
                self.api.delete(collection.format(namespace=namespace), propagationPolicy="Background")
        wait_until("all pods are gone", self._without_pods, timeout=60, every=0.2)
        self.api.delete("/api/v1/nodes")
        self.api.delete("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases")
        for namespace in self._namespaces - {"default"}:
            self._delete(f"/api/v1/namespaces/{namespace}")

    def _is_going(self, path: str) -> bool:
        try:
            return "deletionTimestamp" in self.api.get(path)["metadata"]
        except ApiError as error:
            if error.status != 404:
                raise
            return False

    def _without_pods(self) -> bool:
        for namespace in self._namespaces:
            self.api.delete(f"/api/v1/namespaces/{namespace}/pods", gracePeriodSeconds="0")
        return not self.api.items("/api/v1/pods")

    def _delete(self, path: str) -> None:
        try:
            self.api.delete(path)
        except ApiError as error:
            if error.status != 404:
                raise
