"""Which services a cluster has: one line for each."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from components.services.argo_cd import ArgoCdSettings
from components.services.contract import ServiceSettings
from components.services.external_dns import ExternalDnsSettings
from components.services.hand_over import HandOver
from components.services.headlamp import HeadlampSettings
from components.services.mesh import MeshSettings
from components.services.node_local_dns import NodeLocalDnsSettings
from components.services.telemetry.settings import TelemetrySettings
from components.services.vertical_autoscaler import VerticalAutoscalerSettings
from components.settings_base import BaseSettings


class ServicesSettings(BaseSettings):
    """Everything that can be installed beside remediation and observability; all of it off by default."""

    external_dns: ExternalDnsSettings = Field(default_factory=ExternalDnsSettings)
    node_local_dns: NodeLocalDnsSettings = Field(default_factory=NodeLocalDnsSettings)
    headlamp: HeadlampSettings = Field(default_factory=HeadlampSettings)
    argo_cd: ArgoCdSettings = Field(default_factory=ArgoCdSettings)
    vertical_autoscaler: VerticalAutoscalerSettings = Field(default_factory=VerticalAutoscalerSettings)
    telemetry: TelemetrySettings = Field(default_factory=TelemetrySettings)
    mesh: MeshSettings = Field(default_factory=MeshSettings)

    def hand_over(self) -> dict[str, HandOver]:
        """Release -> how far it is on its way to Argo CD, of all that are on and that Argo CD can have."""
        return {
            release: self.argo_cd.hand_over for _, service in self.wanted() for release in service.portable
        }

    def wanted(self) -> Iterator[tuple[str, ServiceSettings]]:
        """The services that are on, by their keys, in the order of this file."""
        for name, field in type(self).model_fields.items():
            service = getattr(self, name)
            if service.enabled:
                yield field.alias or name, service
