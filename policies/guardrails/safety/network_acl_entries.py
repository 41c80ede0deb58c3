"""Inbound entries of network ACLs, written inline or as resources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from guardrails.core.plain import UNKNOWN, Plain, slots
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.safety.ingress import Opening, opening

NETWORK_ACLS: Final = ("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
_ENTRY: Final = "aws:ec2/networkAclRule:NetworkAclRule"
_SOURCES: Final = ("cidrBlock", "ipv6CidrBlock")


@dataclass(frozen=True)
class Entry:
    """One inbound entry of an ACL; ``resource`` says it."""

    resource: Resource
    number: Plain
    action: Plain
    opening: Opening


def inbound(stack: Stack) -> Iterator[Sequence[Entry]]:
    """The inbound entries of every ACL of the stack; AWS takes the lowest number that matches."""
    apart = list(stack.of_type(_ENTRY))
    for acl in stack.of_type(*NETWORK_ACLS):
        own = [rule for rule in apart if acl in _acls(stack, rule, acl.type)]
        apart = [rule for rule in apart if rule not in own]
        yield [*_inline(acl), *_single(own)]
    # Their ACL is not of this stack: what it says before them can't be seen.
    for rule in apart:
        yield list(_single([rule]))


def _acls(stack: Stack, rule: Resource, token: str) -> list[Resource]:
    return stack.linked(rule, "networkAclId", rule.props.get("networkAclId"), token).members


def _inline(acl: Resource) -> Iterator[Entry]:
    for slot in slots(acl.props, "ingress[]"):
        said = slot.value if isinstance(slot.value, dict) else {}
        known = isinstance(slot.value, dict)
        number, action = (said.get("ruleNo"), said.get("action")) if known else (UNKNOWN, UNKNOWN)
        yield Entry(acl, number, action, opening(slot.path, slot.value, _SOURCES, "protocol"))


def _single(rules: Sequence[Resource]) -> Iterator[Entry]:
    for rule in rules:
        props = rule.props
        if props.get("egress") is not True:
            number, action = props.get("ruleNumber"), props.get("ruleAction")
            yield Entry(rule, number, action, opening("", props, _SOURCES, "protocol"))
