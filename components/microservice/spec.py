"""What every part of a microservice is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pulumi

from components.mesh.member import Member
from components.microservice.settings import MicroserviceSettings

PORT_NAME = "http"
METRICS_PORT_NAME = "metrics"

REQUESTS = "http_requests_total"
"""A counter of requests with the label ``code``, the HTTP status: what the service has to export."""
DURATIONS = "http_request_duration_seconds_bucket"
"""The buckets of a histogram of their durations in seconds."""

LINGER_SECONDS = 5
"""An endpoint that goes is forgotten by every node within so many seconds; until then requests still come."""


@dataclass(frozen=True)
class MicroserviceSpec:
    """A microservice before anything is declared. Its namespace has its name."""

    name: str
    image: pulumi.Input[str]
    port: int
    settings: MicroserviceSettings
    track: Literal["stable", "canary"] = "stable"

    @property
    def selector(self) -> dict[str, str]:
        """Labels of all its pods, which never change."""
        return {"app.kubernetes.io/name": self.name}

    @property
    def own_selector(self) -> dict[str, str]:
        """Labels of the pods of its track alone."""
        return {**self.selector, "track": self.track}

    @property
    def suffix(self) -> str:
        """What follows the name in the names of what each track has of its own."""
        return "" if self.track == "stable" else f"-{self.track}"

    @property
    def metrics_port(self) -> int:
        """Where it counts its requests."""
        return self.settings.metrics.port or self.port

    @property
    def metrics_port_name(self) -> str:
        """How that port is called in its pods and its Service."""
        return PORT_NAME if self.metrics_port == self.port else METRICS_PORT_NAME

    @property
    def member(self) -> Member:
        """It as its mesh sees it."""
        callers = self.settings.callers
        return Member(
            name=self.name,
            selector=self.selector,
            port=self.port,
            port_name=PORT_NAME,
            metrics_port=self.metrics_port,
            caller_namespaces=[self.name, *(peer for peer in callers if "/" not in peer)],
            caller_addresses=[peer for peer in callers if "/" in peer],
            linger_seconds=LINGER_SECONDS,
            traffic=self.settings.traffic,
        )
