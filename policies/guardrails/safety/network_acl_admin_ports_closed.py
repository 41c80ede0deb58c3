"""Network ACLs keep the internet from SSH and RDP, whatever security groups say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_aws
from guardrails.core.plain import UNKNOWN
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.safety.internet import is_internet
from guardrails.safety.network_acl_entries import Entry, inbound
from guardrails.safety.ports import called

_FIX: Final = "put entries with lower numbers before it that deny these ports: the first match decides."


class AclPortSettings(RuleSettings):
    """Which ports a network ACL may not let in from the internet, by TCP or by UDP."""

    ports: tuple[int, ...] = (22, 3389)
    """SSH and RDP, unless you say otherwise."""


def check(stack: Stack, settings: AclPortSettings) -> Iterator[Judgement]:
    """Judge every entry that lets the internet in, unless an earlier one keeps the port closed."""
    for entries in inbound(stack):
        for entry in entries:
            others = [other for other in entries if other is not entry]
            yield from _judge(entry, others, settings)


def _judge(entry: Entry, others: Sequence[Entry], settings: AclPortSettings) -> Iterator[Judgement]:
    opening = entry.opening
    where = opening.where or "fromPort, toPort"
    world = [str(source) for source in opening.sources if is_internet(source)]
    unsure = UNKNOWN in (entry.action, *opening.sources)
    if entry.action not in ("allow", UNKNOWN) or not (world or unsure):
        return
    reach = {port: _reaches(port, entry, others, world) for port in settings.ports}
    if None in reach.values() or (unsure and any(reach.values())):
        yield Unseen(entry.resource, where)
    elif any(reach.values()):
        found = f"{called([port for port in reach if reach[port]])} is open to {', '.join(world)}"
        yield Finding(entry.resource, where, found, "closed to the internet", _FIX)


def _reaches(port: int, entry: Entry, others: Sequence[Entry], world: Sequence[str]) -> bool | None:
    """Whether the entry lets ``port`` in and no earlier one denies it; None where that is not known yet."""
    inside = entry.opening.spans(port)
    if inside is False:
        return False
    denied = [_denies(other, port, entry, world) for other in others]
    if True in denied:
        return False
    return None if None in denied else inside


def _denies(other: Entry, port: int, entry: Entry, world: Sequence[str]) -> bool | None:
    """Whether ``other`` comes first and keeps ``port`` closed to all of ``world``."""
    sources = other.opening.sources
    covered = set(world) <= {str(source) for source in sources}
    facts = (
        None if other.action is UNKNOWN else other.action == "deny",
        other.opening.spans(port),
        True if covered else None if UNKNOWN in sources else False,
        _first(other, entry),
    )
    if False in facts:
        return False
    return None if None in facts else True


def _first(one: Entry, other: Entry) -> bool | None:
    if not isinstance(one.number, int) or not isinstance(other.number, int):
        return None
    return one.number < other.number


RULE: StackRule[Any] = StackRule(
    name="network-acl-admin-ports-closed",
    description="Network ACLs let no SSH and no RDP in from the internet.",
    severity=Severity.MEDIUM,
    framework=cis_aws("5.1"),
    tags=("safety", "network"),
    remediation_steps="Deny the ports before the entry that allows them, or name the networks.",
    url="https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html",
    settings=AclPortSettings,
    level=EnforcementLevel.ADVISORY,
    check=check,
)
