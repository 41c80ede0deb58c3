"""An instance that leaves something to its launch template is not judged for it: the template is."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.safety import instance_metadata_v2, volumes_encrypted

from tests.unit.guardrails.as_engine import UNKNOWN, Verdict, judge

INSTANCES = ("aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest")
LEFT: tuple[tuple[Any, str, dict[str, Any], int], ...] = (
    (instance_metadata_v2.RULE, "metadataOptions", {"httpTokens": "optional"}, 1),
    (volumes_encrypted.RULE, "rootBlockDevice", {"encrypted": False}, 1),
)


@pytest.mark.parametrize("token", INSTANCES)
@pytest.mark.parametrize(("rule", "prop", "wrong", "findings"), LEFT, ids=["metadata", "volumes"])
class TestAnInstance:
    """Of each kind, for each rule that a template can answer."""

    def test_inherits_from_its_template(
        self, token: str, rule: Any, prop: str, wrong: dict[str, Any], findings: int
    ) -> None:
        assert judge(rule, token, {"launchTemplate": {"id": UNKNOWN}}) == Verdict(())

    def test_answers_for_what_it_says_itself(
        self, token: str, rule: Any, prop: str, wrong: dict[str, Any], findings: int
    ) -> None:
        own = judge(rule, token, {"launchTemplate": {"id": UNKNOWN}, prop: wrong})
        assert len(own.violations) == findings
