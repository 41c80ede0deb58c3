"""What no rule reads is named once, by package and type, with counts."""

from __future__ import annotations

import pytest
from guardrails.core import unjudged_packages

from tests.unit.guardrails.as_engine import Member, judge_stack

RULE = unjudged_packages.RULE


def members(*tokens: str) -> list[Member]:
    return [Member(token, f"{token}-{number}", {}) for number, token in enumerate(tokens)]


@pytest.mark.parametrize(
    "token",
    [
        "aws-native:sqs:Queue",
        "aws:cloudcontrol/resource:Resource",
        "aws:cloudformation/stack:Stack",
        "azure-native:storage:StorageAccount",
        "command:local:Command",
        "gcp:container/cluster:Cluster",
        "kubernetes:apps/v1:StatefulSet",
        "kubernetes:batch/v1:CronJob",
        "pulumi-python:dynamic:Resource",
    ],
)
def test_a_type_that_no_rule_reads_is_named(token: str) -> None:
    (message,) = judge_stack(RULE, members(token)).violations
    assert f"(1 x {token})" in message


@pytest.mark.parametrize(
    "token",
    [
        "aws-native:s3:Bucket",
        "aws:sfn/stateMachine:StateMachine",
        "kubernetes:core/v1:ConfigMap",
        "kubernetes:helm.sh/v3:Release",
        "random:index/randomId:RandomId",
    ],
)
def test_what_is_read_or_harmless_is_not(token: str) -> None:
    assert judge_stack(RULE, members(token)).silent


def test_a_component_says_nothing_of_its_own() -> None:
    assert judge_stack(RULE, [Member("awsx:ec2:Vpc", "vpc", {}, provider=None)]).silent


def test_many_are_one_finding_with_the_most_frequent_types_first() -> None:
    kinds = [f"gcp:x/k{number}:K" for number in range(7)]
    (message,) = judge_stack(
        RULE, members("aws:ec2/vpc:Vpc", "azure-native:a:B", *kinds, kinds[3])
    ).violations
    assert message.splitlines()[0] == (
        "The stack, types: 9 of 10 resources are of types that no rule reads: azure-native 1 (1 x "
        "azure-native:a:B); gcp 8 (2 x gcp:x/k3:K, 1 x gcp:x/k0:K, 1 x gcp:x/k1:K, 1 x gcp:x/k2:K, 1 x "
        "gcp:x/k4:K and 2 more types)."
    )


def test_what_something_else_judges_is_accepted() -> None:
    assert judge_stack(RULE, members("gcp:x/a:A", "gcp:y/b:B"), {"accepted": ["gcp:*"]}).silent
