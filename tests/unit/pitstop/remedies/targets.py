"""A target that writes down what a remedy does to it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pitstop.model import Node
from pitstop.remedies.remedy import Outcome, Remedy
from pitstop.remedies.target import Answer, CommandResult
from pitstop.settings import PlannerSettings


@dataclass
class RecordedTarget:
    """``results`` is what the next question is answered with; an exception is raised."""

    node: Node
    results: list[Any] = field(default_factory=list)
    done: list[tuple[Any, ...]] = field(default_factory=list)

    async def note(self, phase: str) -> None:
        self.done.append(("note", phase))

    async def terminate_instance(self) -> None:
        self.done.append(("terminate",))

    async def reboot_instance(self) -> None:
        self.done.append(("reboot",))

    async def run_on_instance(self, script: Sequence[str], limit: float) -> CommandResult:
        self.done.append(("run", *script, limit))
        found: CommandResult = self._next()
        return found

    async def delete_node(self) -> None:
        self.done.append(("delete",))

    async def ask_webhook(self, document: Mapping[str, object]) -> Answer:
        self.done.append(("ask", document["id"]))
        found: Answer = self._next()
        return found

    def _next(self) -> Any:
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


def do(remedy: Remedy, target: RecordedTarget, settings: PlannerSettings | None = None) -> Outcome:
    return asyncio.run(remedy.do(target, settings or PlannerSettings()))
