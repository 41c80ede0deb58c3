"""What Linkerd can't do with requests: settings refuse it, and docs/services/microservices.md lists it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LACKS: Final[Mapping[str, str]] = {
    "concurrent_requests": "Linkerd has no bulkheads: set mesh to istio",
}
"""Field of ``TrafficSettings`` -> why it can't be, and what to do instead."""
