"""The stack file that the engine reads in the sandbox, or with overrides: a copy of the person's own.

The engine writes into the stack file: a salt for secrets, and overrides. Here that is a copy, so that trying
something out never changes a committed file.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from cli.engine.encrypted import encrypted, without_encrypted
from cli.engine.target import Target

_SALT = "encryptionsalt:"


def workspace(target: Target) -> Path:
    """A folder with the project file alone, in which the engine may make a stack and its file."""
    folder = target.state / "workspace"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(target.root / "Pulumi.yaml", folder / "Pulumi.yaml")
    return folder


def refresh(target: Target) -> Path:
    """Bring the copy to what the person's file says now; the sandbox's has a salt of its own.

    What is encrypted with another salt has a placeholder there.
    """
    copy = workspace(target) / target.own_config.name
    if not target.sandboxed:
        shutil.copyfile(target.own_config, copy)
        return copy
    salt = [line for line in _lines(copy) if line.startswith(_SALT)]
    settings = [line for line in _lines(target.own_config) if not line.startswith(_SALT)]
    if encrypted(target.config):
        settings = yaml.safe_dump({"config": without_encrypted(target.config)}).splitlines()
    copy.write_text("".join(f"{line}\n" for line in [*salt, *settings]))
    return copy


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []
