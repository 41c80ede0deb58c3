"""What every part of a microservice is made from, and what it is made into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi

from components.microservice.settings import MicroserviceSettings

PORT_NAME = "http"
METRICS_PORT_NAME = "metrics"

REQUESTS = "http_requests_total"
"""A counter of requests with the label ``code``, the HTTP status: what the service has to export."""
DURATIONS = "http_request_duration_seconds_bucket"
"""The buckets of a histogram of their durations in seconds."""


@dataclass(frozen=True)
class App:
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


@dataclass(frozen=True)
class Manifest:
    """A Kubernetes object; it gets its name, its namespace and its labels where it is declared."""

    api_version: str
    kind: str
    body: Mapping[str, Any]
    """What stands beside ``metadata``."""
    suffix: str = ""
    """What follows the service's name in the object's, where there are two of a kind."""
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)

    @property
    def annotated(self) -> dict[str, dict[str, str]]:
        """Its annotations as a part of ``metadata``; an empty map would be a difference to what is there."""
        return {"annotations": dict(self.annotations)} if self.annotations else {}
