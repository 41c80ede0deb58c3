"""What a node group and a node pool have in common: the nodes' system, disk, labels and taints."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from components.instance_types import Architecture, known
from components.settings_base import BaseSettings

CapacityType = Literal["ON_DEMAND", "SPOT"]

PODS_PER_NODE: Final = 110
"""The most pods of a node with up to 30 vCPU, where the CNI hands out addresses in blocks of 16.

Source: EKS best practices guide, "Prefix mode for Linux".
"""

_LABEL_KEY = re.compile(
    r"([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
)
_LABEL_VALUE = re.compile(r"([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?")
_KEPT_BY_KUBERNETES = ("kubernetes.io", "k8s.io", "eks.amazonaws.com")


def _label_key(key: str) -> str:
    if not _LABEL_KEY.fullmatch(key):
        raise ValueError(f"must have label keys such as team or example.com/team, not {key!r}; rename it")
    domain = key.partition("/")[0] if "/" in key else ""
    if any(domain == kept or domain.endswith(f".{kept}") for kept in _KEPT_BY_KUBERNETES):
        raise ValueError(
            f"must not have {key!r}: nodes may not set what is kept for {domain}; use a domain of your own"
        )
    return key


def _label_value(value: str) -> str:
    if not _LABEL_VALUE.fullmatch(value):
        raise ValueError(
            f"must be letters, digits, '-', '_' and '.', 63 at most, not {value!r}; shorten or rename it"
        )
    return value


LabelKey = Annotated[str, AfterValidator(_label_key)]
LabelValue = Annotated[str, AfterValidator(_label_value)]


class Taint(BaseSettings):
    """Keeps pods away that don't tolerate it."""

    key: LabelKey
    """The taint's key."""
    value: LabelValue = ""
    """The taint's value."""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = "NoSchedule"
    """What happens to a pod that does not tolerate it."""


class NodeShape(BaseSettings):
    """Settings of nodes, whatever starts them."""

    instance_types: tuple[str, ...]
    """Which EC2 instance types."""
    ami_family: Literal["AL2023", "Bottlerocket"] = "AL2023"
    """The operating system."""
    architecture: Architecture = "amd64"
    """The processors' architecture; all of the instance types must have it."""
    disk_gib: Annotated[int, Field(ge=20, le=16384)] = 50
    """Size of each node's encrypted gp3 disk in GiB."""
    labels: dict[LabelKey, LabelValue] = Field(default_factory=dict)
    """Labels of the nodes."""
    taints: tuple[Taint, ...] = ()
    """Taints of the nodes."""

    @field_validator("instance_types")
    @classmethod
    def _types_exist(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            known(name)
        return names

    @model_validator(mode="after")
    def _one_architecture(self) -> Self:
        for name, other in self._architectures().items():
            if other != self.architecture:
                raise ValueError(
                    f"instance types must all be {self.architecture}, and {name} is {other}; "
                    f"take another, or set architecture: {other}"
                )
        return self

    def _architectures(self) -> dict[str, Architecture]:
        return {name: known(name).architecture for name in self.instance_types}
