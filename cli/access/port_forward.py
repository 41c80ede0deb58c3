"""A port of this machine, forwarded by kubectl to a Service in the cluster."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Callable

from cli.access.kubectl import Kubectl
from cli.errors import AccessError
from components.endpoints import Endpoint, Login, Token

_HOST = "127.0.0.1"
_POLL_SECONDS = 0.2
_ANSWER_SECONDS = 60
_FAREWELL_SECONDS = 5


def forward_port(endpoint: Endpoint, kubectl: Kubectl, tell: Callable[[str], None]) -> None:
    """Forward until KeyboardInterrupt; a pod that goes away is replaced by the next that is ready.

    Raises AccessError where the endpoint can't be opened at all.
    """
    _refuse_a_taken_port(endpoint)
    while True:
        kubectl.wait_until_ready(endpoint)
        with subprocess.Popen(
            kubectl.words(
                *("port-forward", "--namespace", endpoint.namespace, "--address", _HOST),
                *(f"service/{endpoint.service}", f"{endpoint.local_port}:{endpoint.port}"),
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            # Ctrl-C is for this process, which then says farewell to kubectl.
            start_new_session=True,
        ) as forward:
            try:
                _await_answer(endpoint, forward)
                _introduce(endpoint, kubectl, tell)
                forward.wait()
            finally:
                _stop(forward)
        tell(f"{endpoint.name} went away; opening it again")


def _refuse_a_taken_port(endpoint: Endpoint) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((_HOST, endpoint.local_port)) == 0:
            raise AccessError(
                f"port {endpoint.local_port} is taken on this machine; stop what listens there, then try "
                "again"
            )


def _await_answer(endpoint: Endpoint, forward: subprocess.Popen[str]) -> None:
    """Until something speaks HTTP behind the port; any status will do.

    What has HTTPS there, Argo CD, answers plain HTTP with a redirect.
    """
    for _ in range(int(_ANSWER_SECONDS / _POLL_SECONDS)):
        if forward.poll() is not None:
            said = forward.stderr.read().strip() if forward.stderr else ""
            raise AccessError(f"{endpoint.name} could not be opened: {said}")
        connection = http.client.HTTPConnection(_HOST, endpoint.local_port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(_POLL_SECONDS)
        else:
            return
        finally:
            connection.close()
    raise AccessError(
        f"{endpoint.name} does not answer on port {endpoint.local_port} after {_ANSWER_SECONDS} s"
    )


def _introduce(endpoint: Endpoint, kubectl: Kubectl, tell: Callable[[str], None]) -> None:
    tell(f"{endpoint.name}: {endpoint.url} (Ctrl-C closes it)")
    match endpoint.login:
        case Login() as login:
            user, password = kubectl.login(endpoint.namespace, login)
            tell(f"user {user}, password {password}")
        case Token() as token:
            tell(f"token, for {token.minutes} minutes: {kubectl.token(endpoint.namespace, token)}")


def _stop(forward: subprocess.Popen[str]) -> None:
    if forward.poll() is None:
        forward.terminate()
        try:
            forward.wait(_FAREWELL_SECONDS)
        except subprocess.TimeoutExpired:
            forward.kill()
