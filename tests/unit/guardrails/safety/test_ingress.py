"""What a security group's rule opens, however its protocol is written."""

from __future__ import annotations

import pytest
from guardrails.core.plain import Plain
from guardrails.safety.ingress import Opening


@pytest.mark.parametrize(
    ("protocol", "opens"),
    [("tcp", True), ("TCP", True), ("6", True), ("-1", True), (-1, True), ("udp", False), ("icmp", False)],
)
def test_a_protocol_is_known_however_it_is_written(protocol: Plain, opens: bool) -> None:
    assert Opening("", protocol, 20, 30, ("0.0.0.0/0",)).spans(22) is opens
