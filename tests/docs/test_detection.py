"""The page on detection names every condition and every event, with the agent that sets it."""

from __future__ import annotations

import re

from components.remediation.kernel_log import EVENTS
from components.remediation.monitors import monitored_conditions
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "detection.md").read_text(encoding="utf-8")


def test_every_condition_is_named_with_the_agent_that_sets_it() -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ([a-z-]+)", PAGE, re.MULTILINE)
    told = {name: agent for names, agent in rows for name in re.findall(r"`(\w+)`", names)}
    assert told == {condition.type: condition.monitor for condition in monitored_conditions().values()}


def test_every_event_of_the_kernel_is_named() -> None:
    paragraph = PAGE.partition("by\nsource `kernel-log`: ")[2].partition(". The detector")[0]
    assert set(re.findall(r"`(\w+)`", paragraph)) == {rule.reason for rule in EVENTS.rules}
