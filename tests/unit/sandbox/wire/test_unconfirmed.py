"""What an engine that was killed had made is found when it is asked for again."""

from sandbox.wire.provider import Existing
from sandbox.wire.unconfirmed import Unconfirmed

URN = "urn:pulumi:s::p::aws:ec2/vpc:Vpc::net"
VPC = Existing("vpc-1", {}, {})


def test_what_was_made_and_never_named_again_is_an_orphan() -> None:
    unconfirmed = Unconfirmed()
    unconfirmed.remember(URN, VPC)
    assert unconfirmed.orphan(URN) == VPC


def test_an_orphan_is_told_once() -> None:
    unconfirmed = Unconfirmed()
    unconfirmed.remember(URN, VPC)
    unconfirmed.orphan(URN)
    assert unconfirmed.orphan(URN) is None


def test_what_the_engine_has_named_is_none() -> None:
    unconfirmed = Unconfirmed()
    unconfirmed.remember(URN, VPC)
    unconfirmed.confirm(URN, "vpc-1")
    assert unconfirmed.orphan(URN) is None


def test_naming_its_predecessor_confirms_nothing() -> None:
    unconfirmed = Unconfirmed()
    unconfirmed.remember(URN, VPC)
    unconfirmed.confirm(URN, "vpc-0")
    assert unconfirmed.orphan(URN) == VPC
