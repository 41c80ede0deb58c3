"""The control plane writes its logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pulumi_policy import Severity

from guardrails.core.checks import show
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_eks
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings


class LogSettings(RuleSettings):
    """Which logs are wanted."""

    types: tuple[Literal["api", "audit", "authenticator", "controllerManager", "scheduler"], ...] = (
        "api",
        "audit",
        "authenticator",
    )
    """The control plane's logs that must be on."""


def check(resource: Resource, settings: LogSettings) -> Iterator[Judgement]:
    """Every wanted log is among the enabled ones."""
    enabled = resource.props.get("enabledClusterLogTypes") or []
    if not isinstance(enabled, list):
        yield Unseen(resource, "enabledClusterLogTypes")
        return
    missing = [name for name in settings.types if name not in enabled]
    if missing and UNKNOWN in enabled:
        yield Unseen(resource, "enabledClusterLogTypes")
    elif missing:
        must = f"a list with {', '.join(settings.types)}"
        fix = f"add {', '.join(missing)}."
        yield Finding(resource, "enabledClusterLogTypes", show(enabled or None), must, fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="eks-control-plane-logs",
    description="The control plane's logs are on, so that an incident can be understood afterwards.",
    severity=Severity.MEDIUM,
    framework=cis_eks("2.1.1"),
    tags=("safety", "eks", "logs"),
    remediation_steps="Enable the logs, and make their log group first, so that it has a retention.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
    settings=LogSettings,
    applies=frozenset({"aws:eks/cluster:Cluster"}).__contains__,
    check=check,
)
