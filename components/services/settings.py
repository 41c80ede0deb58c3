"""Which services a cluster has: one line for each."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from components.model import Settings
from components.services.contract import ServiceSettings
from components.services.external_dns import ExternalDnsSettings


class ServicesSettings(Settings):
    """Everything that can be installed beside remediation and observability; all of it off by default."""

    external_dns: ExternalDnsSettings = Field(default_factory=ExternalDnsSettings)

    def wanted(self) -> Iterator[tuple[str, ServiceSettings]]:
        """The services that are on, by their keys, in the order of this file."""
        for name, field in type(self).model_fields.items():
            service = getattr(self, name)
            if service.enabled:
                yield field.alias or name, service
