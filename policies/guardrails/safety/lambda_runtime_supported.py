"""Lambda functions run on runtimes that AWS still patches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core import clock
from guardrails.core.data import load
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings


@cache
def _runtimes() -> dict[str, dict[str, str | None]]:
    runtimes: dict[str, dict[str, str | None]] = load("lambda_runtimes")["runtimes"]
    return runtimes


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge the runtime by today's date; an image brings its own."""
    runtime = resource.props.get("runtime")
    if runtime is UNKNOWN:
        yield Unseen(resource, "runtime")
        return
    known = _runtimes().get(str(runtime))
    ended = known and known["deprecated"]
    if known and ended and ended <= clock.today().isoformat():
        found = f"'{runtime}', which gets no security patches since {ended}"
        successor = known["successor"] or "one that is listed as supported"
        must = "a runtime that AWS patches"
        fix = f"move the function to {successor}: AWS will refuse to create, then to update it as it is."
        yield Finding(resource, "runtime", found, must, fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="lambda-runtime-supported",
    description="Lambda functions run on runtimes that AWS patches.",
    severity=Severity.MEDIUM,
    framework=well_architected("SEC06-BP01"),
    tags=("safety", "upgrades"),
    remediation_steps="Move the function to the runtime that follows.",
    url="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    settings=RuleSettings,
    level=EnforcementLevel.ADVISORY,
    applies=frozenset({"aws:lambda/function:Function"}).__contains__,
    check=check,
)
