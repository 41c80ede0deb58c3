"""What Istio can't do with requests: settings refuse it, and docs/services/microservices.md lists it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LACKS: Final[Mapping[str, str]] = {
    "requests_per_second": "Istio limits no rates without sidecars: set mesh to linkerd",
}
"""Field of ``TrafficSettings`` -> why it can't be, and what to do instead."""
