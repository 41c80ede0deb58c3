"""kubectl, as these commands use it."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass

from cli.errors import AccessError
from components.endpoints import Endpoint, Login, Token

_READY_SECONDS = 300


@dataclass(frozen=True)
class Kubectl:
    """kubectl with the arguments that choose a cluster, such as ``--kubeconfig FILE``."""

    cluster: tuple[str, ...] = ()

    def words(self, *arguments: str) -> list[str]:
        """The whole command."""
        return ["kubectl", *self.cluster, *arguments]

    def ask(self, *arguments: str) -> str:
        """What it prints. Raises AccessError with its own words where it fails, or is not there."""
        try:
            answer = subprocess.run(self.words(*arguments), capture_output=True, text=True, check=False)
        except FileNotFoundError:
            raise AccessError("kubectl is not on PATH; install it (kubernetes.io/docs/tasks/tools)") from None
        if answer.returncode != 0:
            raise AccessError(answer.stderr.strip())
        return answer.stdout.strip()

    def wait_until_ready(self, endpoint: Endpoint) -> None:
        """Until the pods behind an endpoint are ready. Raises AccessError after five minutes."""
        self.ask(
            *("wait", "pod", "--namespace", endpoint.namespace, "--selector", endpoint.selector),
            *("--for", "condition=Ready", "--timeout", f"{_READY_SECONDS}s"),
        )

    def login(self, namespace: str, login: Login) -> tuple[str, str]:
        """User and password from their Secret."""
        answer = self.ask("get", "secret", login.secret, "--namespace", namespace, "--output", "json")
        data = {key: base64.b64decode(value).decode() for key, value in json.loads(answer)["data"].items()}
        return data[login.user_key] if login.user_key else "admin", data[login.password_key]

    def token(self, namespace: str, token: Token) -> str:
        """A fresh token of a service account."""
        return self.ask(
            *("create", "token", token.account, "--namespace", namespace),
            *("--duration", f"{token.minutes}m"),
        )
