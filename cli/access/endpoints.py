"""What of a stack's cluster can be opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from components.endpoints import Endpoint
from components.observability.endpoints import endpoints as of_observability
from settings import StackSettings


def endpoints(settings: StackSettings) -> Mapping[str, Endpoint]:
    """Everything that ``settings`` install and a person can open, by its name."""
    return {endpoint.name: endpoint for endpoint in _all(settings)}


def _all(settings: StackSettings) -> Iterator[Endpoint]:
    yield from of_observability(settings.observability)
    for _, service in settings.services.wanted():
        yield from service.endpoints()
