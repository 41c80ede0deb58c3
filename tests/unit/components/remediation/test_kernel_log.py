"""The kernel's messages, matched as node-problem-detector matches them: each pattern to the end of the line.

That it really does so is tried with the detector itself in tests/control_plane/test_detector.py.
"""

from __future__ import annotations

import re

import pytest

from components.remediation import kernel_log
from testing import kernel_lines

RULES = (*kernel_log.EVENTS.rules, *kernel_log.FATAL.rules)


def fired(line: str) -> set[tuple[str, str | None]]:
    """(reason, condition) of the rules that fire on a message."""
    return {(rule.reason, rule.condition) for rule in RULES if re.search(rule.pattern + r"\Z", line)}


@pytest.mark.parametrize(("line", "reason"), kernel_lines.EVENTS)
def test_what_passes_is_an_event_and_never_a_condition(line: str, reason: str) -> None:
    assert fired(line) == {(reason, None)}


@pytest.mark.parametrize(("line", "reason", "condition"), kernel_lines.FATAL)
def test_what_ends_a_machine_is_a_condition(line: str, reason: str, condition: str) -> None:
    assert fired(line) == {(reason, condition)}


@pytest.mark.parametrize("line", kernel_lines.BENIGN)
def test_a_benign_message_is_left_alone(line: str) -> None:
    assert fired(line) == set()


def test_every_rule_has_a_line_that_a_kernel_printed() -> None:
    shown = {reason for _, reason in kernel_lines.EVENTS} | {reason for _, reason, _ in kernel_lines.FATAL}
    assert shown == {rule.reason for rule in RULES}
