"""The demonstration's settings are those that a team could write."""

from __future__ import annotations

import subprocess
import sys

import pytest

from components.remediation.settings import RemediationSettings
from lab.demo.installation import NoProgramError, program_of
from lab.demo.settings import demonstration


@pytest.mark.parametrize("engine", ["pitstop", "draino"])
def test_the_demonstrations_settings_are_valid_and_wait_for_seconds(engine: str) -> None:
    settings = RemediationSettings.model_validate(demonstration(engine))

    assert settings.engine == engine
    assert {condition.duration.total_seconds() for condition in settings.conditions} == {5}


def test_pitstop_runs_from_this_checkout() -> None:
    assert program_of("pitstop") == [sys.executable, "-m", "pitstop"]


def test_draino_is_told_what_it_does_not_read_from_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAINO_BIN", "/bin/echo")
    command = [*program_of("draino"), "KernelDeadlock=True,1m"]
    environment = {"PATH": "/bin:/usr/bin", "KUBECONFIG": "/a folder/config"}

    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert told == "--kubeconfig=/a folder/config --listen=127.0.0.1:0 KernelDeadlock=True,1m\n"


def test_without_a_binary_draino_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAINO_BIN", raising=False)

    with pytest.raises(NoProgramError, match=r"^DRAINO_BIN is not set: name a draino binary in it, or take"):
        program_of("draino")


def test_the_node_repair_of_eks_has_nothing_to_start() -> None:
    with pytest.raises(NoProgramError, match=r"^eks-node-repair runs at AWS, outside of the cluster"):
        program_of("eks-node-repair")
