"""Istio in ambient mode: one proxy on each node, and no proxy in any pod.

istiod makes the certificates itself and renews them; the key that signs is in a Secret of its namespace. Keys
of values are those of the charts of Istio 1.30.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from components.charts import ISTIO_BASE, ISTIO_CNI, ISTIO_LEFTOVERS, ISTIOD, ZTUNNEL
from components.cluster_service import ClusterService
from components.extra_values import ChartValues
from components.helm_values import resources, seccomp
from components.install_context import InstallContext
from components.mesh.cni import CniSettings
from components.mesh.istio.namespaces import NODES

_BASE = "istio-base"
_ISTIOD = "istiod"
_CNI = "istio-cni"
LAST_RELEASE = "ztunnel"
_PROFILE = {"profile": "ambient"}

_ELSEWHERE = "istiod has this namespace"
_VERSION = "images are pinned with their chart in components/charts.py"
_OWNED = {
    "profile": "pods have no proxy of their own",
    "revision": "other parts of the stack find its objects by their names",
    "tag": _VERSION,
    "global/tag": _VERSION,
}


def releases(context: InstallContext, cni: CniSettings) -> Iterator[ClusterService]:
    """Its charts, each behind those that it needs."""
    nodes = context.namespaces[NODES]
    # The first one is the last to go: it removes what the others leave behind.
    yield ClusterService(
        name=ISTIO_LEFTOVERS.name, chart=ISTIO_LEFTOVERS, namespace=context.namespace, values={}
    )
    yield ClusterService(
        name=_BASE,
        chart=ISTIO_BASE,
        namespace=context.namespace,
        values={},
        needs_nodes=False,
        after=(ISTIO_LEFTOVERS.name,),
    )
    yield ClusterService(
        name=_ISTIOD, chart=ISTIOD, namespace=context.namespace, values=_istiod(), after=(_BASE,)
    )
    yield ClusterService(name=_CNI, chart=ISTIO_CNI, namespace=nodes, values=_cni(cni), after=(_BASE,))
    yield ClusterService(
        name=LAST_RELEASE, chart=ZTUNNEL, namespace=nodes, values=_ztunnel(), after=(_ISTIOD, _CNI)
    )


def _istiod() -> dict[str, object]:
    return {
        **_PROFILE,
        "autoscaleMin": 2,
        "autoscaleMax": 5,
        "resources": resources("100m", "512Mi", "2Gi"),
        "seccompProfile": seccomp(),
        "trustedZtunnelNamespace": NODES,
        "global": {
            "priorityClassName": "system-cluster-critical",
            "waypoint": {"resources": resources("50m", "128Mi", "512Mi")},
        },
        # Waypoints stand in namespaces of microservices, which refuse pods beyond the restricted standard.
        "gateways": {"seccompProfile": seccomp()},
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
        "resources": resources("20m", "64Mi"),
    }


def _ztunnel() -> dict[str, object]:
    # No limit: without it no pod of the node has a network.
    return {"resources": resources("50m", "128Mi")}


CHARTS: Final[Mapping[str, ChartValues]] = MappingProxyType(
    {
        ISTIO_LEFTOVERS.name: ChartValues(
            ISTIO_LEFTOVERS, {"deadlineSeconds": "Helm waits as long, and it is the sum of its steps"}
        ),
        _BASE: ChartValues(ISTIO_BASE, _OWNED),
        _ISTIOD: ChartValues(
            ISTIOD,
            {**_OWNED, "trustedZtunnelNamespace": "ztunnel is there", "global/istioNamespace": _ELSEWHERE},
        ),
        _CNI: ChartValues(
            ISTIO_CNI,
            {
                **_OWNED,
                "cniBinDir": "set services.mesh.cni.binaries",
                "cniConfDir": "set services.mesh.cni.configuration",
            },
        ),
        LAST_RELEASE: ChartValues(ZTUNNEL, {**_OWNED, "istioNamespace": _ELSEWHERE}),
    }
)
"""Each of its releases: the chart, and its values that the stack owns."""
