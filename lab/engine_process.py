"""A remediation engine outside of the cluster, with the rights that it would have inside."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab import audit
from lab.audit import Request
from lab.lab import Lab
from lab.process import Program

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """What a process has used so far."""

    cpu_seconds: float
    peak_memory_mb: float


class EngineProcess:
    """A program that runs as a service account of the laboratory's cluster; the laboratory ends it.

    It sees KUBECONFIG, the AWS endpoint of the laboratory, and ``environment``; nothing else of ours.
    """

    def __init__(
        self,
        lab: Lab,
        command: Sequence[str | Path],
        *,
        namespace: str,
        service_account: str,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.user = f"system:serviceaccount:{namespace}:{service_account}"
        self._lab = lab
        self._command = command
        self._audit_log = lab.plane.folder / "audit.log"
        self._start = self._audit_log.stat().st_size
        login = lab.plane.service_account(namespace, service_account)
        self._environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "KUBECONFIG": str(lab.plane.kubeconfig(login, namespace)),
            **lab.aws.environment,
            **(environment or {}),
        }

    def start(self, name: str = "engine") -> Program:
        """Start it, or one more replica, with its output in ``{name}.log`` of the laboratory's folder."""
        return self._lab.bench.run(name, self._command, self._environment)

    def requests(self) -> list[Request]:
        """What all its replicas have asked of the API server since this was made."""
        return list(audit.read(self._audit_log, self.user, self._start))


def usage(program: Program) -> Usage:
    """CPU time and peak resident memory of a running program."""
    process = Path(f"/proc/{program.pid}")
    fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
    status = dict(
        line.split(":", 1)
        for line in (process / "status").read_text().splitlines()
        if line.startswith("VmHWM")
    )
    return Usage(
        cpu_seconds=(int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND,
        peak_memory_mb=int(status["VmHWM"].split()[0]) / 1024,
    )
