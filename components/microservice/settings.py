"""Settings of a microservice beside its image and its port. Every default is one to run with."""

from __future__ import annotations

from typing import Annotated, Self, get_args

from pydantic import AfterValidator, Field, model_validator
from pydantic.alias_generators import to_camel

from components.images import Image
from components.mesh.meshes import MeshChoice, lacks
from components.mesh.traffic import TrafficSettings
from components.mesh_name import MeshName
from components.microservice.peers import Peer
from components.settings_base import BaseSettings

Port = Annotated[int, Field(ge=1, le=65535)]
Path = Annotated[str, Field(pattern=r"^/[^\s?#]*$")]
Cpu = Annotated[str, Field(pattern=r"^([1-9]\d*m|[1-9]\d*)$")]
Memory = Annotated[str, Field(pattern=r"^[1-9]\d*(Mi|Gi)$")]
SecretName = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
DomainName = Annotated[str, Field(pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")]
Collector = Annotated[str, Field(pattern=r"^http://[a-z0-9-]+\.[a-z0-9-]+(\.svc)?:\d+$")]
VariableName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]

# What Kubernetes makes of the name has room for a suffix in the 63 characters of a label.
_LONGEST_NAME = 40


def _free(name: str) -> str:
    if name == "default" or name.startswith("kube-"):
        raise ValueError(f"must be free for a namespace, and Kubernetes has {name!r} for itself; rename it")
    return name


ServiceName = Annotated[
    str, Field(pattern=r"^[a-z]([a-z0-9-]*[a-z0-9])?$", max_length=_LONGEST_NAME), AfterValidator(_free)
]


class HealthSettings(BaseSettings):
    """Startup, readiness and liveness probes, and the time to stop."""

    ready_path: Path = "/readyz"
    """Answers 200 while it can take requests."""
    live_path: Path = "/livez"
    """Answers 200 unless only a restart helps. It should not ask others how they are."""
    startup_seconds: Annotated[int, Field(ge=10, le=1800)] = 60
    """The longest time that it may take to start, in seconds."""
    shutdown_seconds: Annotated[int, Field(ge=1, le=600)] = 30
    """How long it may take to finish what it does after SIGTERM, in seconds."""


class ScalingSettings(BaseSettings):
    """Horizontal autoscaling."""

    min_replicas: Annotated[int, Field(ge=1)] = 2
    """Fewest pods. One alone is gone while its node is drained."""
    max_replicas: Annotated[int, Field(ge=1)] = 10
    """Most pods."""
    cpu_percent: Annotated[int, Field(ge=10, le=100)] = 70
    """More pods from so much of the requested CPU on, in percent."""
    requests_per_second: Annotated[int, Field(ge=1)] = 100
    """More pods from so many requests per second and pod on."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max_replicas < self.min_replicas:
            raise ValueError(
                f"maxReplicas must be minReplicas ({self.min_replicas}) at least, not {self.max_replicas}"
            )
        return self


class MetricsSettings(BaseSettings):
    """Where the service counts its requests, in Prometheus' format."""

    port: Port | None = None
    """The port; that of the service if not set."""
    path: Path = "/metrics"
    """The path."""


class IngressSettings(BaseSettings):
    """Ingress: a name that is reached from outside of the cluster."""

    hostname: DomainName
    """The name; external-dns writes it into DNS."""
    class_name: Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]
    """The ingress class, such as ``alb``: the controller that answers."""


class CallSettings(BaseSettings):
    """A destination that the service may connect to."""

    to: Peer
    """A namespace, or addresses such as ``10.0.0.0/16``."""
    port: Port
    """The port of the pods there, TCP."""


class MicroserviceSettings(BaseSettings):
    """Everything about a microservice that has a default."""

    cpu: Cpu = "100m"
    """CPU that each pod requests."""
    memory: Memory = "128Mi"
    """Memory that each pod requests, and may take at most."""
    user_id: Annotated[int, Field(ge=1)] = 65532
    """The user that it runs as; the image's files must be readable by it."""
    env: dict[VariableName, str] = Field(default_factory=dict)
    """Environment variables that are no secrets."""
    secrets: tuple[SecretName, ...] = ()
    """Secrets in its namespace whose keys become environment variables."""
    health: HealthSettings = HealthSettings()
    scaling: ScalingSettings = ScalingSettings()
    metrics: MetricsSettings = MetricsSettings()
    success_percent: Annotated[float, Field(ge=90, le=99.999)] = 99.9
    """How much of 30 days' requests shall succeed, in percent: alerts watch how fast the rest is used up."""
    callers: tuple[Peer, ...] = ()
    """What may call it beside its own namespace: namespaces, or addresses such as ``10.0.0.0/16``."""
    calls: tuple[CallSettings, ...] = ()
    """Where it may connect to beside cluster DNS."""
    ingress: IngressSettings | None = None
    """A name outside of the cluster; without it, it is ``http://<name>.<name>`` inside."""
    otlp_endpoint: Collector | None = None
    """Another OpenTelemetry collector in the cluster for its traces than that of ``services.telemetry``, such
    as ``http://collector.tracing:4317``. Over HTTP where the port is 4318, else over gRPC."""
    mesh: MeshChoice = "none"
    """Whose proxies carry its requests: encrypted, and from callers with an identity alone. It is the mesh
    that ``services.mesh`` installs, or one that a cluster outside of AWS has already."""
    traffic: TrafficSettings = TrafficSettings()

    @model_validator(mode="after")
    def _a_mesh_where_one_is_needed(self) -> Self:
        wanted = sorted(self.traffic.model_dump(by_alias=True, exclude_none=True))
        if self.mesh == "none" and wanted:
            keys = " and ".join(f"traffic.{key}" for key in wanted)
            verb = "needs" if len(wanted) == 1 else "need"
            meshes = " or ".join(get_args(MeshName))
            raise ValueError(f"{keys} {verb} a mesh: set mesh to {meshes}, or remove {keys}")
        return self

    @model_validator(mode="after")
    def _nothing_beyond_the_mesh(self) -> Self:
        for name, why in lacks(self.mesh).items():
            value = getattr(self.traffic, name)
            if value is not None:
                key = f"traffic.{to_camel(name)}"
                raise ValueError(f"{key} is {value}, but {why}, or remove {key}")
        return self

    @model_validator(mode="after")
    def _metrics_beside_the_mesh(self) -> Self:
        metrics_beside_the_mesh(self, None)
        return self


def metrics_beside_the_mesh(settings: MicroserviceSettings, port: int | None) -> None:
    """Raise ValueError where a mesh would have to open ``port``, the service's own, to Prometheus.

    None stands for the service's own port, too: metrics are there unless they have one of their own.
    """
    if settings.mesh != "none" and settings.metrics.port == port:
        raise ValueError(
            f"mesh {settings.mesh} lets in only who has an identity, and Prometheus has none: set "
            "metrics.port to a port of its own"
        )


class DeclaredMicroservice(MicroserviceSettings):
    """A microservice in a stack file."""

    image: Image
    """The image, with its version."""
    port: Port
    """The port that it listens on, HTTP."""

    @model_validator(mode="after")
    def _metrics_beside_the_port(self) -> Self:
        metrics_beside_the_mesh(self, self.port)
        return self
