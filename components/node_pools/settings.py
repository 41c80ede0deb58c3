"""Settings of node pools."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, field_validator, model_validator

from components.durations import Duration, format_duration, parse_duration
from components.instance_types import Architecture, known_family
from components.node_shape import CapacityType, NodeShape
from components.settings_base import BaseSettings

DisruptionReason = Literal["Underutilized", "Empty", "Drifted"]

NEVER = "Never"
_NODES = re.compile(r"(100|[0-9]{1,2})%|[0-9]+", re.ASCII)
_SCHEDULE = re.compile(r"@(annually|yearly|monthly|weekly|daily|midnight|hourly)|\S+( \S+){4}", re.ASCII)
_AMI_VERSION = re.compile(r"latest|v\d{8}|v?\d+\.\d+\.\d+", re.ASCII)


def _read_lapse(value: object) -> timedelta | None:
    if value is None or isinstance(value, timedelta):
        return value
    if value == NEVER:
        return None
    if isinstance(value, str):
        try:
            return parse_duration(value)
        except ValueError as error:
            raise ValueError(f"{error}, or {NEVER}") from None
    raise ValueError(f"must be a duration as text, such as 10m, or {NEVER}")


def write_lapse(lapse: timedelta | None) -> str:
    """As Karpenter reads it: ``1h30m``, or ``Never``."""
    return NEVER if lapse is None else format_duration(lapse)


def _nodes(value: str) -> str:
    if not _NODES.fullmatch(value):
        raise ValueError(f"must be a share such as '10%' or a number such as '1', in quotes, not {value!r}")
    return value


def _schedule(value: str) -> str:
    if not _SCHEDULE.fullmatch(value):
        raise ValueError(f"must be five fields of cron in UTC, such as '0 9 * * mon-fri', not {value!r}")
    return value


def _ami_version(value: str) -> str:
    if not _AMI_VERSION.fullmatch(value):
        raise ValueError(f"must be latest, v20260801 (AL2023) or v1.50.0 (Bottlerocket), not {value!r}")
    return value


Lapse = Annotated[timedelta | None, BeforeValidator(_read_lapse), PlainSerializer(write_lapse)]
"""A duration, or None, which is written as ``Never``."""


class DisruptionBudget(BaseSettings):
    """How many nodes of a pool may go at once for Karpenter's own reasons; of several the strictest holds."""

    nodes: Annotated[str, AfterValidator(_nodes)]
    """A share of the pool's nodes, rounded up, or a number; ``"0"`` lets none go."""
    reasons: tuple[DisruptionReason, ...] = ()
    """For which reasons it holds; for all if not set."""
    schedule: Annotated[str, AfterValidator(_schedule)] | None = None
    """When it begins to hold, as in cron, in UTC; always if not set."""
    duration: Duration | None = None
    """For how long it holds then, in hours and minutes."""

    @model_validator(mode="after")
    def _schedule_and_duration_go_together(self) -> Self:
        if (self.schedule is None) != (self.duration is None):
            raise ValueError("must have both schedule and duration, or neither; add the missing one")
        if self.duration is not None and self.duration % timedelta(minutes=1):
            raise ValueError(
                f"duration must be whole minutes, not {format_duration(self.duration)}; round it"
            )
        return self


class NodePoolSettings(NodeShape):
    """Nodes that are started as pods ask for them, of whichever size fits."""

    instance_types: Annotated[tuple[str, ...], Field(max_length=60)] = ()
    """Which EC2 instance types may be started. Either these or ``instanceFamilies``."""
    instance_families: Annotated[tuple[str, ...], Field(max_length=60)] = ()
    """Which families, such as ``m7i``: every size up to ``maxVcpuPerNode``. Many give Karpenter a choice."""
    max_vcpu_per_node: Annotated[int, Field(ge=1, le=448)] = 4
    """The most vCPUs of one node, where families are named."""
    capacity_types: Annotated[tuple[CapacityType, ...], Field(min_length=1)] = ("ON_DEMAND",)
    """What to pay: on demand, spot, or both; of both, spot is tried first."""
    ami_version: Annotated[str, AfterValidator(_ami_version)] = "latest"
    """Its image's version. With ``latest``, nodes are replaced, within the budgets, for each new one."""
    max_vcpu: Annotated[int, Field(ge=1)] = 8
    """The most vCPUs of all of the pool's nodes together: what it can cost at most hangs on this."""
    max_memory_gib: Annotated[int, Field(ge=1)] | None = None
    """The most memory of all of the pool's nodes together, in GiB."""
    consolidation: Literal["WhenEmpty", "WhenEmptyOrUnderutilized"] = "WhenEmptyOrUnderutilized"
    """Which nodes are given back: empty ones, or also those whose pods fit elsewhere or on a cheaper node."""
    consolidate_after: Lapse = timedelta(minutes=1)
    """How long a node has to be so; ``Never`` keeps it."""
    expire_after: Lapse = timedelta(hours=720)
    """The age at which a node is replaced, whatever the budgets say; ``Never`` lets it grow old."""
    disruption_budgets: tuple[DisruptionBudget, ...] = (DisruptionBudget(nodes="10%"),)
    """How many nodes may go at once for being empty, underutilized or out of date. Not for being sick."""

    @field_validator("instance_families")
    @classmethod
    def _families_exist(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            known_family(name)
        return names

    @model_validator(mode="after")
    def _types_or_families(self) -> Self:
        if bool(self.instance_types) == bool(self.instance_families):
            raise ValueError(
                "must name either instanceTypes or instanceFamilies, such as "
                "instanceFamilies: [m7i, m6i, m5]; set one of them"
            )
        return self

    @property
    def admitted_types(self) -> tuple[str, ...]:
        """The instance types that its nodes can be of, as far as they are known."""
        if self.instance_types:
            return self.instance_types
        return tuple(
            type_.name
            for family in self.instance_families
            for type_ in known_family(family)
            # Of a type whose size is not known, nothing speaks against it.
            if (type_.vcpu or 0) <= self.max_vcpu_per_node
        )

    def _architectures(self) -> dict[str, Architecture]:
        families = {name: known_family(name)[0].architecture for name in self.instance_families}
        return super()._architectures() | families
