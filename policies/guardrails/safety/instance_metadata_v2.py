"""Instance metadata asks for a session token, and a pod's packet can't reach it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from operator import eq
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import expect, show
from guardrails.core.finding import Judgement
from guardrails.core.frameworks import cis_aws
from guardrails.core.kubernetes import EC2_NODE_CLASS
from guardrails.core.plain import value_at
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


_WANTED: Final = (
    ("httpTokens", "required", ": without it any request forgery reads the role's keys."),
    ("httpPutResponseHopLimit", 1, ", and give pods a role by EKS Pod Identity."),
)


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Tokens are required, and the answer lives for one hop: a pod is two hops away."""
    karpenter = resource.type == EC2_NODE_CLASS
    options = "spec.metadataOptions" if karpenter else "metadataOptions"
    if value_at(resource.props, f"{options}.httpEndpoint") == "disabled" or inherits(resource, options):
        return
    for name, right, more in _WANTED:
        path = f"{options}.{name}"
        # What Karpenter sets where nothing is said is right.
        if not karpenter or value_at(resource.props, path) is not None:
            fix = f"set {path} to {right}{more}"
            yield from expect(resource, path, partial(eq, right), show(right), fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="instance-metadata-v2",
    description="Instance metadata needs a session token (IMDSv2), and pods can't reach it.",
    severity=Severity.HIGH,
    framework=cis_aws("5.6"),
    tags=("safety", "nodes"),
    remediation_steps="Require tokens and set the hop limit to 1 in the launch template's metadata options.",
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    settings=RuleSettings,
    applies=(LAUNCHING | {EC2_NODE_CLASS}).__contains__,
    check=check,
)
