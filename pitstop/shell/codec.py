"""Kubernetes objects to the planner's data and back. Pure."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from pitstop.conditions import NodeCondition, UnhealthyConditions
from pitstop.model import Node, Phase, Record
from pitstop.remedies.escalation import REMEDIES, REMEDY_PHASES
from pitstop.shell.api import Json
from pitstop.timestamps import seconds, timestamp

RECORD = "pitstop/record"
"""Annotation: what pitstop has done to the node, for pitstop itself."""
REASON = "pitstop/reason"
"""Annotation: the same for a person."""
OPT_OUT = "pitstop/opt-out"
"""Annotation that a person sets; any value but ``false`` keeps pitstop away from the node."""
PAUSE = "pitstop/pause"
"""Annotation of the state's ConfigMap that a person sets: its value, the reason, stops everything."""

ZONE = "topology.kubernetes.io/zone"
_CONTROL_PLANE = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")
KARPENTER = "karpenter.sh/nodepool"
"""Label of every node that Karpenter started, EKS Auto Mode's too."""
OUT_OF_SERVICE = "node.kubernetes.io/out-of-service"
UNGROUPED = "ungrouped"
"""The group of nodes with no group's label."""


def conditions_of(node: Json) -> list[NodeCondition]:
    """The conditions of a Node object; one without a time of change counts from its heartbeat."""
    found = []
    for item in node.get("status", {}).get("conditions", []):
        beat = item.get("lastHeartbeatTime")
        since = item.get("lastTransitionTime") or beat
        if since is None:
            continue
        found.append(
            NodeCondition(item["type"], item["status"], seconds(since), seconds(beat) if beat else None)
        )
    return found


def node_from(item: Json, wanted: UnhealthyConditions, group_labels: Sequence[str]) -> Node:
    """A Node object as the planner sees it."""
    metadata, spec = item["metadata"], item.get("spec", {})
    labels, annotations = metadata.get("labels") or {}, metadata.get("annotations") or {}
    evaluation = wanted.evaluate(conditions_of(item))
    return Node(
        name=metadata["name"],
        # A hundred thousand nodes share a few of these.
        group=sys.intern(next((labels[key] for key in group_labels if key in labels), UNGROUPED)),
        zone=sys.intern(labels.get(ZONE, "")),
        created=seconds(metadata["creationTimestamp"]),
        ready=sys.intern(evaluation.ready),
        unhealthy=evaluation.unhealthy,
        quiet_since=evaluation.quiet_since,
        unschedulable=bool(spec.get("unschedulable")),
        control_plane=any(label in labels for label in _CONTROL_PLANE),
        opted_out=annotations.get(OPT_OUT, "false") != "false",
        karpenter=KARPENTER in labels,
        leaving="deletionTimestamp" in metadata,
        record=record_from(annotations.get(RECORD)),
        tried=_tried(annotations),
        provider_id=spec.get("providerID", ""),
        version=int(metadata["resourceVersion"]),
    )


def record_from(text: str | None) -> Record | None:
    """The annotation's content; None where there is none, or where it is not valid.

    An invalid one makes the node look cordoned by another client, which is the careful reading.
    """
    if not text:
        return None
    try:
        data = json.loads(text)
        return Record(
            _phase(data["phase"]),
            seconds(data["since"]),
            seconds(data["cordoned"]),
            str(data["fault"]),
            seconds(data["faultSince"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _phase(text: str) -> str:
    return text if text in REMEDY_PHASES else Phase(text)


def _tried(annotations: Json) -> tuple[tuple[str, float], ...]:
    if not annotations:
        return ()
    return tuple(
        (remedy.name, seconds(annotations[remedy.annotation]))
        for remedy in REMEDIES
        if remedy.annotation is not None and annotations.get(remedy.annotation)
    )


def record_text(record: Record) -> str:
    """The annotation's content for ``record``."""
    return json.dumps(
        {
            "phase": record.phase,
            "since": timestamp(record.since),
            "cordoned": timestamp(record.cordoned),
            "fault": record.fault,
            "faultSince": timestamp(record.fault_since),
        }
    )


def cordon_patch(record: Record | None, why: str, version: int) -> Json:
    """The merge patch that cordons a node with ``record``, or takes all marks back where it is None.

    It names the version that was looked at, so that it fails where anybody changed the node since.
    """
    annotations = {
        RECORD: record_text(record) if record else None,
        REASON: f"{record.phase}: {why}" if record else None,
    }
    return {
        "metadata": {"resourceVersion": str(version), "annotations": annotations},
        "spec": {"unschedulable": True if record else None},
    }


def condition_patch(phase: str | None, why: str, now: float) -> Json:
    """The strategic patch of a node's status that shows in ``kubectl describe`` what pitstop does."""
    moment = timestamp(now)
    return {
        "status": {
            "conditions": [
                {
                    "type": "PitstopRemediation",
                    "status": "True" if phase else "False",
                    "reason": str(phase or "InService"),
                    "message": why,
                    "lastHeartbeatTime": moment,
                    "lastTransitionTime": moment,
                }
            ]
        }
    }
