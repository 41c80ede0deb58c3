"""What `make loop` does, as a whole."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from components.remediation.settings import RemediationSettings
from lab.control_plane import ControlPlane
from lab.demo.__main__ import demonstrate
from lab.demo.installation import NAMESPACE, install
from lab.demo.settings import demonstration
from lab.lab import Lab

pytestmark = pytest.mark.xdist_group("loop-2")


def test_the_demonstration_shows_each_step_and_draws_it(plane: ControlPlane) -> None:
    output = StringIO()
    settings = RemediationSettings.model_validate(demonstration("pitstop"))
    svg = demonstrate(Console(file=output, width=120), plane, settings, 4, "KernelDeadlock")

    steps = [
        "the kernel says: watchdog: Watchdog detected hard LOCKUP on cpu 3",
        "breaks: KernelDeadlock",
        "has the condition KernelDeadlock",
        "is cordoned",
        "loses pod",
        "is drained",
        "is gone",
        "has joined",
    ]
    places = [output.getvalue().index(step) for step in steps]
    assert places == sorted(places)
    assert "Repaired in" in output.getvalue()
    assert "<title>pitstop: KernelDeadlock, 4 nodes</title>" in svg


def test_draino_is_started_with_its_charts_arguments_and_account(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAINO_BIN", "/bin/echo")
    lab.pool("a", 2)
    engine = install(lab, RemediationSettings.model_validate(demonstration("draino")))
    program = engine.start()
    lab.timeline.wait_until(lambda: program.exit_code == 0, "the arguments are printed")

    assert engine.user == f"system:serviceaccount:{NAMESPACE}:draino"
    assert "--kubeconfig=/" in program.log.read_text()
    assert "--drain-buffer=10s" in program.log.read_text()
    assert "KernelDeadlock=True,5s" in program.log.read_text()
