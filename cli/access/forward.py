"""One open door: kubectl forwards a port for as long as somebody looks through it."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Callable

from cli.access.doors import Door
from cli.access.kubectl import Kubectl
from cli.errors import AccessError

_HOST = "127.0.0.1"
_POLL_SECONDS = 0.2
_ANSWER_SECONDS = 60
_FAREWELL_SECONDS = 5


def hold_open(door: Door, kubectl: Kubectl, tell: Callable[[str], None]) -> None:
    """Keep a door open until KeyboardInterrupt; a pod that goes away is replaced by the next that is ready.

    Raises AccessError where it can't be opened at all.
    """
    _refuse_a_taken_port(door)
    while True:
        kubectl.wait_until_ready(door)
        with subprocess.Popen(
            kubectl.words(
                *("port-forward", "--namespace", door.namespace, "--address", _HOST),
                *(f"service/{door.service}", f"{door.local_port}:{door.port}"),
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            # Ctrl-C is for this process, which then says farewell to kubectl.
            start_new_session=True,
        ) as forward:
            try:
                _await_answer(door, forward)
                _introduce(door, kubectl, tell)
                forward.wait()
            finally:
                _stop(forward)
        tell(f"{door.name} went away; opening it again")


def _refuse_a_taken_port(door: Door) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((_HOST, door.local_port)) == 0:
            raise AccessError(
                f"port {door.local_port} is taken on this machine; stop what listens there, then try again"
            )


def _await_answer(door: Door, forward: subprocess.Popen[str]) -> None:
    """Until something speaks HTTP behind the port; any status will do."""
    for _ in range(int(_ANSWER_SECONDS / _POLL_SECONDS)):
        if forward.poll() is not None:
            said = forward.stderr.read().strip() if forward.stderr else ""
            raise AccessError(f"{door.name} could not be opened: {said}")
        connection = http.client.HTTPConnection(_HOST, door.local_port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(_POLL_SECONDS)
        else:
            return
        finally:
            connection.close()
    raise AccessError(f"{door.name} does not answer on port {door.local_port} after {_ANSWER_SECONDS} s")


def _introduce(door: Door, kubectl: Kubectl, tell: Callable[[str], None]) -> None:
    tell(f"{door.name}: http://localhost:{door.local_port} (Ctrl-C closes it)")
    if door.login is not None:
        user, password = kubectl.login(door.namespace, door.login)
        tell(f"user {user}, password {password}")
    if door.account:
        tell(f"token, for {kubectl.token_minutes} minutes: {kubectl.token(door.namespace, door.account)}")


def _stop(forward: subprocess.Popen[str]) -> None:
    if forward.poll() is None:
        forward.terminate()
        try:
            forward.wait(_FAREWELL_SECONDS)
        except subprocess.TimeoutExpired:
            forward.kill()
