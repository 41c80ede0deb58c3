"""How a person opens what runs in a cluster: a Service, a port on their machine, and a login."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Login:
    """A Secret with a password, and maybe its user, by the names of its keys."""

    secret: str
    password_key: str
    user_key: str | None = None
    """None where the user is ``admin``, and the Secret doesn't say so."""


@dataclass(frozen=True)
class Token:
    """A token of a service account, to be made for each login."""

    account: str
    minutes: int
    """How long it lives."""


@dataclass(frozen=True)
class Endpoint:
    """A Service in the cluster, opened by a port that kubectl forwards."""

    name: str
    """Of the goal in `make`, and of the command in the stack's output ``commands``."""
    namespace: str
    service: str
    port: int
    """The Service's port."""
    local_port: int
    """The port on the person's machine."""
    selector: str
    """Labels of the pods behind the Service, as kubectl takes them."""
    scheme: Literal["http", "https"] = "http"
    login: Login | Token | None = None

    @property
    def url(self) -> str:
        """Where it is on the person's machine."""
        return f"{self.scheme}://localhost:{self.local_port}"

    def commands(self) -> Mapping[str, str]:
        """Shell commands that open it and get its login, for a person with a kubeconfig; by their names."""
        kubectl = f"kubectl -n {self.namespace}"
        found = {self.name: f"{kubectl} port-forward svc/{self.service} {self.local_port}:{self.port}"}
        match self.login:
            case Login(secret, key):
                found[f"{self.name}Password"] = (
                    f"{kubectl} get secret {secret} -o jsonpath='{{.data.{key}}}' | base64 -d"
                )
            case Token(account, minutes):
                found[f"{self.name}Token"] = f"{kubectl} create token {account} --duration {minutes}m"
        return found


def commands(endpoints: Iterable[Endpoint]) -> Mapping[str, str]:
    """The shell commands of all of them, by their names."""
    return {name: command for endpoint in endpoints for name, command in endpoint.commands().items()}
