"""What a microservice can ask of its mesh."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from components.images import Image
from components.settings_base import BaseSettings


class CanarySettings(BaseSettings):
    """A new version that gets a share of the requests."""

    image: Image
    """Its image, with its version."""
    percent: Annotated[int, Field(ge=1, le=99)]
    """How many of a hundred requests it gets."""


class TrafficSettings(BaseSettings):
    """Traffic policy of a mesh: retries, timeouts, limits, circuit breaking, canary."""

    retries: Annotated[int, Field(ge=1, le=5)] | None = None
    """How often a caller's side tries a request again that failed with 5xx. Only where that does no harm."""
    timeout_seconds: Annotated[int, Field(ge=1, le=600)] | None = None
    """After how many seconds a caller's side gives a request up."""
    requests_per_second: Annotated[int, Field(ge=1)] | None = None
    """The most requests per second that each pod takes; the others get 429. Not with mesh istio."""
    concurrent_requests: Annotated[int, Field(ge=1)] | None = None
    """The most requests that each proxy in front of it lets through at a time; the others get 503, so that a
    slow service doesn't hold all of its callers: bulkheads. Not with mesh linkerd."""
    failures_until_ejected: Annotated[int, Field(ge=2)] | None = None
    """After how many failures in a row a pod gets no requests for a while: circuit breaking."""
    canary: CanarySettings | None = None
    """A new version beside the old one."""
