"""One fault is one finding: a preview tells like findings once, in an order that is always the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

import pytest
from guardrails.billing.log_groups_have_retention import RULE as RETENTION
from guardrails.rules import RULES
from guardrails.tags.required_tags import RULE as TAGS
from pulumi.runtime.proto import analyzer_pb2

from tests.unit.guardrails.as_engine import (
    UNKNOWN,
    Member,
    Props,
    asked,
    question,
    run,
    stack_question,
    texts,
)

VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
PROGRAM: Final = (
    Member(SUBNET, "b", {}),
    Member(VPC, "net", {}),
    Member(SUBNET, "a", {"tags": {}}),
    Member(SUBNET, "c", {"tags": {"Owner": "me", "Project": "shop"}}),
)
CONFIG: Final[Mapping[str, Props]] = {TAGS.name: {"required": {"Owner": {}, "Project": {}}}}


def test_a_preview_tells_one_missing_set_of_tags_once_with_the_resources() -> None:
    (said,) = run([TAGS], PROGRAM, CONFIG)
    assert (said.urn, said.enforcementLevel) == ("", analyzer_pb2.MANDATORY)
    assert said.message == (
        "Whatever can carry tags carries the required ones, hidden places included.\n"
        "3 resources, tags: no Owner, no Project.\n"
        "Must be: Owner set to some text; Project set to some text.\n"
        "Fix: add it to the resource's tags or to the provider's default tags (aws:defaultTags).\n"
        f"Read more: {TAGS.url}\n"
        "The resources:\n"
        "  aws:ec2/subnet:Subnet: 'a', 'b'\n"
        "  aws:ec2/vpc:Vpc: 'net'"
    )


def test_seventy_seven_resources_are_one_finding() -> None:
    many = [Member(SUBNET, f"s{number}", {}) for number in range(77)]
    (said,) = run([TAGS], many, CONFIG)
    assert "\n77 resources, tags: " in said.message


def test_what_only_one_resource_has_is_told_at_that_resource() -> None:
    wrong = Member(SUBNET, "d", {"tags": {"Owner": " ", "Project": "shop"}})
    _, said = run([TAGS], [*PROGRAM, wrong], CONFIG)
    assert said.urn == wrong.urn
    assert "\naws:ec2/subnet:Subnet 'd', tags.Owner: ' '." in said.message


def test_an_update_tells_each_at_once_so_that_nothing_is_made_before() -> None:
    analyzer = asked([TAGS], CONFIG, preview=False)
    for member in PROGRAM[:3]:
        (said,) = analyzer.Analyze(question(member), None).diagnostics
        assert f" '{member.name}', tags: no Owner, no Project." in said.message
    assert analyzer.AnalyzeStack(stack_question(PROGRAM), None).diagnostics == []


ORDERS: Final = {"".join(one.name for one in order): order for order in itertools.permutations(PROGRAM)}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
def test_the_order_of_registration_changes_nothing(order: Sequence[Member]) -> None:
    assert run(RULES, order, CONFIG) == run(RULES, PROGRAM, CONFIG)


def test_a_resource_that_the_engine_asks_about_twice_is_told_once_by_the_last_word() -> None:
    analyzer = asked([TAGS], CONFIG, preview=True)
    analyzer.Analyze(question(PROGRAM[0]), None)
    analyzer.Analyze(question(Member(SUBNET, "b", {"tags": {"Owner": "me", "Project": "shop"}})), None)
    assert analyzer.AnalyzeStack(stack_question([]), None).diagnostics == []


def test_what_a_preview_can_not_see_is_one_advisory_of_the_rule() -> None:
    hidden = [Member("aws:cloudwatch/logGroup:LogGroup", name, {"retentionInDays": UNKNOWN}) for name in "ba"]
    (said,) = run([RETENTION], hidden)
    assert said.enforcementLevel == analyzer_pb2.ADVISORY
    (message,) = texts(RETENTION, [said])
    assert message == (
        "not known before the update: aws:cloudwatch/logGroup:LogGroup 'a': retentionInDays; "
        "aws:cloudwatch/logGroup:LogGroup 'b': retentionInDays. The rule decides in the update."
    )


def test_no_message_ends_a_sentence_twice() -> None:
    dear = [Member("aws:ec2/instance:Instance", name, {"instanceType": "p4d.24xlarge"}) for name in "ab"]
    assert [one.message for one in run(RULES, dear) if ".." in one.message] == []
