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
from guardrails.core.plain import UNKNOWN, Slot, slots
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.figures.instance_catalog import InstanceType, ec2_name, find, prices_as_of
from guardrails.figures.instance_requirements import admitted_by_ec2, admitted_by_karpenter


def _applies(resource_type: str) -> bool:
    return (
        resource_type in INSTANCE_TYPES
        or resource_type in INSTANCE_REQUIREMENTS
        or resource_type in NODE_POOLS
        or resource_type in HELM
    )


def check(resource: Resource, limits: InstanceLimits) -> Iterator[Judgement]:
    """Judge every instance type, and every set of requirements that lets AWS choose one."""
    for slot in _types(resource):
        yield from _judge_type(resource, slot, limits)
    for path in INSTANCE_REQUIREMENTS.get(resource.type, ()):
        for slot in slots(resource.props, path):
            admitted = admitted_by_ec2(slot.value) if isinstance(slot.value, dict) else None
            yield from _judge_admitted(resource, slot.path, admitted, limits)
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
    if slot.value is UNKNOWN:
        yield Unseen(resource, slot.path)
        return
    name = str(slot.value)
    against = list(objections(name, limits))
    if against:
        yield Finding(
            resource,
            slot.path,
            f"{_describe(name)} {', '.join(against)}",
            str(limits),
            _advice(find(name), limits, name),
        )


def _judge_admitted(
    resource: Resource, path: str, admitted: list[InstanceType] | None, limits: InstanceLimits
) -> Iterator[Judgement]:
    if admitted is None:
        yield Unseen(resource, path)
        return
    refused = [found for found in admitted if not allowed(found.name, limits)]
    if refused:
        dearest = max(refused, key=lambda found: found.usd_per_hour or 0)
        yield Finding(
            resource,
            path,
            f"the requirements admit {len(refused)} types that are not allowed, up to {dearest}",
            f"requirements that admit only types {limits}",
            "name the types or families that you want, or lower the limits on vCPU, memory and accelerators.",
        )


def _describe(name: str) -> str:
    base = find(name)
    if name == ec2_name(name):
        return str(base)
    return f"{name}, on EC2 {base}"


def _advice(found: InstanceType, limits: InstanceLimits, name: str) -> str:
    nearest = replacement(found, limits)
    exception = (
        f"or add '{name}' to allowedTypes in the policy config (prices as of {prices_as_of()}, us-east-1)."
    )
    if nearest is not None:
        return f"use {nearest}, the nearest cheaper type with as many vCPUs, {exception}"
    largest = largest_allowed(found.arch, limits)
    if largest is not None:
        return f"use {largest}, the largest allowed type (no cheaper one has as many vCPUs), {exception}"
    return f"allow some type: nothing passes now, {exception}"


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
