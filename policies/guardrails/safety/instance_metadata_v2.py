"""Instance metadata asks for a session token, and a container's packet can't reach it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from operator import eq
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import expect, show
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_aws
from guardrails.core.kubernetes import EC2_NODE_CLASS
from guardrails.core.plain import UNKNOWN, value_at
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.launch_templates import inherits

LAUNCHING: Final = frozenset(
    {
        "aws:ec2/instance:Instance",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    }
)


_FOR_PODS: Final = LAUNCHING - {
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
} | {EC2_NODE_CLASS}
"""What may launch nodes of a cluster: on a server without containers the number of hops protects nothing."""

_TOKENS: Final = "httpTokens"
_HOPS: Final = "httpPutResponseHopLimit"


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Tokens are required, and the answer lives for one hop: a container is two hops away."""
    karpenter = resource.type == EC2_NODE_CLASS
    options = "spec.metadataOptions" if karpenter else "metadataOptions"
    endpoint = value_at(resource.props, f"{options}.httpEndpoint")
    if endpoint == "disabled" or inherits(resource, options):
        return
    if endpoint is UNKNOWN:
        yield Unseen(resource, options)
        return
    tokens, hops = f"{options}.{_TOKENS}", f"{options}.{_HOPS}"
    # What Karpenter sets where nothing is said is right.
    if not karpenter or value_at(resource.props, tokens) is not None:
        fix = f"set {tokens} to required: without it any request forgery reads the role's keys."
        yield from expect(resource, tokens, partial(eq, "required"), "'required'", fix)
    if resource.type in _FOR_PODS and not (karpenter and value_at(resource.props, hops) is None):
        yield from _hop_limit(resource, hops)


def _hop_limit(resource: Resource, path: str) -> Iterator[Judgement]:
    value = value_at(resource.props, path)
    fix = (
        f"set {path} to 1; containers get a role of their own, by EKS Pod Identity or as a task of ECS, and "
        "a server without containers loses nothing."
    )
    if value is UNKNOWN:
        yield Unseen(resource, path)
    elif value is None:
        found = "not set, which is 1, or 2 where the image says so, as Amazon Linux 2023 does"
        yield Finding(resource, path, found, "1", fix)
    elif value != 1:
        yield Finding(resource, path, show(value), "1", fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="instance-metadata-v2",
    description="Instance metadata needs a session token (IMDSv2), and containers can't reach it.",
    severity=Severity.HIGH,
    framework=cis_aws("5.6"),
    tags=("safety", "nodes"),
    remediation_steps="Require tokens, and on nodes a hop limit of 1, in the metadata options.",
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    settings=RuleSettings,
    applies=(LAUNCHING | {EC2_NODE_CLASS}).__contains__,
    check=check,
)
