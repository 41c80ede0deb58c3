"""The collector's chart: one pod on each node that reads, receives and sends, and may do nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.helm_values import container_security, resources, seccomp, service_monitor
from components.install_context import InstallContext
from components.services.telemetry.collector import CHECKPOINTS, GRPC_PORT, HTTP_PORT, METRICS_PORT, POD_LOGS

# Docker Hub limits how many images a node may pull; this registry doesn't.
_IMAGE = "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib"
_POD_IDENTITY_AGENT = "169.254.170.23/32"
_PORTS = {"otlp": GRPC_PORT, "otlp-http": HTTP_PORT, "metrics": METRICS_PORT}
_UNUSED_PORTS = ("jaeger-compact", "jaeger-thrift", "jaeger-grpc", "zipkin")


def values(name: str, configuration: Mapping[str, Any], context: InstallContext) -> dict[str, Any]:
    """The chart's values; ``configuration`` takes the place of the chart's own."""
    return {
        "mode": "daemonset",
        "fullnameOverride": name,
        "image": {"repository": _IMAGE},
        "alternateConfig": dict(configuration),
        # Nothing in it asks the API server.
        "serviceAccount": {"create": True, "name": name, "automountServiceAccountToken": False},
        "extraEnvs": [{"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}],
        "ports": {
            # No port of the node: pods reach the collector of their own node by the Service.
            **{port: _port(number) for port, number in _PORTS.items()},
            **{port: {"enabled": False} for port in _UNUSED_PORTS},
        },
        "service": {"enabled": True},
        "networkPolicy": _network_policy(),
        "securityContext": _reader(),
        **_volumes(),
        # A sick or tainted node is the one whose logs are wanted.
        "tolerations": [{"operator": "Exists"}],
        "rollout": {"strategy": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
        "resources": resources("50m", "128Mi", "384Mi"),
        "podMonitor": {
            **service_monitor(context.monitoring, "extraLabels"),
            "metricsEndpoints": [{"port": "metrics"}],
        },
    }


def _port(number: int) -> dict[str, Any]:
    return {
        "enabled": True,
        "containerPort": number,
        "servicePort": number,
        "hostPort": 0,
        "protocol": "TCP",
    }


def _reader() -> dict[str, Any]:
    """Root, because the kubelet's log files are root's; without any of root's powers."""
    return {
        "runAsUser": 0,
        "runAsGroup": 0,
        **container_security(),
        "seccompProfile": seccomp(),
    }


def _volumes() -> dict[str, Any]:
    logs, checkpoints = "pod-logs", "checkpoints"
    return {
        "extraVolumes": [
            {"name": logs, "hostPath": {"path": POD_LOGS}},
            {"name": checkpoints, "hostPath": {"path": CHECKPOINTS, "type": "DirectoryOrCreate"}},
        ],
        "extraVolumeMounts": [
            {"name": logs, "mountPath": POD_LOGS, "readOnly": True},
            {"name": checkpoints, "mountPath": CHECKPOINTS},
        ],
    }


def _network_policy() -> dict[str, Any]:
    """Pods of the cluster come in; names, AWS and the agent that hands out its identity are all it asks."""
    return {
        "enabled": True,
        "allowIngressFrom": [{"namespaceSelector": {}}],
        "egressRules": [
            {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]},
            {"ports": [{"port": 443, "protocol": "TCP"}]},
            {
                "to": [{"ipBlock": {"cidr": _POD_IDENTITY_AGENT}}],
                "ports": [{"port": 80, "protocol": "TCP"}],
            },
        ],
    }
