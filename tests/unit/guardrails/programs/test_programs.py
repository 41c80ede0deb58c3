"""Whole programs over the analyzer's protocol: exactly the findings that a reviewer would want.

They stand in ``expected/``: a line for each finding, the rule's name and the first line of its message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.unit.guardrails.as_engine import Member, Props
from tests.unit.guardrails.programs import (
    analytics,
    eks,
    fleet,
    network_hub,
    serverless,
    static_site,
    wordpress,
)
from tests.unit.guardrails.programs.program import said

EXPECTED: Final = Path(__file__).parent / "expected"
NO_SETTINGS: Final[Mapping[str, Props]] = {}

PROGRAMS: Final[Mapping[str, tuple[Callable[[], list[Member]], Mapping[str, Props]]]] = {
    "analytics": (analytics.members, analytics.PRODUCTION),
    "eks_auto_mode": (eks.with_auto_mode, NO_SETTINGS),
    "eks_default_node_group": (eks.with_a_default_node_group, NO_SETTINGS),
    "eks_managed_group": (eks.with_a_managed_group, NO_SETTINGS),
    "eks_older_group": (eks.with_an_older_group, NO_SETTINGS),
    "eks_self_managed_group": (eks.with_a_self_managed_group, NO_SETTINGS),
    "fleet": (fleet.members, NO_SETTINGS),
    "network_hub": (network_hub.members, NO_SETTINGS),
    "serverless": (serverless.members, NO_SETTINGS),
    "static_site": (static_site.members, NO_SETTINGS),
    "wordpress": (wordpress.members, NO_SETTINGS),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_pack_says_of_a_program_what_a_reviewer_would_want(name: str) -> None:
    members, configs = PROGRAMS[name]
    expected = (EXPECTED / f"{name}.txt").read_text().splitlines()
    assert [f"{rule}: {line}" for rule, line in said(members(), configs)] == expected
