"""How node-problem-detector wants to be told what to watch: its two kinds of JSON definitions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from components.durations import format_duration

_BUFFERED_LINES = 10
_MESSAGE_LENGTH = 120


@dataclass(frozen=True)
class NodeCondition:
    """A condition that a monitor keeps on its node, with the reason and the message while all is well."""

    type: str
    healthy_reason: str
    healthy_message: str


@dataclass(frozen=True)
class LogRule:
    """A kernel message, as an RE2 pattern that reaches to the end of the line.

    With a ``condition`` it sets that to True, and nothing takes it back while the detector runs; without, it
    is an event.
    """

    reason: str
    pattern: str
    condition: str | None = None


@dataclass(frozen=True)
class KernelMonitor:
    """A monitor that reads the kernel's ring buffer as it grows."""

    name: str
    lookback: timedelta
    """How far back it reads at its start; never past the last boot."""
    conditions: Sequence[NodeCondition]
    rules: Sequence[LogRule]

    def definition(self, source: Mapping[str, object]) -> str:
        """The JSON definition; ``source`` says by which plugin, and from where, the messages come."""
        return json.dumps(
            {
                **source,
                "lookback": format_duration(self.lookback),
                "bufferSize": _BUFFERED_LINES,
                "source": self.name,
                "metricsReporting": True,
                "conditions": _conditions(self.conditions),
                "rules": [
                    {"type": "temporary", "reason": rule.reason, "pattern": rule.pattern}
                    if rule.condition is None
                    else {
                        "type": "permanent",
                        "condition": rule.condition,
                        "reason": rule.reason,
                        "pattern": rule.pattern,
                    }
                    for rule in self.rules
                ],
            },
            indent=2,
        )


@dataclass(frozen=True)
class Check:
    """A command that node-problem-detector runs every ``interval``: exit 0 is well, 1 is sick, 2 is unknown.

    Its condition goes back to False when the command says so. ``path`` is absolute, because
    node-problem-detector refuses to start where there is no such file.
    """

    condition: NodeCondition
    sick_reason: str
    path: str
    args: Sequence[str]
    interval: timedelta
    timeout: timedelta

    def definition(self, name: str) -> str:
        """The JSON definition: plugin ``custom``, with ``name`` as the source of its events."""
        return json.dumps(
            {
                "plugin": "custom",
                "pluginConfig": {
                    "invoke_interval": format_duration(self.interval),
                    "timeout": format_duration(self.timeout),
                    "max_output_length": _MESSAGE_LENGTH,
                    "concurrency": 1,
                },
                "source": name,
                "metricsReporting": True,
                "conditions": _conditions([self.condition]),
                "rules": [
                    {
                        "type": "permanent",
                        "condition": self.condition.type,
                        "reason": self.sick_reason,
                        "path": self.path,
                        "args": list(self.args),
                        "timeout": format_duration(self.timeout),
                    }
                ],
            },
            indent=2,
        )


def _conditions(conditions: Sequence[NodeCondition]) -> list[dict[str, str]]:
    return [{"type": c.type, "reason": c.healthy_reason, "message": c.healthy_message} for c in conditions]
