"""The warm interpreter: loads the libraries once, and forks a process for each client until its owner ends.

    python -m testing.warm.server FOLDER OWNER

Only libraries are loaded here; what is a checkout's own, each process imports from its checkout. A fork sees
what a new process would see, but for modules that are there before something asks for them. The suite has
tests whose processes all start cold as well: the interruptions and the workshop.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import selectors
import shutil
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Final

from testing.warm.child import Asked, become
from testing.warm.client import SOCKET

LIBRARIES: Final = (
    *("asyncio", "argparse", "boto3", "click", "concurrent.futures.thread", "cryptography.x509"),
    *("grpc", "grpc.aio", "http.server", "logging.config", "pydantic", "pydantic.alias_generators"),
    *("pulumi", "pulumi.policy", "pulumi.provider.server", "pulumi_policy", "pulumi_eks"),
    *(f"pulumi_aws.{name}" for name in ("autoscaling", "budgets", "chatbot", "cloudwatch", "config")),
    *(f"pulumi_aws.{name}" for name in ("costexplorer", "ec2", "eks", "iam", "kms", "route53", "sns", "sqs")),
    *("pulumi_kubernetes.core.v1", "pulumi_kubernetes.helm.v3", "pulumi_kubernetes.apiextensions"),
    *("rich.console", "rich.markup", "rich.table", "semver", "yaml"),
    *("aiohttp.web", "kubernetes_asyncio.client", "prometheus_client"),
    *("moto.backends", "moto.moto_server.werkzeug_app"),
    *(f"moto.{name}.models" for name in ("autoscaling", "ec2", "eks", "events", "iam", "kms", "logs", "sqs")),
    *(f"moto.{name}.responses" for name in ("autoscaling", "ec2", "eks", "events", "iam", "kms", "logs")),
)
UNLOADED: Final = ("kubernetes_asyncio.config",)
"""Read at their import what a process is told (KUBECONFIG): each process loads them itself."""
_OWNER_SECONDS: Final = 1.0


class Server:
    """Forks for its clients, one thread and no lock: what a fork copies is at rest."""

    def __init__(self, listener: socket.socket, owner: int) -> None:
        self._listener = listener
        self._owner = owner
        self._selector = selectors.DefaultSelector()
        self._clients: dict[int, socket.socket] = {}
        self._generators = [found for found in gc.get_objects() if isinstance(found, random.Random)]
        """A fork has their state of the warm one: all would make the same "random" identities."""
        gc.collect()
        gc.freeze()

    def run(self) -> None:
        """Until the owner's process ends; then nothing that was started here runs any more."""
        wakes, waker = socket.socketpair()
        waker.setblocking(False)
        signal.set_wakeup_fd(waker.fileno())
        # With a handler, each child's end is written to the wakeup socket.
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(wakes, selectors.EVENT_READ)
        while _is_alive(self._owner):
            for key, _ in self._selector.select(_OWNER_SECONDS):
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is wakes:
                    wakes.recv(1024)
                else:
                    self._listen(key.data)
            self._bury()
        for process in self._clients:
            os.kill(process, signal.SIGKILL)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        head, descriptors, _, _ = socket.recv_fds(connection, 4, 3)
        (length,) = struct.unpack("!I", head)
        told = b""
        while len(told) < length:
            told += connection.recv(length - len(told))
        process = os.fork()
        if process == 0:
            self._listener.close()
            self._selector.close()
            for other in (connection, *self._clients.values()):
                other.close()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for generator in self._generators:
                generator.seed()
            become(Asked(**json.loads(told)), descriptors, sys.executable)
        for descriptor in descriptors:
            os.close(descriptor)
        self._clients[process] = connection
        self._selector.register(connection, selectors.EVENT_READ, process)

    def _listen(self, process: int) -> None:
        """A client passes a signal on, or has been killed."""
        if process not in self._clients:
            return
        try:
            numbers = self._clients[process].recv(64)
        except ConnectionError:
            numbers = b""
        with contextlib.suppress(ProcessLookupError):
            for number in numbers or [signal.SIGKILL]:
                os.kill(process, number)
        if not numbers:
            self._forget(process).close()

    def _bury(self) -> None:
        """Tell the clients of processes that have ended how they did."""
        with contextlib.suppress(ChildProcessError):
            while True:
                process, status = os.waitpid(-1, os.WNOHANG)
                if process == 0:
                    return
                if process in self._clients:
                    connection = self._forget(process)
                    with contextlib.suppress(OSError):
                        connection.sendall(struct.pack("!i", os.waitstatus_to_exitcode(status)))
                    connection.close()

    def _forget(self, process: int) -> socket.socket:
        connection = self._clients.pop(process)
        self._selector.unregister(connection)
        return connection


def load() -> None:
    """Import the libraries, lazy ones too."""
    for name in LIBRARIES:
        hasattr(importlib.import_module(name), "__all__")
    for name in UNLOADED:
        parent, _, last = name.rpartition(".")
        delattr(sys.modules[parent], last)
        for loaded in [one for one in sys.modules if one == name or one.startswith(f"{name}.")]:
            del sys.modules[loaded]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def main(folder: Path, owner: int) -> None:
    """Serve at the socket in ``folder``, which goes in the end."""
    # From here on, only libraries are found.
    sys.path.pop(0)
    load()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / SOCKET))
    listener.listen(64)
    try:
        Server(listener, owner).run()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
