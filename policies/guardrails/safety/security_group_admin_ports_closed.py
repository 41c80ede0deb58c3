"""No SSH and no kubelet for the whole internet."""

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
from guardrails.safety.eks_endpoint_not_open import EVERYWHERE
from guardrails.safety.ingress import TYPES, Opening, openings


class PortSettings(RuleSettings):
    """Which ports nobody on the internet may reach."""

    ports: tuple[int, ...] = (22, 10250, 10255)
    """TCP ports: SSH, and the kubelet's two, unless you say otherwise."""


def check(resource: Resource, settings: PortSettings) -> Iterator[Judgement]:
    """Judge every opening by the ports inside it and by who may come in."""
    for opening in openings(resource):
        yield from _judge(resource, opening, settings)


def _judge(resource: Resource, opening: Opening, settings: PortSettings) -> Iterator[Judgement]:
    where = opening.where or "fromPort, toPort"
    world = [str(source) for source in opening.sources if source in EVERYWHERE]
    inside = [port for port in settings.ports if opening.spans(port)]
    if world and inside:
        found = f"port {', '.join(map(str, inside))} is open to {', '.join(world)}"
        must = "closed to the internet"
        fix = (
            "name the networks that need it, or drop the rule: Systems Manager gives a shell without a port."
        )
        yield Finding(resource, where, found, must, fix)
    elif _undecided(opening, settings, world=bool(world), inside=bool(inside)):
        yield Unseen(resource, where)


def _undecided(opening: Opening, settings: PortSettings, *, world: bool, inside: bool) -> bool:
    maybe_world = world or UNKNOWN in opening.sources
    maybe_inside = inside or any(opening.spans(port) is None for port in settings.ports)
    return maybe_world and maybe_inside


RULE: ResourceRule[Any] = ResourceRule(
    name="security-group-admin-ports-closed",
    description="SSH and the kubelet are closed to the internet.",
    severity=Severity.CRITICAL,
    framework=cis_aws("5.2"),
    tags=("safety", "network"),
    remediation_steps="Remove the rule, or name the networks that need it.",
    url="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    settings=PortSettings,
    applies=TYPES.__contains__,
    check=check,
)
