"""The pods of a microservice, and the name that finds them."""

from __future__ import annotations

from typing import Any

from components.manifest import Manifest
from components.mesh.membership import Membership
from components.microservice import availability, security
from components.microservice.spec import METRICS_PORT_NAME, PORT_NAME, MicroserviceSpec

_SCRATCH = "scratch"
_OTLP_OVER_HTTP = ":4318"
"""The port that OpenTelemetry registered for it."""


def deployment(spec: MicroserviceSpec, membership: Membership) -> Manifest:
    """The Deployment. It doesn't say how many pods there are: the autoscaler does, and a number here would
    undo its decision with every ``up``."""
    return Manifest(
        "apps/v1",
        "Deployment",
        {
            "spec": {
                "selector": {"matchLabels": spec.own_selector},
                "strategy": availability.rollout(),
                "template": {
                    "metadata": {"labels": spec.own_selector, **membership.annotated_pods},
                    "spec": _pod(spec),
                },
            }
        },
        suffix=spec.suffix,
    )


def service(spec: MicroserviceSpec, membership: Membership) -> Manifest:
    """``http://<name>.<name>``, on port 80."""
    ports: list[dict[str, Any]] = [{"name": PORT_NAME, "port": 80, "targetPort": PORT_NAME}]
    if spec.metrics_port_name == METRICS_PORT_NAME:
        ports.append({"name": METRICS_PORT_NAME, "port": spec.metrics_port, "targetPort": METRICS_PORT_NAME})
    return Manifest(
        "v1",
        "Service",
        {
            "spec": {
                "type": "ClusterIP",
                "selector": spec.selector,
                "ports": ports,
                # A zone away costs time and money; a zone without a ready pod is served from the others.
                "trafficDistribution": "PreferClose",
            }
        },
        labels=membership.service_labels,
        annotations=membership.service_annotations,
    )


def ingress(spec: MicroserviceSpec, hostname: str, class_name: str) -> Manifest:
    """Ingress: a name that is reached from outside of the cluster."""
    backend = {"service": {"name": spec.name, "port": {"name": PORT_NAME}}}
    paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    return Manifest(
        "networking.k8s.io/v1",
        "Ingress",
        {
            "spec": {
                "ingressClassName": class_name,
                "rules": [{"host": hostname, "http": {"paths": paths}}],
            }
        },
    )


def _pod(spec: MicroserviceSpec) -> dict[str, Any]:
    return {
        "serviceAccountName": spec.name,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": security.pod_context(spec),
        "terminationGracePeriodSeconds": availability.grace_seconds(spec),
        "topologySpreadConstraints": availability.spread(spec),
        "containers": [_container(spec)],
        "volumes": [{"name": _SCRATCH, "emptyDir": {"sizeLimit": "256Mi"}}],
    }


def _container(spec: MicroserviceSpec) -> dict[str, Any]:
    settings = spec.settings
    ports = [{"name": PORT_NAME, "containerPort": spec.port, "protocol": "TCP"}]
    if spec.metrics_port_name == METRICS_PORT_NAME:
        ports.append({"name": METRICS_PORT_NAME, "containerPort": spec.metrics_port, "protocol": "TCP"})
    return {
        "name": spec.name,
        "image": spec.image,
        "ports": ports,
        "env": [{"name": name, "value": value} for name, value in _environment(spec).items()],
        "envFrom": [{"secretRef": {"name": name}} for name in settings.secrets],
        "securityContext": security.container_context(),
        "resources": {
            "requests": {"cpu": settings.cpu, "memory": settings.memory},
            # No limit of CPU: it would slow the service down on an idle node.
            "limits": {"memory": settings.memory},
        },
        "lifecycle": availability.lifecycle(),
        "volumeMounts": [{"name": _SCRATCH, "mountPath": "/tmp"}],  # noqa: S108 - in the container
        **availability.probes(spec),
    }


def _environment(spec: MicroserviceSpec) -> dict[str, str]:
    """The variables that OpenTelemetry's SDKs read by its specification, and the service's own."""
    endpoint = spec.settings.otlp_endpoint
    if endpoint is None:
        return dict(spec.settings.env)
    return {
        "OTEL_SERVICE_NAME": spec.name,
        "OTEL_RESOURCE_ATTRIBUTES": f"service.namespace={spec.name}",
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        # Each language's SDK has another default.
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf" if endpoint.endswith(_OTLP_OVER_HTTP) else "grpc",
        "OTEL_TRACES_EXPORTER": "otlp",
        # Prometheus fetches metrics, and logs are read from standard output: nobody would take these.
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_LOGS_EXPORTER": "none",
        **spec.settings.env,
    }
