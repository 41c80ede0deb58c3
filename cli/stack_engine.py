"""The engine of one stack, called as the Makefile calls it: with the stack's own backend, login and tools."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.errors import EngineError, NoStackError

_ABSENT = ("no stack named", "no stack selected")


@dataclass(frozen=True)
class StackEngine:
    """Commands of the engine on one stack."""

    stack: str
    root: Path = field(default_factory=Path)
    """The project's folder."""
    command: tuple[str, ...] = (sys.executable, "-m", "cli")
    options: tuple[str, ...] = ()
    """Further options of every command, such as ``--state FOLDER``."""

    def destroy(self, arguments: Sequence[str] = ()) -> int:
        """Run the engine's own destroy, which shows what goes and asks; the exit code."""
        return subprocess.run(self._words("down", *arguments), cwd=self.root, check=False).returncode

    def ask(self, *arguments: str) -> str:
        """What any other command prints. Raises EngineError where it fails."""
        return self._call("pulumi", *arguments)

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

    def exported(self) -> dict[str, Any]:
        """The stack's state, as `pulumi stack export` tells it; empty where it was never up."""
        try:
            found: dict[str, Any] = json.loads(self.ask("stack", "export"))
        except NoStackError:
            return {}
        return found

    def _words(self, action: str, *arguments: str) -> list[str]:
        return [*self.command, action, "--stack", self.stack, *self.options, "--", *arguments]

    def _call(self, action: str, *arguments: str) -> str:
        words = self._words(action, *arguments)
        answer = subprocess.run(words, cwd=self.root, capture_output=True, text=True, check=False)
        if answer.returncode != 0:
            said = answer.stderr.strip() or answer.stdout.strip()
            raise (NoStackError if any(words in said for words in _ABSENT) else EngineError)(said)
        return answer.stdout


def resources(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a stack has, by its exported state, what was needed before what needed it; nothing before `up`."""
    return (state.get("deployment") or {}).get("resources") or []
