import sys

import pytest

from toolchain import __main__ as toolchain
from toolchain import install, packages
from toolchain.catalog import TOOLS, Tool
from toolchain.errors import SetupError
from toolchain.places import Places


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch, places: Places) -> list[str]:
    """What was brought, in order."""
    places.root.mkdir()
    names: list[str] = []
    monkeypatch.setattr(packages, "ensure", lambda _: names.append("packages"))
    monkeypatch.setattr(install, "ensure", lambda tool, *_: names.append(tool.name))
    monkeypatch.setattr(toolchain, "of_this_checkout", lambda: places)
    return names


def call(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["toolchain", *words])
    return toolchain.main()


def test_what_is_named_is_brought_in_that_order(monkeypatch: pytest.MonkeyPatch, brought: list[str]) -> None:
    assert call(monkeypatch, "ensure", "helm", "packages", "pulumi") == 0
    assert brought == ["helm", "packages", "pulumi"]


def test_a_failure_is_one_message_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, brought: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise SetupError("Install Go.")

    monkeypatch.setattr(install, "ensure", fail)
    assert call(monkeypatch, "ensure", "helm") == 1
    assert capsys.readouterr().err == "Install Go.\n"


def test_ctrl_c_says_that_it_can_go_on(
    monkeypatch: pytest.MonkeyPatch, brought: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(packages, "ensure", stop)
    assert call(monkeypatch, "ensure", "packages") == 130
    assert capsys.readouterr().err == "Stopped. Run it again to go on.\n"


def test_an_unknown_name_is_refused_with_the_known_ones(
    monkeypatch: pytest.MonkeyPatch, brought: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        call(monkeypatch, "ensure", "kubectl")
    said = capsys.readouterr().err
    assert "kubectl" in said
    assert all(name in said for name in ["packages", *TOOLS])
    assert brought == []


def test_tools_are_known_under_their_own_names() -> None:
    assert all(isinstance(tool, Tool) and name == tool.name for name, tool in TOOLS.items())
