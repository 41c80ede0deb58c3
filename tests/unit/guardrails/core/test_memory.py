"""What the pack remembers from one question of the engine to the next."""

from __future__ import annotations

from typing import Any

import pulumi_policy
import pytest
from guardrails.core.memory import Memory
from guardrails.core.waivers_in_force import RULE as WAIVERS_IN_FORCE
from guardrails.safety.helm_release_atomic import RULE as ATOMIC
from guardrails.safety.helm_values_no_plain_secret import RULE as NO_SECRET
from guardrails.safety.node_groups_in_private_subnets import RULE as PRIVATE
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY, deserialize_properties
from pulumi_policy.proxy import unknown_checking_proxy

from tests.unit.guardrails.as_engine import UNKNOWN, Member, policy_resources, validation_args

RELEASE = "kubernetes:helm.sh/v3:Release"


def hear(said: list[tuple[str, str | None]]) -> Any:
    def violation(message: str, urn: str | None = None) -> None:
        said.append((message, urn))

    return violation


def secret(value: str) -> dict[str, str]:
    return {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": value}


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({"adminPassword": secret("x")}, 0),
        (secret("irrelevant") | {"value": {"adminPassword": "x"}}, 0),
        ({"adminPassword": "x"}, 1),
        ({"adminPassword": "x", "other": {"apiKey": secret("y")}}, 1),
    ],
)
def test_a_value_that_the_program_marked_as_secret_passes(values: Any, count: int) -> None:
    policy = NO_SECRET.policy(Memory())
    marked = unknown_checking_proxy(deserialize_properties({"values": values}, proxy_secrets=True))
    bare = unknown_checking_proxy(deserialize_properties({"values": values}))
    said: list[tuple[str, str | None]] = []
    assert policy.remediate(validation_args(RELEASE, marked)) is None
    policy.validate(validation_args(RELEASE, bare), hear(said))
    assert len(said) == count


def test_a_stack_rule_judges_inputs_that_a_preview_has_no_outputs_for() -> None:
    memory = Memory()
    group, subnet = "aws:eks/nodeGroup:NodeGroup", "aws:ec2/subnet:Subnet"
    members = [
        Member(subnet, "a", {}),
        Member(group, "nodes", {}, references={"subnetIds": ["a"]}),
    ]
    said: list[tuple[str, str | None]] = []
    earlier = ATOMIC.policy(memory)
    earlier.validate(validation_args(subnet, {"mapPublicIpOnLaunch": True}, name="a"), hear(said))
    earlier.validate(validation_args(group, {"subnetIds": UNKNOWN}, name="nodes"), hear(said))
    assert said == []
    stack = pulumi_policy.StackValidationArgs(policy_resources(members))
    PRIVATE.policy(memory).validate(stack, hear(said))
    ((message, urn),) = said
    assert message.startswith(
        "aws:eks/nodeGroup:NodeGroup 'nodes', subnetIds: a, where mapPublicIpOnLaunch is true."
    )
    assert urn == members[1].urn


def test_waivers_in_force_are_shown_with_their_reason() -> None:
    memory = Memory()
    waiver = {"resource": "sub*", "reason": "rollback is done by hand", "until": "2026-12-31"}
    said: list[tuple[str, str | None]] = []
    args = validation_args(RELEASE, {"atomic": False}, {"waivers": [waiver]})
    ATOMIC.policy(memory).validate(args, hear(said))
    assert said == []
    WAIVERS_IN_FORCE.policy(memory).validate(pulumi_policy.StackValidationArgs([]), hear(said))
    ((message, _),) = said
    found, must, fix, _ = message.splitlines()
    assert found == (
        "kubernetes:helm.sh/v3:Release 'subject', atomic: false, which helm-release-atomic lets pass "
        "until 2026-12-31: rollback is done by hand."
    )
    assert must == "Must be: true, once the waiver has ended."
    assert fix.startswith("Fix: before 2026-12-31, set atomic to true: ")
