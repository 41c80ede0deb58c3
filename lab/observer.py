"""Watches the API and writes down what it sees as a timeline."""

from __future__ import annotations

from lab.api import Json, LabApi
from lab.faults import FAULTS
from lab.mirror import ObjectMirror, key
from lab.nodes import POOL
from lab.timeline import Timeline, TimelineStep

_READINESS = {
    "True": TimelineStep.READY,
    "False": TimelineStep.NOT_READY,
    "Unknown": TimelineStep.UNREACHABLE,
}
_OWN_REPORTERS = {"node-controller", "kwok_controller", "taint-eviction-controller", ""}


class Observer:
    """Mirrors of nodes, pods, Deployments and Events that feed one timeline."""

    def __init__(self, api: LabApi, timeline: Timeline) -> None:
        self._timeline = timeline
        self._waiting: set[str] = set()
        self.pods = ObjectMirror(api, "/api/v1/pods", self._pod_changed)
        self.nodes = ObjectMirror(api, "/api/v1/nodes", self._node_changed)
        self.deployments = ObjectMirror(api, "/apis/apps/v1/deployments", self._deployment_changed)
        self.events = ObjectMirror(api, "/api/v1/events", self._event_changed)
        for mirror in self._mirrors:
            mirror.start()

    @property
    def _mirrors(self) -> tuple[ObjectMirror, ...]:
        return (self.pods, self.nodes, self.deployments, self.events)

    def close(self) -> None:
        """Watch no more."""
        for mirror in self._mirrors:
            mirror.close()

    def movable_pods(self, node: str) -> list[Json]:
        """The pods on ``node`` that a drain has to move."""
        return [pod for pod in tuple(self.pods.objects.values()) if _node_of(pod) == node and is_movable(pod)]

    def _node_changed(self, before: Json | None, after: Json | None) -> None:
        name = (after or before or {})["metadata"]["name"]
        pool = (after or before or {})["metadata"].get("labels", {}).get(POOL, "")
        if before is None:
            self._timeline.add(TimelineStep.JOINED, name, pool)
        if after is None:
            self._timeline.add(TimelineStep.REMOVED, name, pool)
            return
        cordoned = is_cordoned(after)
        if cordoned != (before is not None and is_cordoned(before)):
            self._timeline.add(TimelineStep.CORDONED if cordoned else TimelineStep.UNCORDONED, name)
            self._check_empty(name)
        for fault in FAULTS.values():
            if condition(after, fault.condition) == fault.bad and (
                before is None or condition(before, fault.condition) != fault.bad
            ):
                self._timeline.add(TimelineStep.SICK, name, fault.condition)
        now = condition(after, "Ready")
        if now in _READINESS and (before is None or condition(before, "Ready") != now):
            self._timeline.add(_READINESS[now], name)

    def _pod_changed(self, before: Json | None, after: Json | None) -> None:
        pod = after or before or {}
        node = _node_of(pod)
        if not node or not is_movable(pod):
            return
        ending = after is None or "deletionTimestamp" in after["metadata"]
        was_ending = before is not None and "deletionTimestamp" in before["metadata"]
        if ending and not was_ending:
            self._timeline.add(TimelineStep.EVICTED, node, key(pod))
        if after is None:
            self._check_empty(node)

    def _check_empty(self, name: str) -> None:
        node = self.nodes.objects.get(f"/{name}")
        if node is not None and is_cordoned(node) and not self.movable_pods(name):
            self._timeline.add(TimelineStep.EMPTY, name)

    def _deployment_changed(self, before: Json | None, after: Json | None) -> None:
        name = (after or before or {})["metadata"]["name"]
        lacking = after is not None and not is_whole(after)
        if lacking and name not in self._waiting:
            self._waiting.add(name)
            self._timeline.add(TimelineStep.BROKEN, "", name)
        if not lacking and name in self._waiting:
            self._waiting.remove(name)
            self._timeline.add(TimelineStep.WHOLE, "", name)

    def _event_changed(self, before: Json | None, after: Json | None) -> None:
        if after is None or after["involvedObject"].get("kind") != "Node" or before is not None:
            return
        reporter = after.get("reportingComponent") or after.get("source", {}).get("component", "")
        if reporter not in _OWN_REPORTERS:
            self._timeline.add(
                TimelineStep.EVENT,
                after["involvedObject"]["name"],
                f"{after['reason']}: {after.get('message', '')}",
            )


def condition(node: Json, kind: str) -> str | None:
    """The status of a node's condition; None where it has none."""
    for entry in node.get("status", {}).get("conditions", []):
        if entry["type"] == kind:
            return str(entry["status"])
    return None


def is_cordoned(node: Json) -> bool:
    """Whether new pods are kept off the node."""
    return bool(node["spec"].get("unschedulable", False))


def is_movable(pod: Json) -> bool:
    """Whether a drain has to move the pod: not finished, and neither a DaemonSet's nor a mirror of a file."""
    if pod.get("status", {}).get("phase") in ("Succeeded", "Failed"):
        return False
    return all(
        owner["kind"] not in ("DaemonSet", "Node") for owner in pod["metadata"].get("ownerReferences", [])
    )


def is_whole(deployment: Json) -> bool:
    """Whether all the replicas that are wanted are Ready, and none too many is left."""
    status, wanted = deployment.get("status", {}), deployment["spec"].get("replicas", 1)
    return bool(
        status.get("observedGeneration", 0) >= deployment["metadata"]["generation"]
        and status.get("readyReplicas", 0) >= wanted
    )


def _node_of(pod: Json) -> str:
    return str(pod["spec"].get("nodeName", ""))
