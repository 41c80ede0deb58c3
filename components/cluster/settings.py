"""Settings of the cluster and its node groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import IPv4Network
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from components.cluster import versions
from components.cluster.owned_values import CHARTS
from components.extra_values import ChartValues, ExtraValuesSettings
from components.log_retention import LogRetentionDays
from components.node_scaler import NodeScaler
from components.node_shape import CapacityType, NodeShape, Taint

AccessPolicy = Literal["clusterAdmin", "admin", "adminView", "edit", "view"]
LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]
AddonName = Literal[
    "aws-ebs-csi-driver",
    "coredns",
    "eks-node-monitoring-agent",
    "eks-pod-identity-agent",
    "kube-proxy",
    "vpc-cni",
]

_GROUP_NAME = re.compile(r"[a-z]([a-z0-9-]{0,18}[a-z0-9])?")
_PRINCIPAL = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:(user|role)/\S+")


def _range(value: str) -> str:
    try:
        network = IPv4Network(value)
    except ValueError:
        raise ValueError(
            f"must be IPv4 ranges such as 203.0.113.7/32, not {value!r}; write each as address/prefix"
        ) from None
    if network.prefixlen == 0:
        raise ValueError(
            f"must not open the endpoint to the whole world with {value}; name your own addresses "
            "(`curl https://checkip.amazonaws.com` shows yours)"
        )
    return value


def _group_name(name: str) -> str:
    if not _GROUP_NAME.fullmatch(name):
        raise ValueError(
            f"must have names of 20 small letters, digits and '-' at most, not {name!r}; rename the group"
        )
    return name


NodeGroupName = Annotated[str, AfterValidator(_group_name)]
"""Part of the names of roles, templates and groups in AWS, the shortest of which takes 63 characters."""


class NodeGroupSettings(NodeShape):
    """Nodes of one kind, in one Auto Scaling group over all zones."""

    instance_types: Annotated[tuple[str, ...], Field(min_length=1, max_length=20)]
    """Which EC2 instance types, best first. Spot needs several: one type alone runs out."""
    capacity_type: CapacityType = "ON_DEMAND"
    """What to pay: on demand, or spot, which is cheaper and may be taken away with two minutes' notice."""
    min_size: Annotated[int, Field(ge=0)] = 1
    """Fewest nodes. At 0 the autoscaler starts the first one when a pod asks for it."""
    max_size: Annotated[int, Field(ge=1)] = 3
    """Most nodes. Leave room for one more than you need, or a cordoned node keeps its replacement out."""
    desired_size: Annotated[int, Field(ge=0)] | None = None
    """Nodes to begin with (``minSize`` if not set). Later the autoscaler decides, and this is ignored."""
    max_unavailable: Annotated[int, Field(ge=1, le=100)] = 1
    """How many nodes an update replaces at a time."""
    node_repair: bool = False
    """Let EKS replace nodes that its monitoring agent finds sick (remediation.engine eks-node-repair)."""

    @field_validator("instance_types")
    @classmethod
    def _each_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(names)) < len(names):
            raise ValueError(f"must name each type once, not {', '.join(names)}; drop the repeated one")
        return names

    @field_validator("taints")
    @classmethod
    def _have_own_keys(cls, taints: tuple[Taint, ...]) -> tuple[Taint, ...]:
        keys = [taint.key for taint in taints]
        if len(set(keys)) < len(keys):
            raise ValueError(
                f"must have each key once, not {', '.join(keys)}; drop or rename the repeated one"
            )
        return taints

    @model_validator(mode="after")
    def _sizes_in_order(self) -> Self:
        if self.min_size > self.max_size:
            raise ValueError(
                f"minSize must be at most maxSize ({self.max_size}), not {self.min_size}; raise maxSize"
            )
        desired = self.first_size
        if not self.min_size <= desired <= self.max_size:
            raise ValueError(
                f"desiredSize must be from minSize to maxSize ({self.min_size} to {self.max_size}), "
                f"not {desired}; change it, or leave it out"
            )
        return self

    @property
    def first_size(self) -> int:
        """How many nodes the group begins with."""
        return self.min_size if self.desired_size is None else self.desired_size

    @property
    def takes_any_pod(self) -> bool:
        """Whether it has nodes from the start, and no taint keeps a pod off them."""
        return self.first_size > 0 and not self.taints


class ClusterSettings(ExtraValuesSettings):
    """The EKS cluster."""

    charts: ClassVar[Mapping[str, ChartValues]] = CHARTS

    node_scaler: NodeScaler = "cluster-autoscaler"
    """The node autoscaler: cluster-autoscaler (in ``nodeGroups``), karpenter (in ``nodePools``) or EKS
    Auto Mode (in pools of its own). What repairs them in each case: docs/scaling.md."""
    upgrade_policy: versions.Support = "standard"
    """``standard``: EKS upgrades the cluster when standard support ends. ``extended``: it stays, at six times
    the price of the control plane."""
    version: Annotated[str, Field(validate_default=False)] = "1.35"
    """Kubernetes version; it must be in standard support, see ``upgradePolicy``."""
    public_access: bool = False
    """Reach the API server from outside of the VPC as well, from ``publicAccessCidrs`` alone."""
    public_access_cidrs: tuple[Annotated[str, AfterValidator(_range)], ...] = ()
    """From where the API server can be reached, such as ``203.0.113.7/32``."""
    access_entries: dict[str, AccessPolicy] = Field(default_factory=dict)
    """Further access: ARN of an IAM role or user -> what it may do in every namespace. The identity that
    makes the cluster is its administrator."""
    log_types: tuple[LogType, ...] = ("api", "audit", "authenticator")
    """Which of the control plane's logs are kept."""
    log_retention_days: LogRetentionDays = 30
    """How long they are kept."""
    kms_key_arn: Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/\S+$")] | None = (
        None
    )
    """A KMS key of your own for Kubernetes secrets; without it, one is made. It can't be changed later."""
    deletion_protection: bool = False
    """Refuse to delete the cluster until this is off."""
    node_monitoring_agent: bool = False
    """Install the add-on eks-node-monitoring-agent; always there where a node group has ``nodeRepair``."""
    addon_versions: dict[AddonName, str] = Field(default_factory=dict)
    """Add-on -> version, such as ``v1.20.0-eksbuild.1``; without one, EKS takes its default."""

    @field_validator("version")
    @classmethod
    def _is_supported(cls, version: str, info: ValidationInfo) -> str:
        support = info.data.get("upgrade_policy", "extended")
        if problem := versions.problem(version, support, datetime.now(UTC).date()):
            raise ValueError(problem)
        return version

    @field_validator("access_entries")
    @classmethod
    def _are_principals(cls, entries: dict[str, AccessPolicy]) -> dict[str, AccessPolicy]:
        for arn in entries:
            if not _PRINCIPAL.fullmatch(arn):
                raise ValueError(
                    f"must have keys such as arn:aws:iam::111122223333:role/platform, not {arn!r}; a "
                    "person who signs in through a role has that role's ARN here"
                )
        return entries

    @model_validator(mode="after")
    def _public_access_is_narrow(self) -> Self:
        if self.public_access and not self.public_access_cidrs:
            raise ValueError(
                "publicAccessCidrs must be set with publicAccess: true; nothing is open to the world; "
                "add your address (`curl https://checkip.amazonaws.com` shows it), "
                "such as publicAccessCidrs: [203.0.113.7/32]"
            )
        if self.public_access_cidrs and not self.public_access:
            raise ValueError(
                "publicAccess must be true beside publicAccessCidrs; set it, or drop publicAccessCidrs"
            )
        return self
