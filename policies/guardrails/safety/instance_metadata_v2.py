"""Instance metadata asks for a session token, and a pod's packet can't reach it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import expect
from guardrails.core.finding import Judgement
from guardrails.core.frameworks import cis_aws
from guardrails.core.plain import value_at
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.core.subject import Resource

LAUNCHING: Final = frozenset(
    {
        "aws:ec2/instance:Instance",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    }
)


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Tokens are required, and the answer lives for one hop: a pod is two hops away."""
    if value_at(resource.props, "metadataOptions.httpEndpoint") == "disabled":
        return
    yield from expect(
        resource,
        "metadataOptions.httpTokens",
        lambda value: value == "required",
        "'required'",
        "set metadataOptions.httpTokens to required: without it any request forgery reads the role's keys.",
    )
    yield from expect(
        resource,
        "metadataOptions.httpPutResponseHopLimit",
        lambda value: value == 1,
        "1",
        "set metadataOptions.httpPutResponseHopLimit to 1, and give pods a role by EKS Pod Identity.",
    )


RULE: ResourceRule[Any] = ResourceRule(
    name="instance-metadata-v2",
    description="Instance metadata needs a session token (IMDSv2), and pods can't reach it.",
    severity=Severity.HIGH,
    framework=cis_aws("5.6"),
    tags=("safety", "nodes"),
    remediation_steps="Require tokens and set the hop limit to 1 in the launch template's metadata options.",
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    settings=RuleSettings,
    applies=LAUNCHING.__contains__,
    check=check,
)
