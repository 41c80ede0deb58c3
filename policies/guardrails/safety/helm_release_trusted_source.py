"""A Helm chart comes over https, from an oci registry, or with the program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import show
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_eks
from guardrails.core.kubernetes import HELM
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.helm_chart import is_local, repository

_TRUSTED: Final = ("https://", "oci://")
_MUST: Final = "from https:// or oci://"


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """The chart's own address decides, else the repository's."""
    chart = resource.props.get("chart")
    if chart is None:
        return
    named = isinstance(chart, str) and "://" in chart
    where, source = ("chart", chart) if named or chart is UNKNOWN else _repository(resource)
    if source is UNKNOWN:
        yield Unseen(resource, where)
    elif is_local(chart) or (isinstance(source, str) and source.startswith(_TRUSTED)):
        return
    else:
        fix = "name the repository's https address, or the chart's whole oci reference."
        yield Finding(resource, where, show(source), _MUST, fix)


def _repository(resource: Resource) -> tuple[str, Any]:
    return "repositoryOpts.repo", repository(resource)


RULE: ResourceRule[Any] = ResourceRule(
    name="helm-release-trusted-source",
    description="Helm charts come over an encrypted connection from a named place.",
    severity=Severity.HIGH,
    framework=cis_eks("5.1.4"),
    tags=("safety", "helm", "supply-chain"),
    remediation_steps="Name an https repository or an oci reference; don't rely on a hand-made setup.",
    url="https://helm.sh/docs/topics/registries/",
    settings=RuleSettings,
    applies=HELM.__contains__,
    check=check,
)
