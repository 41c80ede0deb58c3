"""The benchmarks of the policy pack find what they measure, and tell its parts apart."""

from __future__ import annotations

import pytest

from benchmarks import policies, policies_engine
from benchmarks.session_cpu import part_of


def test_what_is_measured_is_there() -> None:
    needed = [policies.RECORDED, policies_engine.RECORDED, policies_engine.PROGRAM, *policies.PACKS.values()]
    assert [path for path in needed if not path.exists()] == []


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("pulumi preview --stack sandbox --config-file /tmp/x/Pulumi.sandbox.yaml", "engine"),
        ("/x/python -m sandbox serve --state /tmp/x/state", "providers"),
        ("python3 /x/pulumi-language-python-exec --config x", "program"),
        ("python3 -u -m pulumi.policy 127.0.0.1:1 .", "pack"),
        ("make preview", "other"),
    ],
)
def test_a_process_counts_for_the_part_that_its_command_names(command: str, part: str) -> None:
    assert part_of(command) == part
