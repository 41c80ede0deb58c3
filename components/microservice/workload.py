"""The pods of a microservice, and the name that finds them."""

from __future__ import annotations

from typing import Any

from components.microservice import availability, security
from components.microservice.app import METRICS_PORT_NAME, PORT_NAME, App, Manifest
from components.microservice.mesh import mesh_of

_SCRATCH = "scratch"
_OTLP_OVER_HTTP = ":4318"
"""The port that OpenTelemetry registered for it."""


def deployment(app: App) -> Manifest:
    """The Deployment. It doesn't say how many pods there are: the autoscaler does, and a number here would
    undo its decision with every ``up``."""
    return Manifest(
        "apps/v1",
        "Deployment",
        {
            "spec": {
                "selector": {"matchLabels": app.own_selector},
                "strategy": availability.rollout(),
                "template": {
                    "metadata": {"labels": app.own_selector, **mesh_of(app).annotated_pods},
                    "spec": _pod(app),
                },
            }
        },
        suffix=app.suffix,
    )


def service(app: App) -> Manifest:
    """``http://<name>.<name>``, on port 80."""
    ports: list[dict[str, Any]] = [{"name": PORT_NAME, "port": 80, "targetPort": PORT_NAME}]
    if app.metrics_port_name == METRICS_PORT_NAME:
        ports.append({"name": METRICS_PORT_NAME, "port": app.metrics_port, "targetPort": METRICS_PORT_NAME})
    return Manifest(
        "v1",
        "Service",
        {
            "spec": {
                "type": "ClusterIP",
                "selector": app.selector,
                "ports": ports,
                # A zone away costs time and money; a zone without a ready pod is served from the others.
                "trafficDistribution": "PreferClose",
            }
        },
        labels=mesh_of(app).service_labels,
        annotations=mesh_of(app).service_annotations,
    )


def ingress(app: App, hostname: str, class_name: str) -> Manifest:
    """A name outside of the cluster."""
    backend = {"service": {"name": app.name, "port": {"name": PORT_NAME}}}
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


def _pod(app: App) -> dict[str, Any]:
    return {
        "serviceAccountName": app.name,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": security.pod_context(app),
        "terminationGracePeriodSeconds": availability.grace_seconds(app),
        "topologySpreadConstraints": availability.spread(app),
        "containers": [_container(app)],
        "volumes": [{"name": _SCRATCH, "emptyDir": {"sizeLimit": "256Mi"}}],
    }


def _container(app: App) -> dict[str, Any]:
    settings = app.settings
    ports = [{"name": PORT_NAME, "containerPort": app.port, "protocol": "TCP"}]
    if app.metrics_port_name == METRICS_PORT_NAME:
        ports.append({"name": METRICS_PORT_NAME, "containerPort": app.metrics_port, "protocol": "TCP"})
    return {
        "name": app.name,
        "image": app.image,
        "ports": ports,
        "env": [{"name": name, "value": value} for name, value in _environment(app).items()],
        "envFrom": [{"secretRef": {"name": name}} for name in settings.secrets],
        "securityContext": security.container_context(),
        "resources": {
            "requests": {"cpu": settings.cpu, "memory": settings.memory},
            # No limit of CPU: it would slow the service down on an idle node.
            "limits": {"memory": settings.memory},
        },
        "lifecycle": availability.lifecycle(),
        "volumeMounts": [{"name": _SCRATCH, "mountPath": "/tmp"}],  # noqa: S108 - in the container
        **availability.probes(app),
    }


def _environment(app: App) -> dict[str, str]:
    """The variables that OpenTelemetry's SDKs read by its specification, and the service's own."""
    endpoint = app.settings.otlp_endpoint
    if endpoint is None:
        return dict(app.settings.env)
    return {
        "OTEL_SERVICE_NAME": app.name,
        "OTEL_RESOURCE_ATTRIBUTES": f"service.namespace={app.name}",
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        # Each language's SDK has another default.
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf" if endpoint.endswith(_OTLP_OVER_HTTP) else "grpc",
        "OTEL_TRACES_EXPORTER": "otlp",
        # Prometheus fetches metrics, and logs are read from standard output: nobody would take these.
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_LOGS_EXPORTER": "none",
        **app.settings.env,
    }
