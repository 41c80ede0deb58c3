"""No instance type that costs more than it may, wherever one can stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.billing.instance_limits import (
    InstanceLimits,
    allowed,
    largest_allowed,
    objections,
    replacement,
)
from guardrails.billing.instance_slots import INSTANCE_REQUIREMENTS, INSTANCE_TYPES
from guardrails.billing.instance_values import named_types
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.kubernetes import HELM
from guardrails.core.node_pools import NODE_POOLS, node_pools
from guardrails.core.plain import UNKNOWN, Slot, Unknown, slots
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.figures import capacities
from guardrails.figures.bought import ENGINE, NOT_A_TYPE, chosen_by_batch, market_of
from guardrails.figures.instance_catalog import InstanceType
from guardrails.figures.instance_requirements import admitted_by_ec2, admitted_by_karpenter
from guardrails.figures.markets import Market, dated


def _applies(resource_type: str) -> bool:
    return (
        resource_type in INSTANCE_TYPES
        or resource_type in INSTANCE_REQUIREMENTS
        or resource_type in NODE_POOLS
        or resource_type in HELM
        or resource_type in capacities.TYPES
    )


def check(resource: Resource, limits: InstanceLimits) -> Iterator[Judgement]:
    """Judge every instance type, and every set of requirements that lets AWS choose one."""
    for slot in _types(resource):
        yield from _judge_type(resource, slot, limits)
    for path in INSTANCE_REQUIREMENTS.get(resource.type, ()):
        for slot in slots(resource.props, path):
            admitted = admitted_by_ec2(slot.value) if isinstance(slot.value, dict) else None
            yield from _judge_admitted(resource, slot.path, admitted, limits)
    yield from _judge_capacities(resource, limits)
    for pool in node_pools(resource):
        wanted = pool.requirements
        admitted = admitted_by_karpenter(wanted) if isinstance(wanted, list) else None
        yield from _judge_admitted(resource, pool.requirements_path, admitted, limits)


def _types(resource: Resource) -> Iterator[Slot]:
    for path in INSTANCE_TYPES.get(resource.type, ()):
        yield from slots(resource.props, path)
    if resource.type in HELM:
        if resource.props.get("values") is UNKNOWN:
            yield Slot("values", UNKNOWN)
        yield from named_types(resource.props.get("values"), "values")


def _judge_type(resource: Resource, slot: Slot, limits: InstanceLimits) -> Iterator[Judgement]:
    bought = market_of(resource)
    if slot.value is UNKNOWN or isinstance(bought, Unknown):
        yield Unseen(resource, slot.path if slot.value is UNKNOWN else ENGINE)
        return
    name = str(slot.value)
    if name in NOT_A_TYPE or name in limits.allowed_types:
        return
    chosen = chosen_by_batch(resource.type, name)
    if chosen is not None:
        yield from _judge_admitted(resource, slot.path, chosen, limits)
        return
    found = bought.find(name)
    against = list(objections(found, limits))
    if against:
        said = f"{found} {', '.join(against)}"
        yield Finding(resource, slot.path, said, str(limits), _advice(found, limits, bought))


def _judge_capacities(resource: Resource, limits: InstanceLimits) -> Iterator[Judgement]:
    for capacity in capacities.capacities(resource.type, resource.props):
        usd = capacity.usd_per_hour
        if isinstance(capacity.most, Unknown):
            yield Unseen(resource, capacity.path)
        elif usd is not None and usd > limits.max_serverless_usd_per_hour:
            fix = "lower it, or raise maxServerlessUsdPerHour in the policy config."
            found = f"{capacity.most:g} {capacity.unit} ({usd:,.2f} USD/h)"
            must = f"up to {limits.max_serverless_usd_per_hour:g} USD/h"
            yield Finding(resource, capacity.path, found, must, fix)


def _judge_admitted(
    resource: Resource, path: str, admitted: list[InstanceType] | None, limits: InstanceLimits
) -> Iterator[Judgement]:
    if admitted is None:
        yield Unseen(resource, path)
        return
    refused = [found for found in admitted if not allowed(found, limits)]
    if refused:
        dearest = max(refused, key=lambda found: found.usd_per_hour or 0)
        yield Finding(
            resource,
            path,
            f"the requirements admit {len(refused)} types that are not allowed, up to {dearest}",
            f"requirements that admit only types {limits}",
            "name the types or families that you want, or lower the limits on vCPU, memory and accelerators.",
        )


def _advice(found: InstanceType, limits: InstanceLimits, bought: Market) -> str:
    exception = f"or add '{found.name}' to allowedTypes in the policy config ({dated(bought)})."
    nearest = replacement(found, limits, bought)
    if nearest is not None:
        return f"use {nearest}, the cheapest type with as many vCPU and as much memory, {exception}"
    largest = largest_allowed(found, limits, bought)
    if largest is not None:
        return f"use {largest}, the largest allowed type (none has as many vCPU and as much), {exception}"
    return f"raise a limit, since no type of this kind is allowed, {exception}"


RULE: ResourceRule[Any] = ResourceRule(
    name="billing-safe-instance-types",
    description="Instance types stay within what may be spent on one instance.",
    severity=Severity.HIGH,
    framework=well_architected("COST02-BP05"),
    tags=("billing", "instance-types"),
    remediation_steps=(
        "Choose the type that the message suggests, or allow the type, its family or a higher ceiling "
        "in the policy config, where a reviewer sees it."
    ),
    url="https://aws.amazon.com/ec2/pricing/on-demand/",
    settings=InstanceLimits,
    applies=_applies,
    check=check,
)
