"""`python -m cli access`: a kubeconfig for its owner alone, and a port of the stack's own cluster."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from cli.__main__ import main
from cli.access import command
from cli.access.kubectl import Kubectl
from cli.errors import EngineError
from cli.stack_engine import StackEngine
from components.endpoints import Endpoint, Token


def outputs(monkeypatch: pytest.MonkeyPatch, found: dict[str, object]) -> None:
    monkeypatch.setattr(StackEngine, "outputs", lambda self: found)


def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Endpoint, Kubectl]]:
    seen: list[tuple[Endpoint, Kubectl]] = []
    monkeypatch.setattr(
        command, "forward_port", lambda endpoint, kubectl, tell: seen.append((endpoint, kubectl))
    )
    return seen


def test_the_kubeconfig_is_for_its_owner_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs(monkeypatch, {"kubeconfig": {"apiVersion": "v1", "kind": "Config"}})

    assert main(["access", "--stack", "dev", "kubeconfig"], project) == 0

    file = project / "kubeconfig-dev.yaml"
    assert json.loads(file.read_text()) == {"apiVersion": "v1", "kind": "Config"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert capsys.readouterr().out == f"export KUBECONFIG={file}\n"


def test_a_stack_that_is_not_up_has_no_kubeconfig_and_leaves_no_file(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs(monkeypatch, {})

    assert main(["access", "--stack", "dev", "kubeconfig"], project) == 1

    assert capsys.readouterr().err == "the stack has no kubeconfig: it is not up; run `make up` first\n"
    assert not (project / "kubeconfig-dev.yaml").exists()


def test_a_door_opens_into_the_stacks_own_cluster(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs(monkeypatch, {"kubeconfig": {"kind": "Config"}})
    seen = opened(monkeypatch)

    assert main(["access", "--stack", "dev", "grafana"], project) == 0

    ((option, path),) = (kubectl.cluster for _, kubectl in seen)
    assert option == "--kubeconfig"
    assert not Path(path).exists()


def test_a_stack_on_an_existing_cluster_uses_that_ones_kubeconfig(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = opened(monkeypatch)

    assert main(["access", "--stack", "local", "grafana"], project) == 0

    assert [kubectl.cluster for _, kubectl in seen] == [
        ("--kubeconfig", "/home/me/kind.yaml", "--context", "kind")
    ]


def test_the_dashboards_token_lives_for_as_long_as_the_stack_says(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = opened(monkeypatch)
    stack = project / "Pulumi.local.yaml"
    stack.write_text(
        "config: {shop:target: kubeconfig, shop:services: {headlamp: {enabled: true, tokenMinutes: 15}}}\n"
    )

    assert main(["access", "--stack", "local", "dashboard"], project) == 0

    assert [endpoint.login for endpoint, _ in seen] == [Token("headlamp", 15)]


def test_what_the_engine_refuses_is_told_in_its_words(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(engine: StackEngine) -> dict[str, object]:
        raise EngineError("error: could not decrypt")

    monkeypatch.setattr(StackEngine, "outputs", refuse)

    assert main(["access", "--stack", "dev", "grafana"], project) == 1
    assert capsys.readouterr().err == "error: could not decrypt\n"


def test_what_a_stack_does_not_install_is_not_opened(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = opened(monkeypatch)

    assert main(["access", "--stack", "local", "dashboard"], project) == 1

    assert seen == []
    assert capsys.readouterr().err == (
        "stack local has no dashboard to open, only prometheus, alertmanager, grafana; turn it on in the "
        "stack's file, and run `make up`\n"
    )
