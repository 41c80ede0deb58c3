"""ECS services on Fargate: so many tasks of a task definition, up to what auto scaling allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.checks import is_true
from guardrails.core.plain import UNKNOWN, Plain, Unknown, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.amounts import Amount, amount
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.capacities import capacities, unit_usd
from guardrails.figures.prices import prices

_TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
_TARGET: Final = "aws:appautoscaling/target:Target"
_STRATEGY: Final = "capacityProviderStrategies[].capacityProvider"


def price_tasks(service: Resource, stack: Stack) -> Iterator[Entry]:
    """The tasks of a service on Fargate; on instances of one's own, those are counted."""
    task = stack.linked(service, "taskDefinition", service.props.get("taskDefinition"), _TASK, _arn)
    on_fargate = _on_fargate(service, task.only)
    if on_fargate is False:
        return
    if on_fargate is UNKNOWN or task.missing or task.surplus:
        yield Pending(service, "launchType, taskDefinition")
    elif task.only is None:
        yield Unpriced(service, "tasks of a definition that is not of this stack")
    else:
        yield from _price(service, task.only, stack)


def _price(service: Resource, task: Resource, stack: Stack) -> Iterator[Entry]:
    least, most = amount(service, "desiredCount", 1), _most(service, stack)
    sizes = list(capacities(task.type, task.props))
    parts = [one.most for one in sizes]
    public = value_at(service.props, "networkConfiguration.assignPublicIp")
    if isinstance(least, Unknown) or isinstance(most, Unknown) or UNKNOWN in (*parts, public):
        yield Pending(service, "desiredCount, and the cpu and memory of its task definition")
        return
    if not sizes:
        yield Unpriced(service, "tasks without cpu and memory")
        return
    most = max(least, most)
    hourly = sum(
        unit_usd(one.unit) * one.most for one in sizes if one.most and not isinstance(one.most, Unknown)
    )
    each = hourly * prices().hours + (prices().public_address if is_true(public) else 0)
    shape = " and ".join(f"{one.most:g} {one.unit.partition(' ')[0]}" for one in sizes)
    what = f"{least:g} to {most:g} tasks of {shape}"
    yield Line(service, what, least * each, most * each)


def _on_fargate(service: Resource, task: Resource | None) -> bool | Unknown:
    said = [service.props.get("launchType"), *(slot.value for slot in slots(service.props, _STRATEGY))]
    said = [one for one in said if one is not None]
    if not said and task is not None:
        said = [slot.value for slot in slots(task.props, "requiresCompatibilities[]")]
    if any(str(one).startswith("FARGATE") for one in said if one is not UNKNOWN):
        return True
    return UNKNOWN if UNKNOWN in said else False


def _most(service: Resource, stack: Stack) -> Amount:
    for target in stack.of_type(_TARGET):
        aims: Plain = target.props.get("resourceId")
        named = isinstance(aims, str) and aims.endswith(f"/{service.props.get('name')}")
        if named or service in stack.referenced(target, "resourceId"):
            return amount(target, "maxCapacity", 0)
    return 0


def _arn(task: Resource) -> object:
    return task.props.get("arn") or task.props.get("family")
