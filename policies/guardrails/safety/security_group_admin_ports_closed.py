"""No administration, no database and no cache for the whole internet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_aws
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.ingress import TYPES, Opening, openings
from guardrails.safety.internet import is_internet
from guardrails.safety.ports import ADMINISTRATION, DATA, called


class PortSettings(RuleSettings):
    """Which ports the internet may not reach, by TCP or by UDP."""

    ports: tuple[int, ...] = tuple(ADMINISTRATION)
    """Ports of administration: SSH, RDP, and the kubelet's two, unless you say otherwise."""
    data_ports: tuple[int, ...] = tuple(DATA)
    """Ports of databases, caches, file systems and brokers."""


def check(resource: Resource, settings: PortSettings) -> Iterator[Judgement]:
    """Judge every opening by the ports inside it and by who may come in."""
    for opening in openings(resource):
        yield from _judge(resource, opening, settings)


def _judge(resource: Resource, opening: Opening, settings: PortSettings) -> Iterator[Judgement]:
    where = opening.where or "fromPort, toPort"
    closed = (*settings.ports, *settings.data_ports)
    world = [str(source) for source in opening.sources if is_internet(source)]
    inside = [port for port in closed if opening.spans(port)]
    if world and inside:
        ports = "every port" if opening.every_port else called(inside)
        found = f"{ports} is open to {', '.join(world)}"
        yield Finding(resource, where, found, "closed to the internet", _fix(opening, settings, inside))
    elif _undecided(opening, closed, world=bool(world), inside=bool(inside)):
        yield Unseen(resource, where)


def _fix(opening: Opening, settings: PortSettings, inside: list[int]) -> str:
    if opening.every_port:
        return "open the ports that are meant for everybody, such as 443, and name the networks for the rest."
    if not set(inside) & set(settings.ports):
        return "name the security group of what connects to it instead of a network."
    return "name the networks that need it, or drop the rule: Systems Manager gives a shell without a port."


def _undecided(opening: Opening, closed: tuple[int, ...], *, world: bool, inside: bool) -> bool:
    maybe_world = world or UNKNOWN in opening.sources
    maybe_inside = inside or any(opening.spans(port) is None for port in closed)
    return maybe_world and maybe_inside


RULE: ResourceRule[Any] = ResourceRule(
    name="security-group-admin-ports-closed",
    description="SSH, RDP, the kubelet, databases and caches are closed to the internet.",
    severity=Severity.CRITICAL,
    framework=cis_aws("5.2, 5.3"),
    tags=("safety", "network"),
    remediation_steps="Remove the rule, or name the networks or the security groups that need it.",
    url="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    settings=PortSettings,
    applies=TYPES.__contains__,
    check=check,
)
