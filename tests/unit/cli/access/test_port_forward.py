"""An endpoint is open when it answers, tells how to log in, and leaves nothing behind."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cli.access.endpoints import endpoints
from cli.access.kubectl import Kubectl
from cli.access.port_forward import forward_port
from cli.errors import AccessError
from components.endpoints import Endpoint
from settings import StackSettings
from tests.unit.cli.access import fake_kubectl

SETTINGS = StackSettings.model_validate(
    {
        "services": {
            "headlamp": {"enabled": True, "tokenMinutes": 15},
            "argoCd": {"enabled": True, "repository": "https://example.com/cluster"},
        }
    }
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fake_kubectl.install(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return tmp_path


@pytest.fixture
def grafana() -> Endpoint:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return replace(endpoints(SETTINGS)["grafana"], local_port=probe.getsockname()[1])


def listens(endpoint: Endpoint) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", endpoint.local_port)) == 0


def calls(folder: Path) -> list[list[str]]:
    return [json.loads(line) for line in (folder / "calls").read_text().splitlines()]


def until(text: str, lines: list[str], then: Callable[[], None]) -> Callable[[str], None]:
    """Collects what is told, and acts as soon as one line has ``text``."""

    def tell(line: str) -> None:
        lines.append(line)
        if text in line:
            then()

    return tell


def interrupt() -> None:
    raise KeyboardInterrupt


def test_it_is_open_when_told_and_closed_after_an_interruption(folder: Path, grafana: Endpoint) -> None:
    lines: list[str] = []
    open_when_told: list[bool] = []

    def look_and_leave() -> None:
        open_when_told.append(listens(grafana))
        interrupt()

    with pytest.raises(KeyboardInterrupt):
        forward_port(grafana, Kubectl(), until("password", lines, look_and_leave))

    assert open_when_told == [True]
    assert not listens(grafana)
    assert lines == [
        f"grafana: http://localhost:{grafana.local_port} (Ctrl-C closes it)",
        "user admin, password s3cret",
    ]


def test_it_waits_for_pods_before_it_forwards(folder: Path, grafana: Endpoint) -> None:
    with pytest.raises(KeyboardInterrupt):
        forward_port(grafana, Kubectl(("--kubeconfig", "k.yaml")), until("grafana", [], interrupt))

    waiting, forwarding, *_ = calls(folder)
    assert waiting == [
        *("--kubeconfig", "k.yaml", "wait", "pod", "--namespace", "monitoring"),
        *("--selector", "app.kubernetes.io/name=grafana", "--for", "condition=Ready", "--timeout", "300s"),
    ]
    assert forwarding == [
        *("--kubeconfig", "k.yaml", "port-forward", "--namespace", "monitoring", "--address", "127.0.0.1"),
        *("service/kube-prometheus-stack-grafana", f"{grafana.local_port}:80"),
    ]


def test_a_pod_that_goes_away_is_replaced(folder: Path, grafana: Endpoint) -> None:
    lines: list[str] = []

    def tell(line: str) -> None:
        lines.append(line)
        if line.startswith("user") and len(lines) == 2:
            connection = http.client.HTTPConnection("127.0.0.1", grafana.local_port)
            connection.request("GET", "/die")
        elif len(lines) == 5:
            interrupt()

    with pytest.raises(KeyboardInterrupt):
        forward_port(grafana, Kubectl(), tell)

    assert lines[2] == "grafana went away; opening it again"
    assert lines[3:] == lines[:2]


def test_a_token_is_told_where_there_is_no_password(folder: Path, grafana: Endpoint) -> None:
    lines: list[str] = []
    dashboard = replace(endpoints(SETTINGS)["dashboard"], local_port=grafana.local_port)

    with pytest.raises(KeyboardInterrupt):
        forward_port(dashboard, Kubectl(), until("token", lines, interrupt))

    assert lines[1] == "token, for 15 minutes: eyJ0b2tlbiI6MX0"
    assert calls(folder)[-1] == [
        "create",
        "token",
        "headlamp",
        "--namespace",
        "headlamp",
        "--duration",
        "15m",
    ]


def test_a_page_with_https_is_told_so_and_its_user_where_the_secret_has_none(
    folder: Path, grafana: Endpoint
) -> None:
    lines: list[str] = []
    gitops = replace(endpoints(SETTINGS)["gitops"], local_port=grafana.local_port)

    with pytest.raises(KeyboardInterrupt):
        forward_port(gitops, Kubectl(), until("password", lines, interrupt))

    assert lines == [
        f"gitops: https://localhost:{grafana.local_port} (Ctrl-C closes it)",
        "user admin, password f1rst",
    ]


def test_pods_that_never_become_ready_are_told_in_kubectls_words(folder: Path, grafana: Endpoint) -> None:
    (folder / "unready").touch()

    with pytest.raises(AccessError, match=r"^error: timed out waiting for the condition on pods/grafana-0$"):
        forward_port(grafana, Kubectl(), interrupt)  # type: ignore[arg-type]


def test_a_service_that_is_not_there_is_told(folder: Path, grafana: Endpoint) -> None:
    (folder / "refused").touch()

    with pytest.raises(
        AccessError, match=r"^grafana could not be opened: error: services grafana not found$"
    ):
        forward_port(grafana, Kubectl(), interrupt)  # type: ignore[arg-type]


def test_a_taken_port_is_refused_before_anything_is_started(folder: Path, grafana: Endpoint) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", grafana.local_port))
        other.listen()
        with pytest.raises(AccessError, match=f"^port {grafana.local_port} is taken on this machine"):
            forward_port(grafana, Kubectl(), interrupt)  # type: ignore[arg-type]

    assert not (folder / "calls").exists()


def test_without_kubectl_it_says_where_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grafana: Endpoint
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(AccessError, match=r"^kubectl is not on PATH; install it"):
        forward_port(grafana, Kubectl(), interrupt)  # type: ignore[arg-type]
