"""Required tags are on every taggable resource and on what is made later in its name."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.tags.required_tags import RULE

from tests.unit.guardrails.as_engine import UNKNOWN, judge, remediated

VPC = "aws:ec2/vpc:Vpc"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GROUP = "aws:autoscaling/group:Group"
NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
CONFIG: dict[str, Any] = {"required": {"Owner": {"pattern": "team-.+"}, "Project": {"fill": "shop"}}}
GOOD = {"Owner": "team-a", "Project": "shop"}


def test_a_tagged_resource_passes() -> None:
    assert judge(RULE, VPC, {"tags": GOOD}, CONFIG).silent


@pytest.mark.parametrize("settings", [{"tags": GOOD}, '{"tags": {"Owner": "team-a", "Project": "shop"}}'])
def test_the_providers_default_tags_count(settings: object) -> None:
    assert judge(RULE, VPC, {}, CONFIG, provider={"defaultTags": settings}).silent


def test_missing_tags_are_named_in_one_message() -> None:
    assert judge(RULE, VPC, {}, CONFIG).violations == (
        (
            "aws:ec2/vpc:Vpc 'subject', tags: no Owner, no Project.\n"
            "Must be: Owner text that matches team-.+; Project set to some text.\n"
            "Fix: add it to the resource's tags or to the provider's default tags (aws:defaultTags).\n"
            "Read more: https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/"
            "building-your-tagging-strategy.html"
        ),
    )


def test_a_value_that_does_not_match_is_shown() -> None:
    (message,) = judge(RULE, VPC, {"tags": {**GOOD, "Owner": "me"}}, CONFIG).violations
    assert message.startswith(
        "aws:ec2/vpc:Vpc 'subject', tags.Owner: 'me'.\nMust be: text that matches team-.+.\n"
    )


@pytest.mark.parametrize(("tags", "where"), [(UNKNOWN, "tags"), ({**GOOD, "Owner": UNKNOWN}, "tags.Owner")])
def test_unknown_tags_are_said_to_be_unseen(tags: object, where: str) -> None:
    verdict = judge(RULE, VPC, {"tags": tags}, CONFIG)
    assert verdict.violations == ()
    assert verdict.unseen is not None
    assert f"'subject': {where}." in verdict.unseen


def test_remediation_fills_in_what_the_config_supplies_and_leaves_the_rest() -> None:
    mended = remediated(RULE, VPC, {"cidrBlock": "10.0.0.0/16", "tags": {"a": "b"}}, CONFIG)
    assert mended == {"cidrBlock": "10.0.0.0/16", "tags": {"a": "b", "Project": "shop"}}


def test_remediation_fills_the_hidden_tags_of_a_launch_template() -> None:
    props = {"tags": GOOD, "tagSpecifications": [{"resourceType": "volume", "tags": {"a": "b"}}]}
    assert remediated(RULE, TEMPLATE, props, CONFIG) == {
        "tags": GOOD,
        "tagSpecifications": [
            {"resourceType": "volume", "tags": {"a": "b", "Project": "shop"}},
            {"resourceType": "instance", "tags": {"Project": "shop"}},
            {"resourceType": "network-interface", "tags": {"Project": "shop"}},
        ],
    }


def test_remediation_fills_the_tags_of_what_karpenter_launches() -> None:
    props = {"spec": {"role": "node", "tags": {"a": "b"}}}
    assert remediated(RULE, NODE_CLASS, props, CONFIG) == {
        "spec": {"role": "node", "tags": {"a": "b", "Project": "shop"}}
    }
    assert remediated(RULE, NODE_CLASS, {"spec": UNKNOWN}, CONFIG) is None
