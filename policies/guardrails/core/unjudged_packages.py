"""Names the packages and types that no rule reads: silence about them is no verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any, Final

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core.finding import Finding, Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.judged_types import is_unjudged
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack

_SHOWN: Final = 5


class UnjudgedSettings(RuleSettings):
    """Packages that another pack judges."""

    accepted: tuple[str, ...] = ()
    """Types that something else judges, as patterns: `gcp:*`, `kubernetes:apps/v1:Deployment`."""


def check(stack: Stack, settings: UnjudgedSettings) -> Iterator[Judgement]:
    """One finding for the stack, with the number of resources by package and type."""
    unread = [
        resource.called
        for resource in stack.resources
        if is_unjudged(resource)
        and not any(fnmatchcase(resource.called, pattern) for pattern in settings.accepted)
    ]
    if unread:
        real = sum(resource.raw_provider is not None for resource in stack.resources)
        found = f"{len(unread)} of {real} resources are of types that no rule reads: {_counted(unread)}"
        must = "judged by something: silence about them is no verdict"
        fix = "add a policy pack that reads them, and list them in accepted, where a reviewer sees it."
        yield Finding(None, "types", found, must, fix)


def _counted(types: Sequence[str]) -> str:
    """The types by package: ``gcp 3 (2 x gcp:storage/bucket:Bucket, ...)``."""
    packages = Counter(token.partition(":")[0] for token in types)
    return "; ".join(
        f"{package} {count} ({_most([token for token in types if token.startswith(f'{package}:')])})"
        for package, count in sorted(packages.items())
    )


def _most(types: Sequence[str]) -> str:
    counts = sorted(Counter(types).items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{count} x {token}" for token, count in counts[:_SHOWN])
    more = len(counts) - _SHOWN
    return f"{shown} and {more} more types" if more > 0 else shown


RULE: StackRule[Any] = StackRule(
    name="unjudged-packages",
    description="What no rule reads is named.",
    severity=Severity.LOW,
    framework=well_architected("SEC01-BP06"),
    tags=("coverage",),
    remediation_steps="Judge these types by another policy pack, or read them yourself.",
    url="https://www.pulumi.com/docs/insights/policy/",
    settings=UnjudgedSettings,
    level=EnforcementLevel.ADVISORY,
    check=check,
)
