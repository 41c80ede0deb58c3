"""Nodes are drained one after the other, so that a false alarm on all of them doesn't empty the cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity
from pydantic import Field

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.plain import UNKNOWN
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.selfdriving.engines import Engine, engines, hidden_engines


class SpacingSettings(RuleSettings):
    """How far apart drains are."""

    min_gap_seconds: int = Field(default=300, ge=0)
    """Seconds between the starts of two drains, where the engine spaces them by the clock."""
    max_at_once: int = Field(default=1, gt=0)
    """Nodes of one group drained at the same time, where the engine spaces them by the pods' health."""


def check(stack: Stack, settings: SpacingSettings) -> Iterator[Judgement]:
    """Judge each engine by the spacing that it has."""
    yield from hidden_engines(stack)
    for engine in engines(stack):
        for limit in (engine.drain_gap, engine.drains_at_once):
            if limit is not None and limit.value is UNKNOWN:
                yield Unseen(engine.resource, limit.path)
        yield from _judge_gap(engine, settings)
        yield from _judge_count(engine, settings)


def _judge_gap(engine: Engine, settings: SpacingSettings) -> Iterator[Judgement]:
    gap = engine.drain_gap
    if gap is None or gap.value is UNKNOWN:
        return
    seconds = gap.value if isinstance(gap.value, int | float) else None
    if seconds is None or seconds < settings.min_gap_seconds:
        found = "no duration" if seconds is None else f"{seconds:g} s between two drains"
        must = f"{settings.min_gap_seconds} s or more"
        yield Finding(
            engine.resource, gap.path, found, must, "give moved pods the time to start: 10m is usual."
        )


def _judge_count(engine: Engine, settings: SpacingSettings) -> Iterator[Judgement]:
    count = engine.drains_at_once
    if count is not None and isinstance(count.value, int) and count.value > settings.max_at_once:
        found = f"{count.value} nodes of a group at once"
        must = f"{settings.max_at_once} or less"
        yield Finding(
            engine.resource, count.path, found, must, "lower it: the next drain starts soon enough."
        )


RULE: StackRule[Any] = StackRule(
    name="drains-are-spaced",
    description="Remediation drains nodes one after the other.",
    severity=Severity.MEDIUM,
    framework=eks_best_practices("Reliability: data plane"),
    tags=("self-driving", "engine"),
    remediation_steps="Raise the time between drains, or lower their number.",
    url="https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/",
    settings=SpacingSettings,
    check=check,
)
