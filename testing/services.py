"""Settings that switch on every service, and microservices beside them."""

from __future__ import annotations

from typing import Any, Final

SERVICES: Final[dict[str, Any]] = {
    "externalDns": {"enabled": True, "hostedZoneIds": ["Z0123456789ABC"]},
    "nodeLocalDns": {"enabled": True},
    "headlamp": {"enabled": True},
    "argoCd": {"enabled": True, "repository": "https://git.example.com/team/cluster"},
    "verticalAutoscaler": {"enabled": True},
    "telemetry": {"enabled": True, "logRetentionDays": 7},
    "mesh": {"enabled": True},
}
MICROSERVICES: Final[dict[str, Any]] = {
    "shop": {"image": "registry.example.com/shop:1.2.3", "port": 8080},
    "checkout": {
        "image": "registry.example.com/checkout:1.2.3",
        "port": 8080,
        "metrics": {"port": 9000},
        "mesh": "linkerd",
        "traffic": {"retries": 2, "canary": {"image": "registry.example.com/checkout:1.3.0", "percent": 10}},
    },
}
