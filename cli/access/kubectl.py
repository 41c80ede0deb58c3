"""kubectl, as these commands use it."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass

from cli.access.doors import Door, Login
from cli.errors import AccessError

_READY_SECONDS = 300


@dataclass(frozen=True)
class Kubectl:
    """kubectl with the arguments that choose a cluster, such as ``--kubeconfig FILE``."""

    cluster: tuple[str, ...] = ()
    token_minutes: int = 60
    """How long a token lives that it makes, in minutes."""

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

    def wait_until_ready(self, door: Door) -> None:
        """Until the pods behind a door are ready. Raises AccessError after five minutes."""
        self.ask(
            *("wait", "pod", "--namespace", door.namespace, "--selector", door.selector),
            *("--for", "condition=Ready", "--timeout", f"{_READY_SECONDS}s"),
        )

    def login(self, namespace: str, login: Login) -> tuple[str, str]:
        """User and password from their Secret."""
        answer = self.ask("get", "secret", login.secret, "--namespace", namespace, "--output", "json")
        data = json.loads(answer)["data"]
        user, password = (
            base64.b64decode(data[key]).decode() for key in (login.user_key, login.password_key)
        )
        return user, password

    def token(self, namespace: str, account: str) -> str:
        """A token of a service account that lives for ``token_minutes``."""
        return self.ask(
            *("create", "token", account, "--namespace", namespace, "--duration", f"{self.token_minutes}m")
        )
