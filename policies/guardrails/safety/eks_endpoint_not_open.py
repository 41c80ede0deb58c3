"""The EKS endpoint does not answer the whole internet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import show
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_eks
from guardrails.core.plain import UNKNOWN, value_at
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.internet import is_internet

_PUBLIC: Final = "vpcConfig.endpointPublicAccess"
_CIDRS: Final = "vpcConfig.publicAccessCidrs"
_FIX: Final = "list the networks that need it in publicAccessCidrs, or set endpointPublicAccess to false."


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """A public endpoint needs a list of networks: AWS takes everyone where there is none."""
    public = value_at(resource.props, _PUBLIC)
    cidrs = value_at(resource.props, _CIDRS)
    if public is False:
        return
    if public is UNKNOWN or cidrs is UNKNOWN or (isinstance(cidrs, list) and UNKNOWN in cidrs):
        yield Unseen(resource, _PUBLIC if public is UNKNOWN else _CIDRS)
    elif not cidrs or (isinstance(cidrs, list) and any(is_internet(cidr) for cidr in cidrs)):
        must = "networks that you know, while endpointPublicAccess is on (it is unless you say no)"
        yield Finding(resource, _CIDRS, show(cidrs), must, _FIX)


RULE: ResourceRule[Any] = ResourceRule(
    name="eks-endpoint-not-open",
    description="The Kubernetes API answers known networks only.",
    severity=Severity.CRITICAL,
    framework=cis_eks("5.4.1"),
    tags=("safety", "eks", "network"),
    remediation_steps="Restrict the public endpoint to known networks, or make it private.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    settings=RuleSettings,
    applies=frozenset({"aws:eks/cluster:Cluster"}).__contains__,
    check=check,
)
