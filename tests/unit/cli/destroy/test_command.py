"""`python -m cli destroy`: what is asked, and what answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.prompt import Confirm

from cli.__main__ import main
from cli.destroy.flow import Destroy


@pytest.mark.parametrize(("answer", "destroyed"), [("1", True), ("0", False), ("", False)])
def test_yes_is_one_and_nothing_else(
    project: Path, monkeypatch: pytest.MonkeyPatch, answer: str, destroyed: bool
) -> None:
    monkeypatch.setenv("YES", answer)
    monkeypatch.setattr(Confirm, "ask", lambda *_, **__: False)
    monkeypatch.setattr(Destroy, "run", lambda self, arguments: int(not self.confirm("Sure?")))

    assert main(["destroy", "--stack", "dev"], project) == int(not destroyed)
