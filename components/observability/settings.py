"""Settings of observability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from components.extra_values import ChartValues, ExtraValuesSettings
from components.observability.owned_values import CHARTS
from components.settings_base import BaseSettings

_NAME = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"


class PrometheusSettings(BaseSettings):
    """Prometheus: metric storage."""

    replicas: Literal[1, 2] = 1
    """Two see the same and outlive the loss of a node."""
    retention_days: Annotated[int, Field(ge=1, le=365)] = 15
    """Days that samples are kept; fewer where the volume is full before."""
    volume_gib: Annotated[int, Field(ge=10)] = 50
    """Size of each replica's volume in GiB."""
    memory_gib: Annotated[int, Field(ge=1)] = 2
    """Memory of each replica in GiB; about 1 GiB for 100,000 series."""


class AlertmanagerSettings(BaseSettings):
    """Alertmanager: routes alerts to receivers."""

    replicas: Literal[1, 3] = 1
    """Three form a cluster: an alert is sent once, also while one is drained."""
    volume_gib: Annotated[int, Field(ge=1)] = 2
    """Size of each replica's volume in GiB: silences and what was told already."""


class GrafanaSettings(BaseSettings):
    """Grafana: dashboards."""

    enabled: bool = True
    """Install it."""
    volume_gib: Annotated[int, Field(ge=1)] = 5
    """Size of its volume in GiB."""


class ReceiverSettings(BaseSettings):
    """A receiver of alerts. Its URL or key stays in a Secret of the cluster."""

    name: Annotated[str, Field(pattern=_NAME)]
    """Its name in Alertmanager."""
    kind: Literal["slack", "pagerduty", "webhook"]
    """The kind of receiver."""
    secret: Annotated[str, Field(pattern=_NAME)]
    """A Secret in the namespace ``monitoring`` with the key ``url`` (slack, webhook) or ``routing-key``
    (pagerduty). Alertmanager does not start before it exists."""
    severity: Literal["warning", "critical"] = "warning"
    """The lowest severity that it receives."""
    channel: str | None = None
    """The channel, for slack alone."""

    @model_validator(mode="after")
    def _channel_goes_with_slack(self) -> Self:
        if self.kind == "slack" and self.channel is None:
            raise ValueError("must have a channel, such as '#alerts', because its kind is slack")
        if self.kind != "slack" and self.channel is not None:
            raise ValueError(f"must not have a channel, because its kind is {self.kind}; remove it")
        return self


def _each_with_its_own_name(receivers: tuple[ReceiverSettings, ...]) -> tuple[ReceiverSettings, ...]:
    names = [receiver.name for receiver in receivers]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"must give each receiver its own name; {names.count(name)} are called {name}")
    return receivers


class ObservabilitySettings(ExtraValuesSettings):
    """Metrics, dashboards and alerts."""

    charts: ClassVar[Mapping[str, ChartValues]] = CHARTS

    enabled: bool = True
    """Install them."""
    storage_class: str | None = None
    """Storage class of all volumes, None for the cluster's default."""
    prometheus: PrometheusSettings = Field(default_factory=PrometheusSettings)
    alertmanager: AlertmanagerSettings = Field(default_factory=AlertmanagerSettings)
    grafana: GrafanaSettings = Field(default_factory=GrafanaSettings)
    receivers: Annotated[tuple[ReceiverSettings, ...], AfterValidator(_each_with_its_own_name)] = ()
    """Where alerts are sent; by default nowhere, but Grafana and Alertmanager show them."""
