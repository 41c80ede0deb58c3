"""Capacity bought by the unit and the hour instead of instances: ACU, RPU, DPU, shards, vCPU of tasks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from guardrails.core.data import load
from guardrails.core.plain import UNKNOWN, Plain, Unknown, value_at

_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:v?cpus?|gb)?\s*$", re.IGNORECASE)
_WORKERS: Final = {"G.025X": 0.25, "G.1X": 1, "G.2X": 2, "G.4X": 4, "G.8X": 8, "Standard": 1, "Z.2X": 2}
_UNITS_PER_VCPU: Final = 1024
_MIB_PER_GB: Final = 1024

Read = Callable[[dict[str, Plain]], float | Unknown | None]


@dataclass(frozen=True)
class Capacity:
    """So many units of a kind: what a resource starts with, and the most that it may grow to.

    ``path`` is where the most stands. Both are None where the program leaves them to the service.
    """

    path: str
    unit: str
    least: float | Unknown | None
    most: float | Unknown | None

    @property
    def usd_per_hour(self) -> float | None:
        """At its largest; None where that is not told."""
        return (
            None if self.most is None or isinstance(self.most, Unknown) else self.most * unit_usd(self.unit)
        )


@dataclass(frozen=True)
class _Slot:
    path: str
    unit: str
    most: Read
    least: Read


def _at(path: str) -> Read:
    return lambda props: _number(value_at(props, path))


def _same(path: str, unit: str, read: Read | None = None) -> _Slot:
    chosen = read or _at(path)
    return _Slot(path, unit, chosen, chosen)


def _range(path: str, unit: str, least: str) -> _Slot:
    return _Slot(path, unit, _at(path), _at(least))


def _workers(props: dict[str, Plain]) -> float | Unknown | None:
    count, kind = value_at(props, "numberOfWorkers"), value_at(props, "workerType")
    if UNKNOWN in (count, kind):
        return UNKNOWN
    each = _WORKERS.get(str(kind))
    return count * each if isinstance(count, int | float) and each is not None else None


def _task(path: str, per: int) -> Read:
    """ECS writes a task's CPU in units of 1/1024 vCPU and its memory in MiB, or in words: ``1 vCPU``."""

    def read(props: dict[str, Plain]) -> float | Unknown | None:
        value = value_at(props, path)
        found = _number(value)
        if found is None or isinstance(found, Unknown):
            return found
        return found if re.search(r"[a-z]", str(value), re.IGNORECASE) else found / per

    return read


def _provisioned(path: str) -> Read:
    """DynamoDB heeds capacity units where it is not billed by the request."""

    def read(props: dict[str, Plain]) -> float | Unknown | None:
        mode = value_at(props, "billingMode")
        if mode == "PAY_PER_REQUEST":
            return None
        return UNKNOWN if mode is UNKNOWN else _number(value_at(props, path))

    return read


_V2: Final = "serverlessv2ScalingConfiguration"
_NEPTUNE: Final = "serverlessV2ScalingConfiguration"
_CAPACITIES: Final[Mapping[str, tuple[_Slot, ...]]] = {
    "aws:rds/cluster:Cluster": (
        _range(f"{_V2}.maxCapacity", "ACU", f"{_V2}.minCapacity"),
        _range("scalingConfiguration.maxCapacity", "ACU (version 1)", "scalingConfiguration.minCapacity"),
    ),
    "aws:neptune/cluster:Cluster": (_range(f"{_NEPTUNE}.maxCapacity", "NCU", f"{_NEPTUNE}.minCapacity"),),
    "aws:redshiftserverless/workgroup:Workgroup": (
        _same("baseCapacity", "RPU"),
        _range("maxCapacity", "RPU", "baseCapacity"),
    ),
    "aws:glue/job:Job": (_same("maxCapacity", "DPU"), _same("numberOfWorkers", "DPU", _workers)),
    "aws:glue/devEndpoint:DevEndpoint": (_same("numberOfNodes", "DPU"),),
    "aws:glue/mLTransform:MLTransform": (
        _same("maxCapacity", "DPU"),
        _same("numberOfWorkers", "DPU", _workers),
    ),
    "aws:ecs/taskDefinition:TaskDefinition": (
        _same("cpu", "vCPU of Fargate", _task("cpu", _UNITS_PER_VCPU)),
        _same("memory", "GB of Fargate", _task("memory", _MIB_PER_GB)),
    ),
    "aws:dynamodb/table:Table": (
        _same("readCapacity", "RCU", _provisioned("readCapacity")),
        _same("writeCapacity", "WCU", _provisioned("writeCapacity")),
    ),
    "aws:kinesis/stream:Stream": (_same("shardCount", "shard"),),
    "aws:emrserverless/application:Application": (
        _same("maximumCapacity.cpu", "vCPU of EMR Serverless"),
        _same("maximumCapacity.memory", "GB of EMR Serverless"),
    ),
    "aws:elasticache/serverlessCache:ServerlessCache": (
        _same("cacheUsageLimits.dataStorage.maximum", "GB of cache"),
    ),
}
TYPES: Final = frozenset(_CAPACITIES)
"""The resource types that have such a capacity."""


def capacities(resource_type: str, props: dict[str, Plain]) -> Iterator[Capacity]:
    """The capacities of a resource, as far as the program tells them."""
    for slot in _CAPACITIES.get(resource_type, ()):
        most, least = slot.most(props), slot.least(props)
        if most is not None:
            yield Capacity(slot.path, slot.unit, most if least is None else least, most)


@cache
def _prices() -> Mapping[str, float]:
    found: Mapping[str, float] = load("service_prices")["capacity_usd_per_hour"]
    return found


def unit_usd(unit: str) -> float:
    """USD per hour of one unit."""
    return _prices()[unit]


def _number(value: Plain) -> float | Unknown | None:
    if isinstance(value, Unknown):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    match = _NUMBER.match(value) if isinstance(value, str) else None
    return float(match.group(1)) if match else None
