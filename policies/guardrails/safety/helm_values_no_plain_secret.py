"""No password stands in Helm values as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_eks
from guardrails.core.kubernetes import HELM, leaves
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings

_SENSITIVE = re.compile(
    r"^(?:.*[-_.])?(?:.*pass(?:word|wd|phrase)|.*(?:api|access|private|secret|encryption)[-_]?key|.*token|.*client[-_]?secret)$",
    re.IGNORECASE,
)


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Whatever is called like a secret is marked as one, or is not in the values at all."""
    if resource.props.get("values") is UNKNOWN:
        yield Unseen(resource, "values")
    for key, slot in leaves(resource.props.get("values"), "values"):
        if not _SENSITIVE.match(key) or resource.is_secret(slot.path):
            continue
        if slot.value is UNKNOWN:
            yield Unseen(resource, slot.path)
        elif isinstance(slot.value, str) and slot.value:
            must = "a secret output, or left to a Secret in the cluster that the values name"
            fix = "mark it as secret, or use the chart's existingSecret."
            yield Finding(resource, slot.path, "plain text (not shown)", must, fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="helm-values-no-plain-secret",
    description="No secret stands in Helm values as plain text.",
    severity=Severity.CRITICAL,
    framework=cis_eks("4.4.1"),
    tags=("safety", "helm", "secrets"),
    remediation_steps="Mark the value as secret, or keep it in a Secret and name that in the values.",
    url="https://www.pulumi.com/docs/concepts/secrets/",
    settings=RuleSettings,
    applies=HELM.__contains__,
    check=check,
)
