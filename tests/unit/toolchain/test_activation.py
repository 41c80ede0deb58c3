from __future__ import annotations

from pathlib import Path

from toolchain.activation import with_tools


def test_the_checkouts_commands_come_before_all_others(tmp_path: Path) -> None:
    made = with_tools(tmp_path, {"PATH": "/usr/bin"})
    assert made["PATH"] == f"{tmp_path}/.tools/bin:{tmp_path}/.tools/venv/bin:/usr/bin"
    assert made["VIRTUAL_ENV"] == f"{tmp_path}/.tools/venv"


def test_python_may_keep_its_bytecode_whatever_the_environment_says(tmp_path: Path) -> None:
    assert "PYTHONDONTWRITEBYTECODE" not in with_tools(tmp_path, {"PYTHONDONTWRITEBYTECODE": "1"})
