"""No public address is paid for without being used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.plain import UNKNOWN, slots
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack

EIP: Final = "aws:ec2/eip:Eip"
_USERS: Final = {
    "aws:ec2/natGateway:NatGateway": ("allocationId", "secondaryAllocationIds[]"),
    "aws:ec2/eipAssociation:EipAssociation": ("allocationId", "publicIp"),
    "aws:alb/loadBalancer:LoadBalancer": ("subnetMappings[].allocationId",),
    "aws:lb/loadBalancer:LoadBalancer": ("subnetMappings[].allocationId",),
}
"""What takes an address by its id; by a reference anything may, such as the annotation of a Service."""


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """An address is in use if it names an instance or an interface, or if something of the stack takes it."""
    taken_urns, taken_ids = _taken(stack)
    hidden = any(_takes_what_is_hidden(stack, user) for user in stack.of_type(*_USERS))
    for address in stack.of_type(EIP):
        attached = address.props.get("instance") or address.props.get("networkInterface")
        ids = {address.props.get(key) for key in ("id", "allocationId", "publicIp")}
        if attached or address.urn in taken_urns or ids & taken_ids:
            continue
        if hidden or (UNKNOWN in ids and taken_ids):
            yield Unseen(address, "allocationId (whether something takes it)")
        else:
            found = "an address that nothing in this stack uses (3.65 USD a month)"
            must = "attached to a NAT gateway, a load balancer, an instance or a network interface"
            yield Finding(
                address, "instance, networkInterface", found, must, "attach the address, or remove it."
            )


def _takes_what_is_hidden(stack: Stack, user: Resource) -> bool:
    """Whether it takes an address that no reference tells, so that it may be any."""
    for path in _USERS[user.type]:
        taken = [slot.value for slot in slots(user.props, path)]
        if stack.linked(user, path.partition("[")[0], taken, EIP).missing:
            return True
    return False


def _taken(stack: Stack) -> tuple[set[str], set[object]]:
    urns = {urn for user in stack.resources for taken in user.references.values() for urn in taken}
    ids: set[object] = set()
    for user in stack.of_type(*_USERS):
        for path in _USERS[user.type]:
            ids.update(slot.value for slot in slots(user.props, path) if isinstance(slot.value, str))
    return urns, ids


RULE: StackRule[Any] = StackRule(
    name="elastic-ips-in-use",
    description="Every Elastic IP is used by something.",
    severity=Severity.LOW,
    framework=well_architected("COST04-BP03"),
    tags=("billing", "network"),
    remediation_steps="Attach the address, or release it.",
    url="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-eips.html",
    settings=RuleSettings,
    check=check,
)
