"""The Microservice component: one line in, a production-ready service out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pulumi
from pydantic import TypeAdapter

from components.handles import NO_MONITORING, ClusterHandle, MeshHandle, MonitoringHandle, TelemetryHandle
from components.images import Image
from components.kubernetes_object import KubernetesObject
from components.manifest import Manifest
from components.mesh.membership import Membership
from components.mesh.meshes import contradiction, join
from components.microservice import (
    autoscaling,
    availability,
    canary,
    network_policy,
    objective,
    routes,
    security,
    signals,
    workload,
)
from components.microservice.settings import (
    MicroserviceSettings,
    Port,
    ServiceName,
    metrics_beside_the_mesh,
)
from components.microservice.spec import MicroserviceSpec
from components.namespaces import namespace


class Microservice(pulumi.ComponentResource):
    """A service in a namespace of its own, with everything that a service in production has.

    ``name`` is a DNS label of at most 40 characters, ``image`` names its version, ``port`` speaks HTTP. With
    ``monitoring`` Prometheus watches it and it scales by requests as well; with ``recommender``, the release
    of the vertical autoscaler, it is told how large it should be; with ``telemetry`` its traces go there,
    unless its settings name another collector. ``mesh`` is what it waits for where its settings name one;
    without it, that mesh is in the cluster already. Raises pydantic's ValidationError, a ValueError, for a
    name, an image or a port that can't be, and ValueError for another mesh than the cluster's.
    """

    url: pulumi.Output[str]
    """Where other pods reach it."""

    def __init__(
        self,
        name: str,
        *,
        image: pulumi.Input[str],
        port: int,
        cluster: ClusterHandle,
        monitoring: MonitoringHandle = NO_MONITORING,
        recommender: pulumi.Resource | None = None,
        telemetry: TelemetryHandle | None = None,
        mesh: MeshHandle | None = None,
        settings: MicroserviceSettings | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:Microservice", name, None, opts)
        spec = MicroserviceSpec(
            TypeAdapter(ServiceName).validate_python(name),
            _checked(image),
            TypeAdapter(Port).validate_python(port),
            _traced(settings or MicroserviceSettings(), telemetry),
        )
        metrics_beside_the_mesh(spec.settings, spec.port)
        membership = join(spec.settings.mesh, spec.member)
        joined = _joined(spec, mesh)
        self._cluster = cluster
        self._namespace = namespace(
            self, name, name, cluster, "restricted", labels=membership.namespace_labels
        )
        pods = [*cluster.ready, *joined]
        for manifest in _always(spec, membership, monitoring):
            self._declare(spec, manifest, after=pods if manifest.kind == "Deployment" else ())
        for manifest in _meshed(spec, membership, monitoring):
            self._declare(spec, manifest, after=pods if manifest.kind == "Deployment" else joined)
        if monitoring.present:
            for manifest in _watched(spec, monitoring):
                self._declare(spec, manifest, after=monitoring.requires)
        if recommender is not None:
            self._declare(spec, autoscaling.vertical(spec), after=[recommender])
        self.url = pulumi.Output.concat("http://", name, ".", self._namespace)
        self.register_outputs({"url": self.url})

    def _declare(self, spec: MicroserviceSpec, manifest: Manifest, after: Sequence[pulumi.Resource]) -> None:
        KubernetesObject(
            f"{spec.name}-{manifest.kind.lower()}{manifest.suffix}",
            {
                "apiVersion": manifest.api_version,
                "kind": manifest.kind,
                "metadata": {
                    "name": f"{spec.name}{manifest.suffix}",
                    "namespace": self._namespace,
                    "labels": {
                        **spec.selector,
                        "app.kubernetes.io/managed-by": "pulumi",
                        **manifest.labels,
                    },
                    **manifest.annotated,
                },
                **manifest.body,
            },
            pulumi.ResourceOptions(parent=self, provider=self._cluster.provider, depends_on=[*after]),
        )


def _always(
    spec: MicroserviceSpec, membership: Membership, monitoring: MonitoringHandle
) -> Iterator[Manifest]:
    yield security.service_account()
    yield network_policy.deny_everything()
    yield network_policy.allow_what_it_needs(spec, membership, monitoring.namespace)
    yield from network_policy.allow_its_waypoint(spec, membership)
    yield workload.deployment(spec, membership)
    yield workload.service(spec, membership)
    yield availability.budget(spec)
    yield autoscaling.horizontal(spec, on_requests=monitoring.present)
    if spec.settings.ingress is not None:
        yield workload.ingress(spec, spec.settings.ingress.hostname, spec.settings.ingress.class_name)


def _meshed(
    spec: MicroserviceSpec, membership: Membership, monitoring: MonitoringHandle
) -> Iterator[Manifest]:
    yield from membership.manifests
    yield from routes.routes(spec, membership)
    if spec.settings.traffic.canary is not None:
        yield from canary.manifests(
            spec, membership, spec.settings.traffic.canary, on_requests=monitoring.present
        )


def _watched(spec: MicroserviceSpec, monitoring: MonitoringHandle) -> Iterator[Manifest]:
    yield signals.monitor(spec, monitoring.labels)
    yield signals.dashboard_file(spec)
    yield objective.rules(spec)


def _traced(settings: MicroserviceSettings, telemetry: TelemetryHandle | None) -> MicroserviceSettings:
    """Settings that name a collector, if there is any."""
    if telemetry is None or settings.otlp_endpoint is not None:
        return settings
    return settings.model_copy(update={"otlp_endpoint": telemetry.endpoint})


def _joined(spec: MicroserviceSpec, mesh: MeshHandle | None) -> Sequence[pulumi.Resource]:
    """What has to run before its pods can join the mesh that it wants."""
    if spec.settings.mesh == "none" or mesh is None:
        return ()
    if fix := contradiction(spec.settings.mesh, mesh.kind):
        raise ValueError(f"{spec.name}: mesh is {spec.settings.mesh}, but {fix}")
    return mesh.requires


def _checked(image: pulumi.Input[str]) -> pulumi.Input[str]:
    """An image that is known by now is checked now; one that is still to be built has a digest."""
    return TypeAdapter(Image).validate_python(image) if isinstance(image, str) else image
