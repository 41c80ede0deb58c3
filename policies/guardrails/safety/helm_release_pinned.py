"""A Helm release installs one exact version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.checks import expect
from guardrails.core.finding import Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.kubernetes import HELM
from guardrails.core.plain import UNKNOWN, Plain
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.helm_chart import is_file

_EXACT = re.compile(r"^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$")


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """The version is exact; a chart that is a file has its version inside."""
    chart = resource.props.get("chart")
    if chart is UNKNOWN:
        yield Unseen(resource, "chart")
    elif chart is not None and not is_file(chart):
        must = "one exact version, such as '1.2.3'"
        fix = "name the version: without one, the same program installs something else tomorrow."
        yield from expect(resource, "version", _exact, must, fix)


def _exact(version: Plain) -> bool:
    return isinstance(version, str) and bool(_EXACT.match(version))


RULE: ResourceRule[Any] = ResourceRule(
    name="helm-release-pinned",
    description="Helm releases install one exact version of their chart.",
    severity=Severity.MEDIUM,
    framework=eks_best_practices("Security: image security"),
    tags=("safety", "helm", "supply-chain"),
    remediation_steps="Set version to an exact version, and raise it on purpose.",
    url="https://helm.sh/docs/chart_best_practices/dependencies/#versions",
    settings=RuleSettings,
    applies=HELM.__contains__,
    check=check,
)
