"""What a stack file leaves to a person has an example in the sandbox, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.engine.examples import missing
from cli.engine.target import Target, choose

ADDRESS = {"cluster.publicAccessCidrs[0]": "203.0.113.7/32"}
EMAIL = {"billing.email": "somebody@example.com"}
OPEN = "  reef:cluster: {publicAccess: true}\n"
TOLD = "  reef:billing: {email: me@reef.org}\n"


def taken_there(root: Path, config: str) -> Target:
    (root / "Pulumi.dev.yaml").write_text(f"config:\n{config}")
    return choose("dev", root, {"SANDBOX": "1"})


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (OPEN, {**ADDRESS, **EMAIL}),
        (OPEN + TOLD, ADDRESS),
        ("  aws:region: eu-west-1\n", EMAIL),
        ("  reef:cluster: {publicAccess: true, publicAccessCidrs: [192.0.2.1/32]}\n" + TOLD, {}),
        ("  reef:billing: {slack: {workspaceId: T12345678, channelId: C12345678}}\n", {}),
        ("  reef:billing: {optOut: an account of ours}\n", {}),
        ("  reef:target: kubeconfig\n", {}),
    ],
)
def test_what_is_missing_has_an_example(root: Path, config: str, expected: dict[str, str]) -> None:
    assert missing(taken_there(root, config), {}) == expected


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"billing.email": "you@reef.org"}, ADDRESS),
        ({"reef:billing.slack.channelId": "C12345678"}, ADDRESS),
        ({"cluster.publicAccessCidrs[0]": "192.0.2.1/32"}, EMAIL),
        ({"billing.monthlyLimitUsd": "20"}, {**ADDRESS, **EMAIL}),
    ],
)
def test_what_the_command_line_says_needs_no_example(
    root: Path, overrides: dict[str, str], expected: dict[str, str]
) -> None:
    assert missing(taken_there(root, OPEN), overrides) == expected


def test_the_program_asks_a_person_on_aws_and_for_the_sandboxs_own_stack(
    sandbox: Target, dev: Target
) -> None:
    assert missing(dev, {}) == {}
    assert missing(sandbox, {}) == {}
