"""pitstop on a laboratory's cluster, with the rights of its own chart and waits of seconds."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import requests

from lab import run_as_deployment
from lab.engine_process import EngineProcess
from lab.helm import Helm
from lab.lab import Lab
from lab.process import Program
from lab.timeline import TimelineEntry, TimelineStep

ROOT = Path(__file__).parents[2]
NAMESPACE = "auto-remediation"
DEPLOYMENT = f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments/pitstop"
TERMINATE = "TerminateInstanceInAutoScalingGroup"

SECONDS: dict[str, Any] = {
    "cluster": "lab",
    "port": 0,
    "tick": "500ms",
    "faults": ["KernelDeadlock=True,2s", "ReadonlyFilesystem=True,2s", "Ready=Unknown,2s", "Ready=False,2s"],
    "breaker": {"resumeAfter": "3s"},
    "guards": {"minimumAge": "0s"},
    "drain": {
        "firstRetry": "500ms",
        "longestRetry": "1s",
        "retryFor": "4s",
        "retryBlockedAfter": "4s",
        "stuckAfter": "2s",
        "settleTimeout": "20s",
        "outOfService": "assumed",
    },
    "replace": {"strategy": "autoScaling"},
    "uncordonAfter": "3s",
    "lease": {"duration": "3s", "renewDeadline": "2s", "retry": "500ms"},
}
"""Settings for tests: every wait is seconds, every share and cap is pitstop's own default."""


def port(program: Program) -> int:
    """Where a replica answers for metrics and health."""
    found = re.search(r'\["0\.0\.0\.0", (\d+)\]', program.log.read_text())
    assert found is not None
    return int(found[1])


def metrics(program: Program) -> dict[str, float]:
    """A replica's metrics: sample with its labels -> value."""
    text = requests.get(f"http://127.0.0.1:{port(program)}/metrics", timeout=30).text
    samples = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in samples}


def _has_no_pods(lab: Lab) -> bool:
    deployment = lab.api.get(DEPLOYMENT)
    status = deployment.get("status", {})
    seen = status.get("observedGeneration", 0) >= deployment["metadata"]["generation"]
    return seen and not status.get("replicas") and not lab.api.items(f"/api/v1/namespaces/{NAMESPACE}/pods")


class Pitstop:
    """pitstop's chart in the cluster, and its program outside; replicas are started one by one."""

    def __init__(self, lab: Lab, **settings: Any) -> None:
        self._lab = lab
        lab.namespace(NAMESPACE, {"pod-security.kubernetes.io/enforce": "restricted"})
        values = {
            "image": {"repository": "registry.example/pitstop", "tag": "1"},
            "replicas": 1,
            "settings": SECONDS | settings,
        }
        helm = Helm(lab.plane.kubeconfig(), lab.bench.folder)
        helm.install("pitstop", ROOT / "charts" / "pitstop", NAMESPACE, values, wait=False)
        # The chart's pod does nothing under KWOK; without it only the workloads' pods are there to count.
        lab.api.patch(DEPLOYMENT, {"spec": {"replicas": 0}})
        lab.timeline.wait_until(lambda: _has_no_pods(lab), "the chart's pod is gone")
        self._replicas: list[Program] = []
        self.engine = self._replica()

    def _replica(self) -> EngineProcess:
        return run_as_deployment.of(
            self._lab,
            NAMESPACE,
            "pitstop",
            [sys.executable, "-m", "pitstop"],
            pod=f"pitstop-{len(self._replicas)}",
            environment={"PYTHONPATH": str(ROOT)},
        )

    def start(self) -> Program:
        """Start a replica and return once somebody leads."""
        engine = self._replica() if self._replicas else self.engine
        program = engine.start(f"pitstop-{len(self._replicas)}")
        self._replicas.append(program)
        self._lab.timeline.wait_until(lambda: self.leader is not None, "a replica leads")
        return program

    @property
    def leader(self) -> Program | None:
        """The replica that said last that it leads, of those that still run."""
        leading = [
            program
            for program in self._replicas
            if program.exit_code is None and '"message": "leading"' in program.log.read_text()
        ]
        return leading[-1] if leading else None

    def events(self, node: str) -> Sequence[str]:
        """The reasons of the Events about ``node`` that pitstop has written so far, in order."""
        return [
            moment.detail.split(":")[0] for moment in self._lab.timeline.moments(TimelineStep.EVENT, node)
        ]

    def wait_for_event(self, node: str, reason: str) -> None:
        """Return once pitstop has told a reason that starts with ``reason`` about ``node``."""
        self._lab.timeline.wait_until(
            lambda: any(told.startswith(reason) for told in self.events(node)), f"{reason} about {node}"
        )

    def wait_for_looks(self, program: Program, count: int = 2) -> None:
        """Return once ``program`` has decided ``count`` more times; the second time began after this call."""

        def looks() -> float:
            return metrics(program)["pitstop_tick_seconds_count"]

        enough = looks() + count
        self._lab.timeline.wait_until(lambda: looks() >= enough, f"{count} looks")

    def moved(self) -> list[TimelineEntry]:
        """The workloads' pods that began to leave a node."""
        return [
            moment
            for moment in self._lab.timeline.moments(TimelineStep.EVICTED)
            if "default/" in moment.detail
        ]

    def terminated(self) -> list[str]:
        """The instances that pitstop asked Auto Scaling to terminate, in order, each as often as it asked."""
        return [call.parameters["InstanceId"] for call in self._lab.aws.calls if call.action == TERMINATE]

    def verbs(self, resource: str) -> set[str]:
        """What pitstop has done with a kind of object, in the API's words."""
        return {request.verb for request in self.engine.requests() if request.resource == resource}

    def refused(self) -> list[str]:
        """What the API server did not let pitstop do for lack of a right."""
        return [f"{r.verb} {r.resource}" for r in self.engine.requests() if r.status == 403]
