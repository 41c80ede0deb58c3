"""Which mesh a cluster has, and what of it is there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from components.charts import GATEWAY_API
from components.cluster_service import ClusterService
from components.extra_values import ChartValues
from components.install_context import InstallContext
from components.mesh.cni import CniSettings
from components.mesh.linkerd.namespaces import CERT_MANAGER
from components.mesh.meshes import MESHES
from components.mesh_name import MeshName
from components.namespaces import PodSecurity
from components.services.contract import ServiceSettings

# Of its own, and the same for each kind: a release that moves to another namespace would be made again, and
# with it every route.
_GATEWAY_API = "gateway-api"
_NAMESPACE_OF = {"gatewayApi": _GATEWAY_API, "certManager": CERT_MANAGER}


class MeshSettings(ServiceSettings):
    """Service mesh: proxies between pods for mTLS, authorization, retries and circuit breaking."""

    charts: ClassVar[Mapping[str, ChartValues]] = {
        _GATEWAY_API: ChartValues(GATEWAY_API),
        **{release: chart for mesh in MESHES.values() for release, chart in mesh.charts.items()},
    }

    kind: MeshName = "linkerd"
    """Which mesh. ``linkerd`` puts a proxy beside each pod; ``istio`` (ambient) has one on each node, and one
    more for a microservice that wants more than encryption and authorization."""
    existing: tuple[Literal["gatewayApi", "certManager"], ...] = ()
    """What the cluster has already and is not installed again: the Gateway API's resource definitions,
    cert-manager."""
    cni: CniSettings = CniSettings()

    @model_validator(mode="after")
    def _asks_for_what_is_there(self) -> Self:
        if "certManager" in self.existing and CERT_MANAGER not in MESHES[self.kind].namespaces:
            raise ValueError(
                f"existing must not name certManager with kind {self.kind}, which has no use for it"
            )
        return self

    @property
    def last_release(self) -> str:
        """The name of the release after which pods can join."""
        return MESHES[self.kind].last_release

    def namespaces(self) -> Mapping[str, PodSecurity]:
        """Pods that reach into nodes are apart from those that don't."""
        wanted: dict[str, PodSecurity] = {**MESHES[self.kind].namespaces, _GATEWAY_API: "restricted"}
        there = {_NAMESPACE_OF[name] for name in self.existing}
        return {name: level for name, level in wanted.items() if name not in there}

    def releases(self, context: InstallContext) -> Sequence[ClusterService]:
        """The Gateway API's definitions, then the mesh."""
        mesh = MESHES[self.kind].releases(context, self.cni)
        if _GATEWAY_API not in context.namespaces:
            return [*mesh]
        definitions = ClusterService(
            name=_GATEWAY_API,
            chart=GATEWAY_API,
            namespace=context.namespaces[_GATEWAY_API],
            values={},
            needs_nodes=False,
        )
        return [definitions, *(replace(part, after=[*part.after, _GATEWAY_API]) for part in mesh)]
