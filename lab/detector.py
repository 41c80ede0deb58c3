"""The real node-problem-detector for one node of the laboratory, with the files that its chart mounts.

The node is a folder: its kernel log is a file, its mounts are a file, its programs are scripts, its kubelet's
health port is a port of this machine. So a fault begins as a line or as a program that fails.
"""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlencode

from components.remediation.monitors import (
    NODE,
    NodeAccess,
    check_monitors,
    checks,
    definition_files,
    log_monitors,
)
from lab.lab import Lab
from lab.process import LabError, Program, free_port
from toolchain.bring import ensure
from toolchain.places import of_this_checkout

TOOL: Final = "node-problem-detector"
_NAMESPACE = "node-problem-detector"
_BINDING = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"
ROOT_DISK: Final = "21 1 0:1 / / rw,relatime - xfs /dev/root rw,inode64\n"
"""The mounts of a node that is well, as its first process has them."""
_HEALTHY_PROGRAMS = {
    "ctr": "echo 'Client: v2.0.0'",
    "chronyc": (
        "echo 'A9FEA97B,169.254.169.123,4,1763860000.1,0.000000120,0.000001,0.000003,-7.1,0.001,0.02,"
        "0.0004,0.0003,16.2,Normal'"
    ),
}


class Detector:
    """A node's detector and what it looks at; a context manager that ends both."""

    def __init__(self, lab: Lab, node: str, *, kernel_of_this_machine: bool = False) -> None:
        self.node = node
        self._lab = lab
        self._folder = lab.bench.folder / f"detector-{node}"
        self._program: Program | None = None
        self._kernel_log = self._folder / "kernel.log"
        self._kubelet = _Kubelet()
        (self._folder / "bin").mkdir(parents=True)
        (self._folder / "proc").mkdir()
        (self._folder / "proc" / "root").symlink_to("/")
        self._kernel_log.touch()
        self.mounts(ROOT_DISK)
        for name, body in _HEALTHY_PROGRAMS.items():
            self.program(name, body)
        self._access = NodeAccess(
            folder=str(self._folder),
            kernel_log=NODE.kernel_log if kernel_of_this_machine else _lines_of(self._kernel_log),
            with_its_files=("env", f"PATH={self._folder / 'bin'}:{os.defpath}"),
            in_its_network=("env",),
            first_process=str(self._folder / "proc"),
            kubelet_port=self._kubelet.port,
        )

    def start(self) -> None:
        """Start it, or start it again."""
        self.stop()
        for name, content in definition_files(self._access).items():
            (self._folder / name).write_text(content)
        api_server = self._lab.plane.login.server
        query = urlencode({"inClusterConfig": "false", "auth": str(self._kubeconfig())})
        places = of_this_checkout()
        ensure([TOOL], places, os.environ.get("PATH", os.defpath))
        self._program = self._lab.bench.run(
            f"detector-{self.node}",
            [
                places.bin / TOOL,
                f"--hostname-override={self.node}",
                f"--apiserver-override={api_server}?{query}",
                *("--port=0", "--prometheus-port=0", "--logtostderr"),
                *(f"--config.system-log-monitor={path}" for path in log_monitors(self._access)),
                *(f"--config.custom-plugin-monitor={path}" for path in self._checks_that_run_here()),
            ],
            {"PATH": os.environ.get("PATH", os.defpath), "TMPDIR": str(self._folder)},
        )

    def stop(self) -> None:
        """End the detector; the node stays as it is."""
        if self._program is not None:
            self._program.kill()
            self._program = None

    def kernel(self, message: str, at: datetime | None = None) -> None:
        """Let the node's kernel say something, now unless told otherwise."""
        with self._kernel_log.open("a", encoding="utf-8") as log:
            log.write(f"{(at or datetime.now(UTC)).strftime('%Y-%m-%dT%H:%M:%SZ')} {message}\n")

    def mounts(self, mountinfo: str) -> None:
        """Let the node's first process have these mounts, as /proc/PID/mountinfo shows them."""
        (self._folder / "proc" / "mountinfo").write_text(mountinfo, encoding="utf-8")

    def program(self, name: str, body: str) -> None:
        """Put a program onto the node: a script of the shell."""
        path = self._folder / "bin" / name
        path.write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def kubelet_answers(self, status: int) -> None:
        """Let the node's kubelet answer its health check with an HTTP status."""
        self._kubelet.status = status

    def require_running(self) -> None:
        """Raise LabError with the last lines of its log where it has ended."""
        if self._program is None:
            raise LabError(f"the detector of {self.node} was not started")
        self._program.require_running()

    def close(self) -> None:
        """End the detector and its node's kubelet."""
        self.stop()
        self._kubelet.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _checks_that_run_here(self) -> Sequence[str]:
        """Not those of log-counter: it reads journald, and needs its C library to be built."""
        here = [name for name, check in checks(self._access).items() if Path(check.path).exists()]
        return [path for path in check_monitors(self._access) if Path(path).stem in here]

    def _kubeconfig(self) -> Path:
        """Credentials of a service account with the role that every API server has for it."""
        self._lab.namespace(_NAMESPACE)
        binding = f"lab-{_NAMESPACE}"
        if not self._lab.api.exists(f"{_BINDING}/{binding}"):
            group = "rbac.authorization.k8s.io"
            self._lab.api.create(
                _BINDING,
                {
                    "metadata": {"name": binding},
                    "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": f"system:{TOOL}"},
                    "subjects": [{"kind": "ServiceAccount", "namespace": _NAMESPACE, "name": TOOL}],
                },
            )
        accounts = f"/api/v1/namespaces/{_NAMESPACE}/serviceaccounts"
        if not self._lab.api.exists(f"{accounts}/{TOOL}"):
            self._lab.api.create(accounts, {"metadata": {"name": TOOL}})
        login = self._lab.plane.service_account(_NAMESPACE, TOOL)
        return self._lab.plane.kubeconfig(login, _NAMESPACE)


def _lines_of(file: Path) -> Mapping[str, object]:
    """The kernel's messages from a file: a time and a message on each line."""
    return {
        "plugin": "filelog",
        "logPath": str(file),
        "pluginConfig": {
            "timestamp": r"^(\S+) ",
            "message": r"^\S+ (.*)$",
            "timestampFormat": "2006-01-02T15:04:05Z07:00",
        },
    }


class _Kubelet:
    """The health port of a node's kubelet."""

    def __init__(self) -> None:
        self.status = 200
        self.port = free_port()
        kubelet = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(kubelet.status)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                del format, args

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, name="kubelet", daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
