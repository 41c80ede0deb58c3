"""The engine of one stack, called as the Makefile calls it: with the stack's own backend, login and tools."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class EngineError(Exception):
    """The engine refused; the message is what it said."""


class NoStackError(EngineError):
    """The stack was never brought up, or is gone already."""


_ABSENT = ("no stack named", "no stack selected")


@dataclass(frozen=True)
class StackEngine:
    """Commands of the engine on one stack."""

    stack: str
    root: Path = field(default_factory=Path)
    """The project's folder."""
    command: tuple[str, ...] = (sys.executable, "-m", "sandbox.engine")

    def destroy(self, arguments: Sequence[str] = ()) -> int:
        """Run `destroy`, which shows what goes and asks; the exit code."""
        words = [*self.command, "--stack", self.stack, "destroy", "--", *arguments]
        return subprocess.run(words, cwd=self.root, check=False).returncode

    def ask(self, *arguments: str) -> str:
        """What any other command prints. Raises EngineError where it fails."""
        return self._call("run", *arguments)

    def plan(self, *arguments: str) -> Mapping[str, Any]:
        """What an update would do, as `pulumi preview --json` says it. Raises EngineError where it fails."""
        found: Mapping[str, Any] = json.loads(self._call("plan", *arguments))
        return found

    def outputs(self) -> Mapping[str, Any]:
        """The stack's outputs, secret ones included; none where the stack was never up."""
        try:
            found: Mapping[str, Any] = json.loads(
                self.ask("stack", "output", "--json", "--show-secrets") or "{}"
            )
        except NoStackError:
            return {}
        return found

    def _call(self, action: str, *arguments: str) -> str:
        words = [*self.command, "--stack", self.stack, action, "--", *arguments]
        answer = subprocess.run(words, cwd=self.root, capture_output=True, text=True, check=False)
        if answer.returncode != 0:
            said = answer.stderr.strip() or answer.stdout.strip()
            raise (NoStackError if any(words in said for words in _ABSENT) else EngineError)(said)
        return answer.stdout
