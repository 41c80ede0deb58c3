"""Helm values name images by a fixed tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.checks import expect_slot
from guardrails.core.finding import Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.images import says_latest
from guardrails.core.kubernetes import HELM, leaves
from guardrails.core.plain import UNKNOWN, Plain
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings

_TAG = re.compile(r"^(?:.*[a-z])?tag$", re.IGNORECASE)
_IMAGE = re.compile(r"^(?:.*[a-z])?image$", re.IGNORECASE)


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Neither a tag nor an image reference in the values says latest."""
    if resource.props.get("values") is UNKNOWN:
        yield Unseen(resource, "values")
    for key, slot in leaves(resource.props.get("values"), "values"):
        if _TAG.match(key) or _IMAGE.match(key):
            fix = "name the version, or leave the tag to the chart, which is pinned."
            yield from expect_slot(resource, slot, _fixed, "a fixed version", fix)


def _fixed(value: Plain) -> bool:
    return value != "latest" and not says_latest(str(value))


RULE: ResourceRule[Any] = ResourceRule(
    name="helm-values-no-latest-tag",
    description="Helm values name no image by the tag latest.",
    severity=Severity.MEDIUM,
    framework=eks_best_practices("Security: image security"),
    tags=("safety", "helm", "supply-chain"),
    remediation_steps="Pin the image's tag or digest.",
    url="https://kubernetes.io/docs/concepts/containers/images/#image-names",
    settings=RuleSettings,
    applies=HELM.__contains__,
    check=check,
)
