"""What the pack remembers from one question of the engine to the next."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.core.waivers_in_force import RULE as WAIVERS_IN_FORCE
from guardrails.safety.helm_release_atomic import RULE as ATOMIC
from guardrails.safety.helm_values_no_plain_secret import RULE as NO_SECRET
from guardrails.safety.node_groups_in_private_subnets import RULE as PRIVATE

from tests.unit.guardrails.as_engine import UNKNOWN, Member, judge, run, secret, texts

RELEASE = "kubernetes:helm.sh/v3:Release"


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({"adminPassword": secret("x")}, 0),
        (secret({"adminPassword": "x"}), 0),
        ({"adminPassword": "x"}, 1),
        ({"adminPassword": "x", "other": {"apiKey": secret("y")}}, 1),
    ],
)
def test_a_value_that_the_program_marked_as_secret_passes(values: Any, count: int) -> None:
    assert len(judge(NO_SECRET, RELEASE, {"values": values}).violations) == count


def test_a_stack_rule_judges_inputs_that_a_preview_has_no_outputs_for() -> None:
    members = [
        Member("aws:ec2/subnet:Subnet", "a", {}, inputs={"mapPublicIpOnLaunch": True}),
        Member(
            "aws:eks/nodeGroup:NodeGroup",
            "nodes",
            {},
            references={"subnetIds": ["a"]},
            inputs={"subnetIds": UNKNOWN},
        ),
    ]
    (said,) = run([PRIVATE], members)
    (message,) = texts(PRIVATE, [said])
    assert message.startswith(
        "aws:eks/nodeGroup:NodeGroup 'nodes', subnetIds: a, where mapPublicIpOnLaunch is true."
    )
    assert said.urn == members[1].urn


def test_waivers_in_force_are_shown_with_their_reason() -> None:
    waiver = {"resource": "sub*", "reason": "rollback is done by hand", "until": "2026-12-31"}
    subject = Member(RELEASE, "subject", {"atomic": False})
    said = run([ATOMIC, WAIVERS_IN_FORCE], [subject], {ATOMIC.name: {"waivers": [waiver]}})
    (message,) = texts(WAIVERS_IN_FORCE, said)
    assert list(texts(ATOMIC, said)) == []
    found, must, fix, _ = message.splitlines()
    assert found == (
        "kubernetes:helm.sh/v3:Release 'subject', atomic: false, which helm-release-atomic lets pass "
        "until 2026-12-31: rollback is done by hand."
    )
    assert must == "Must be: true, once the waiver has ended."
    assert fix.startswith("Fix: before 2026-12-31, set atomic to true: ")
