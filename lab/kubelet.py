"""How the laboratory's kubelets behave: KWOK stages for nodes and pods.

KWOK's own stages cannot break a kubelet, nor take time over a pod's start or end; these can, by annotations.
"""

from __future__ import annotations

import json

from lab.api import Json

KUBELET = "lab/kubelet"
"""Annotation of a node: ``broken`` means that its kubelet reports Ready=False until the annotation goes."""

STARTS_IN = "lab/starts-in"
"""Annotation of a pod: the time from being bound to Ready, as Go writes durations (``2s``)."""

ENDS_IN = "lab/ends-in"
"""Annotation of a pod: the time from its deletion to its end, as Go writes durations."""

_PRESSURES = {
    "MemoryPressure": "KubeletHasSufficientMemory",
    "DiskPressure": "KubeletHasNoDiskPressure",
    "PIDPressure": "KubeletHasSufficientPID",
}
_BROKEN = f'.metadata.annotations["{KUBELET}"]'
_READY = '.status.conditions.[] | select( .type == "Ready" ) | .status'


def configuration() -> str:
    """The text of KWOK's configuration file: its options, then one JSON document a stage."""
    stages = [_node_ready(), _node_broken(), _pod_ready(), _pod_ready_again(), _pod_complete(), _pod_end()]
    return "\n---\n".join(json.dumps(document) for document in (_options(), *stages))


def _options() -> Json:
    """More hands than KWOK's four: at 50 ms a request they cannot renew the Leases of a thousand nodes."""
    return {
        "apiVersion": "config.kwok.x-k8s.io/v1alpha1",
        "kind": "KwokConfiguration",
        "options": {
            "nodeLeaseParallelism": 16,
            "nodePlayStageParallelism": 16,
            "podPlayStageParallelism": 16,
        },
    }


def _node_ready() -> Json:
    conditions = [_condition("Ready", "True", "KubeletReady")]
    conditions += [_condition(name, "False", reason) for name, reason in _PRESSURES.items()]
    return _stage(
        "node-ready",
        "Node",
        [_unless(_BROKEN, "broken"), _unless(_READY, "True")],
        {"conditions": conditions, "phase": "Running"},
    )


def _node_broken() -> Json:
    return _stage(
        "node-broken",
        "Node",
        [_where(_BROKEN, "broken"), _unless(_READY, "False")],
        {"conditions": [_condition("Ready", "False", "KubeletNotReady")]},
    )


def _pod_ready() -> Json:
    conditions = [_condition(name, "True", "") for name in ("Initialized", "ContainersReady", "Ready")]
    status = {"conditions": conditions, "phase": "Running", "hostIP": "{{ NodeIPWith .spec.nodeName }}"}
    template = json.dumps(status | {"startTime": "{{ Now }}"})[:-1] + (
        ', "podIP": {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" )'
        ' ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }},'
        ' "containerStatuses": [{{ range $i, $c := .spec.containers }}{{ if $i }}, {{ end }}'
        '{"name": {{ $c.name | Quote }}, "image": {{ $c.image | Quote }}, "ready": true, "restartCount": 0,'
        ' "state": {"running": {"startedAt": {{ Now | Quote }}}}}{{ end }}]}'
    )
    return _stage(
        "pod-ready",
        "Pod",
        [_absent(".metadata.deletionTimestamp"), _absent(".status.podIP")],
        template,
        STARTS_IN,
    )


def _pod_ready_again() -> Json:
    """The node controller calls a silent node's pods not Ready; its kubelet corrects that when it is back."""
    return _stage(
        "pod-ready-again",
        "Pod",
        [
            _absent(".metadata.deletionTimestamp"),
            _where(".status.phase", "Running"),
            _where(_READY, "False"),
        ],
        {"conditions": [_condition("Ready", "True", "")]},
    )


def _pod_complete() -> Json:
    return _stage(
        "pod-complete",
        "Pod",
        [
            _absent(".metadata.deletionTimestamp"),
            _where(".status.phase", "Running"),
            _where(".metadata.ownerReferences.[].kind", "Job"),
        ],
        {"phase": "Succeeded"},
    )


def _pod_end() -> Json:
    stage = _stage(
        "pod-end", "Pod", [{"key": ".metadata.deletionTimestamp", "operator": "Exists"}], {}, ENDS_IN
    )
    stage["spec"]["next"] = {"finalizers": {"empty": True}, "delete": True}
    return stage


def _condition(name: str, status: str, reason: str) -> Json:
    return {
        "type": name,
        "status": status,
        "reason": reason,
        "lastHeartbeatTime": "{{ Now }}",
        "lastTransitionTime": "{{ Now }}",
    }


def _stage(name: str, kind: str, selector: list[Json], status: Json | str, delay: str | None = None) -> Json:
    spec: Json = {
        "resourceRef": {"apiGroup": "v1", "kind": kind},
        "selector": {"matchExpressions": selector},
        "next": {"statusTemplate": status if isinstance(status, str) else json.dumps(status)},
    }
    if delay is not None:
        spec["delay"] = {
            "durationMilliseconds": 0,
            "durationFrom": {"expressionFrom": f'.metadata.annotations["{delay}"]'},
        }
    return {"apiVersion": "kwok.x-k8s.io/v1alpha1", "kind": "Stage", "metadata": {"name": name}, "spec": spec}


def _where(key: str, value: str) -> Json:
    return {"key": key, "operator": "In", "values": [value]}


def _unless(key: str, value: str) -> Json:
    return {"key": key, "operator": "NotIn", "values": [value]}


def _absent(key: str) -> Json:
    return {"key": key, "operator": "DoesNotExist"}
