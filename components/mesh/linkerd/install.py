"""Linkerd: its control plane, its part of the nodes' network, and certificates that renew themselves.

cert-manager makes every key in the cluster: none is in the state, and none is ever typed. Keys of values are
those of the charts: Linkerd's edge of August 2026, cert-manager v1.21, trust-manager v0.25.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from components.charts import (
    CERT_MANAGER,
    LINKERD_CERTIFICATES,
    LINKERD_CNI,
    LINKERD_CONTROL_PLANE,
    LINKERD_CRDS,
    TRUST_MANAGER,
)
from components.cluster_service import ClusterService
from components.extra_values import ChartValues
from components.helm_values import resources, service_monitor
from components.install_context import InstallContext
from components.mesh.cni import CniSettings
from components.mesh.linkerd import namespaces

_CRDS = "linkerd-crds"
_TRUST_MANAGER = "trust-manager"
_CNI = "linkerd-cni"
_CERT_MANAGER = "cert-manager"
LAST_RELEASE = "linkerd-control-plane"

_ONE_BUNDLE = "it hands out one bundle in one namespace, and may read and write nowhere else"
_CERTIFICATES = "cert-manager makes and renews the certificates"


def releases(context: InstallContext, cni: CniSettings) -> Iterator[ClusterService]:
    """Its charts, each behind those that it needs."""
    yield ClusterService(
        name=_CRDS,
        chart=LINKERD_CRDS,
        namespace=context.namespace,
        values={"installGatewayAPI": False},
        needs_nodes=False,
    )
    yield from _certificates(context)
    yield ClusterService(
        name=_CNI, chart=LINKERD_CNI, namespace=context.namespaces[namespaces.CNI], values=_cni(cni)
    )
    yield ClusterService(
        name=LAST_RELEASE,
        chart=LINKERD_CONTROL_PLANE,
        namespace=context.namespace,
        values=_control_plane(context),
        depends_on=context.monitoring.requires,
        after=(_CRDS, LINKERD_CERTIFICATES.name, _CNI),
    )


def _certificates(context: InstallContext) -> Iterator[ClusterService]:
    ours = namespaces.CERT_MANAGER in context.namespaces
    if ours:
        yield ClusterService(
            name=_CERT_MANAGER,
            chart=CERT_MANAGER,
            namespace=context.namespaces[namespaces.CERT_MANAGER],
            values=_cert_manager(context),
            depends_on=context.monitoring.requires,
        )
    yield ClusterService(
        name=_TRUST_MANAGER,
        chart=TRUST_MANAGER,
        namespace=context.namespace,
        values=_trust_manager(context),
        depends_on=context.monitoring.requires,
        after=(_CERT_MANAGER,) if ours else (),
    )
    yield ClusterService(
        name=LINKERD_CERTIFICATES.name,
        chart=LINKERD_CERTIFICATES,
        namespace=context.namespace,
        values={},
        after=(_TRUST_MANAGER,),
    )


def _cert_manager(context: InstallContext) -> dict[str, object]:
    return {
        # The definitions go with the release: kept ones would outlive the stack.
        "crds": {"enabled": True, "keep": False},
        # In kube-system, by default, its leases would be left behind.
        "global": {"leaderElection": {"namespace": namespaces.CERT_MANAGER}},
        "prometheus": {"servicemonitor": service_monitor(context.monitoring)},
        "resources": resources("20m", "64Mi", "256Mi"),
        "webhook": {"resources": resources("10m", "32Mi", "128Mi")},
        "cainjector": {"resources": resources("20m", "64Mi", "256Mi")},
    }


def _trust_manager(context: InstallContext) -> dict[str, object]:
    return {
        "crds": {"enabled": True, "keep": False},
        # It hands out one bundle in one namespace, so it may read and write nowhere else.
        "app": {
            "trust": {"namespace": context.namespace},
            "targetNamespaces": [context.namespace],
            "metrics": {"service": {"servicemonitor": service_monitor(context.monitoring)}},
        },
        "defaultPackage": {"enabled": False},
        "resources": resources("10m", "32Mi", "128Mi"),
    }


def _cni(cni: CniSettings) -> dict[str, object]:
    return {
        "destCNIBinDir": cni.binaries,
        "destCNINetDir": cni.configuration,
        # The plugin runs the node's own command. Bottlerocket has no iptables-nft, the chart's default.
        "iptablesMode": "plain",
        "priorityClassName": "system-node-critical",
        # On a fresh node a pod may be faster than the plugin, and never joins: it is made again.
        "repairController": {"enabled": True},
        "resources": _sizes("10m", "32Mi", "128Mi"),
    }


def _control_plane(context: InstallContext) -> dict[str, object]:
    size = _sizes("50m", "64Mi", "256Mi")
    return {
        "cniEnabled": True,
        "identity": {"externalCA": True, "issuer": {"scheme": "kubernetes.io/tls"}},
        "proxyInjector": {
            **_renewed("proxy-injector"),
            "namespaceSelector": {
                "matchExpressions": [
                    {"key": "config.linkerd.io/admission-webhooks", "operator": "In", "values": ["enabled"]}
                ]
            },
        },
        "profileValidator": _renewed("sp-validator"),
        "policyValidator": _renewed("policy-validator"),
        # A pod that wants to join and can't must not start: it would take requests from anybody. No namespace
        # without the label is asked about, so nothing else waits for the injector.
        "webhookFailurePolicy": "Fail",
        "controllerReplicas": 2,
        "enablePodDisruptionBudget": True,
        "priorityClassName": "system-cluster-critical",
        "proxy": {"resources": _sizes("20m", "32Mi", "128Mi")},
        "destinationResources": size,
        "identityResources": size,
        "proxyInjectorResources": size,
        "spValidatorResources": size,
        "policyController": {"resources": size},
        # It would tell the project's server about the cluster every day.
        "disableHeartBeat": True,
        "podMonitor": {
            **service_monitor(context.monitoring),
            # Of pods in the mesh: their network policies keep Prometheus out of the proxies.
            "proxy": {"enabled": False},
        },
    }


def _renewed(webhook: str) -> dict[str, Any]:
    """The webhook's certificate is the one that charts/linkerd-certificates asks for."""
    return {"externalSecret": True, "injectCaFrom": f"{namespaces.CONTROL_PLANE}/linkerd-{webhook}"}


def _sizes(cpu: str, memory: str, most: str) -> dict[str, object]:
    """The same as Linkerd's charts write it."""
    return {"cpu": {"request": cpu}, "memory": {"request": memory, "limit": most}}


CHARTS: Final[Mapping[str, ChartValues]] = MappingProxyType(
    {
        _CRDS: ChartValues(LINKERD_CRDS, {"installGatewayAPI": "set services.mesh.existing"}),
        _CERT_MANAGER: ChartValues(
            CERT_MANAGER, {"global/leaderElection/namespace": "its leases go with its namespace"}
        ),
        _TRUST_MANAGER: ChartValues(
            TRUST_MANAGER,
            {"app/trust/namespace": _ONE_BUNDLE, "app/targetNamespaces": _ONE_BUNDLE},
        ),
        LINKERD_CERTIFICATES.name: ChartValues(LINKERD_CERTIFICATES),
        _CNI: ChartValues(
            LINKERD_CNI,
            {
                "destCNIBinDir": "set services.mesh.cni.binaries",
                "destCNINetDir": "set services.mesh.cni.configuration",
            },
        ),
        LAST_RELEASE: ChartValues(
            LINKERD_CONTROL_PLANE,
            {
                "cniEnabled": "pods of microservices may not change their network themselves",
                "identity/externalCA": _CERTIFICATES,
                "identity/issuer": _CERTIFICATES,
                **{
                    f"{webhook}/{key}": _CERTIFICATES
                    for webhook in ("proxyInjector", "profileValidator", "policyValidator")
                    for key in ("externalSecret", "injectCaFrom", "caBundle", "crtPEM", "keyPEM")
                },
                "proxyInjector/namespaceSelector": "namespaces of microservices have this label",
                "linkerdVersion": "it is the version of the chart",
            },
        ),
    }
)
"""Each of its releases: the chart, and its values that the stack owns."""
