"""A node that has fallen silent gets time for a reboot before its pods are moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity
from pydantic import Field

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.selfdriving.engines import engines, hidden_engines


class WaitSettings(RuleSettings):
    """How long to wait."""

    min_seconds: int = Field(default=300, gt=0)
    """The shortest wait for Ready=Unknown, in seconds: a reboot takes less, and a network hiccup too."""


def check(stack: Stack, settings: WaitSettings) -> Iterator[Judgement]:
    """Judge the wait of Ready=Unknown in every engine."""
    yield from hidden_engines(stack)
    for engine in engines(stack):
        yield from (Unseen(engine.resource, path) for path in engine.unseen)
        for condition in engine.conditions:
            if (condition.type, condition.status) != ("Ready", "Unknown"):
                continue
            must = f"Ready=Unknown with a wait of {settings.min_seconds} s or more"
            fix = "write Ready=Unknown,10m: a node that reboots is back before that."
            if condition.wait is None:
                found = "a wait that can't be read, so the engine never acts"
                yield Finding(engine.resource, condition.path, found, must, fix)
            elif condition.wait < settings.min_seconds:
                found = f"Ready=Unknown after {condition.wait:g} s"
                yield Finding(engine.resource, condition.path, found, must, fix)


RULE: StackRule[Any] = StackRule(
    name="unready-nodes-wait",
    description="Remediation waits before it acts on a node that has fallen silent.",
    severity=Severity.HIGH,
    framework=eks_best_practices("Reliability: data plane"),
    tags=("self-driving", "engine"),
    remediation_steps="Raise the wait of Ready=Unknown.",
    url="https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats",
    settings=WaitSettings,
    check=check,
)
