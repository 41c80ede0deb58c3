"""What the cluster can't do without keeps running while nodes are drained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import show
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.kubernetes import RELEASE
from guardrails.core.plain import UNKNOWN, parsed, value_at
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.selfdriving.releases import chart_name, unnamed, values_of


@dataclass(frozen=True)
class Budget:
    """Where a chart's values have the replicas of a part and its budget.

    ``replicas_default`` is the chart's own number of replicas, ``on`` whether the chart makes the budget
    unless told otherwise.
    """

    replicas: str
    budget: str
    replicas_default: int = 1
    on: bool = False


BUDGETS: Final[Mapping[str, tuple[Budget, ...]]] = {
    "cluster-autoscaler": (Budget("replicaCount", "podDisruptionBudget", on=True),),
    "karpenter": (Budget("replicas", "podDisruptionBudget", replicas_default=2, on=True),),
    "aws-load-balancer-controller": (Budget("replicaCount", "podDisruptionBudget", replicas_default=2),),
    "coredns": (Budget("replicaCount", "podDisruptionBudget"),),
    "prometheus-adapter": (Budget("replicas", "podDisruptionBudget.enabled"),),
    "kube-prometheus-stack": (
        Budget("prometheus.prometheusSpec.replicas", "prometheus.podDisruptionBudget.enabled"),
        Budget("alertmanager.alertmanagerSpec.replicas", "alertmanager.podDisruptionBudget.enabled"),
    ),
}
"""By the name of the chart; charts whose budget can't be switched off need no line."""

_ADDON: Final = "aws:eks/addon:Addon"
_ADDONS: Final = ("coredns", "aws-ebs-csi-driver")
_ADDON_BUDGET: Final = "podDisruptionBudget.enabled"
_FIX: Final = "turn the budget on: with maxUnavailable 1 a drain takes one replica at a time."


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge releases that run more than one replica, and add-ons whose own budget was switched off."""
    yield from unnamed(stack)
    for release in stack.of_type(RELEASE):
        for budget in BUDGETS.get(chart_name(release), ()):
            yield from _judge(release, budget)
    for addon in stack.of_type(_ADDON):
        if addon.props.get("addonName") is UNKNOWN:
            yield Unseen(addon, "addonName")
        elif addon.props.get("addonName") in _ADDONS:
            yield from _judge_addon(addon)


def _judge(release: Resource, budget: Budget) -> Iterator[Judgement]:
    values = values_of(release)
    replicas = value_at(values, budget.replicas)
    stated = value_at(values, budget.budget)
    if UNKNOWN in (replicas, stated, release.props.get("values")):
        yield Unseen(release, f"values.{budget.budget}")
        return
    count = replicas if isinstance(replicas, int) else budget.replicas_default
    there = budget.on if stated is None else bool(stated)
    # With a single replica a budget would forbid for ever to drain its node.
    if count > 1 and not there:
        must = f"a PodDisruptionBudget, with {count} replicas"
        yield Finding(release, f"values.{budget.budget}", show(stated), must, _FIX)


def _judge_addon(addon: Resource) -> Iterator[Judgement]:
    configuration = parsed(addon.props.get("configurationValues"))
    if configuration is UNKNOWN:
        yield Unseen(addon, "configurationValues")
    elif value_at(configuration, _ADDON_BUDGET) is False:
        where = f"configurationValues.{_ADDON_BUDGET}"
        yield Finding(addon, where, "false", "true or not set", _FIX)


RULE: StackRule[Any] = StackRule(
    name="critical-addons-have-budgets",
    description="Critical add-ons have a PodDisruptionBudget.",
    severity=Severity.MEDIUM,
    framework=eks_best_practices("Reliability: applications"),
    tags=("self-driving", "availability"),
    remediation_steps="Turn on the chart's PodDisruptionBudget.",
    url="https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    settings=RuleSettings,
    check=check,
)
