"""Istio in ambient mode: one proxy on each node, and no proxy in any pod.

istiod makes the certificates itself and renews them; the key that signs is in a Secret of its namespace. Keys
of values are those of the charts of Istio 1.30.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.charts import ISTIO_BASE, ISTIO_CNI, ISTIO_LEFTOVERS, ISTIOD, ZTUNNEL
from components.cluster_service import ClusterService
from components.services.contract import Place
from components.services.mesh.cni import CniSettings
from components.services.mesh.kind import MeshKind

_CONTROL_PLANE = "istio-system"
_NODES = "istio-nodes"
_BASE = "istio-base"
_ISTIOD = "istiod"
_CNI = "istio-cni"
_ZTUNNEL = "ztunnel"
_PROFILE = {"profile": "ambient"}
_SECCOMP = {"type": "RuntimeDefault"}


def _releases(place: Place, cni: CniSettings) -> Iterator[ClusterService]:
    nodes = place.namespaces[_NODES]
    # The first one is the last to go: it removes what the others leave behind.
    yield ClusterService(
        name=ISTIO_LEFTOVERS.name, chart=ISTIO_LEFTOVERS, namespace=place.namespace, values={}
    )
    yield ClusterService(
        name=_BASE,
        chart=ISTIO_BASE,
        namespace=place.namespace,
        values={},
        needs_nodes=False,
        after=(ISTIO_LEFTOVERS.name,),
    )
    yield ClusterService(
        name=_ISTIOD, chart=ISTIOD, namespace=place.namespace, values=_istiod(), after=(_BASE,)
    )
    yield ClusterService(name=_CNI, chart=ISTIO_CNI, namespace=nodes, values=_cni(cni), after=(_BASE,))
    yield ClusterService(
        name=_ZTUNNEL, chart=ZTUNNEL, namespace=nodes, values=_ztunnel(), after=(_ISTIOD, _CNI)
    )


def _istiod() -> dict[str, object]:
    return {
        **_PROFILE,
        "autoscaleMin": 2,
        "autoscaleMax": 5,
        "resources": {"requests": {"cpu": "100m", "memory": "512Mi"}, "limits": {"memory": "2Gi"}},
        "seccompProfile": _SECCOMP,
        "trustedZtunnelNamespace": _NODES,
        "global": {
            "priorityClassName": "system-cluster-critical",
            "waypoint": {
                "resources": {"requests": {"cpu": "50m", "memory": "128Mi"}, "limits": {"memory": "512Mi"}}
            },
        },
        # Waypoints stand in namespaces of microservices, which refuse pods beyond the restricted standard.
        "gateways": {"seccompProfile": _SECCOMP},
        # A waypoint carries all requests of a service: a drain must not take its only pod.
        "gatewayClasses": {
            "istio-waypoint": {
                "horizontalPodAutoscaler": {"spec": {"minReplicas": 2, "maxReplicas": 5}},
                "podDisruptionBudget": {"spec": {"maxUnavailable": 1}},
            }
        },
    }


def _cni(cni: CniSettings) -> dict[str, object]:
    return {
        **_PROFILE,
        "cniBinDir": cni.binaries,
        "cniConfDir": cni.configuration,
        "resources": {"requests": {"cpu": "20m", "memory": "64Mi"}},
    }


def _ztunnel() -> dict[str, object]:
    # No limit: without it no pod of the node has a network.
    return {"resources": {"requests": {"cpu": "50m", "memory": "128Mi"}}}


ISTIO: Final = MeshKind(
    namespaces={
        _CONTROL_PLANE: "restricted",
        # Its pods change the network of every pod on their node.
        _NODES: "privileged",
    },
    releases=_releases,
    last_release=_ZTUNNEL,
)
