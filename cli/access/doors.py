"""What can be opened, where it is in the cluster, and on which port it appears here."""

from __future__ import annotations

from dataclasses import dataclass

from components.observability.stack import STACK


@dataclass(frozen=True)
class Login:
    """A Secret with a user and a password, by the names of its keys."""

    secret: str
    user_key: str
    password_key: str


@dataclass(frozen=True)
class Door:
    """A Service in the cluster and a port on this machine."""

    name: str
    namespace: str
    service: str
    port: int
    """The Service's port."""
    local_port: int
    selector: str
    """Labels of the pods behind the Service."""
    login: Login | None = None
    account: str = ""
    """A service account that a person logs in as, with a token that lives for as long as the stack says."""


MONITORING = "monitoring"

DOORS = {
    door.name: door
    for door in (
        Door(
            "grafana",
            MONITORING,
            f"{STACK}-grafana",
            80,
            3000,
            "app.kubernetes.io/name=grafana",
            login=Login(f"{STACK}-grafana", "admin-user", "admin-password"),
        ),
        Door(
            "prometheus", MONITORING, f"{STACK}-prometheus", 9090, 9090, "app.kubernetes.io/name=prometheus"
        ),
        Door(
            "alertmanager",
            MONITORING,
            f"{STACK}-alertmanager",
            9093,
            9093,
            "app.kubernetes.io/name=alertmanager",
        ),
        Door(
            "dashboard",
            "headlamp",
            "headlamp",
            80,
            4466,
            "app.kubernetes.io/name=headlamp",
            account="headlamp",
        ),
    )
}
"""The workshop's ports, by what is behind them."""
