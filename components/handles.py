"""Handles: what one component tells the next. Outputs only, never settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import pulumi
import pulumi_kubernetes as kubernetes

from components.cleaners import Cleaners
from components.mesh_name import MeshName
from components.node_scaler import NodeScaler


@dataclass(frozen=True)
class AwsHandle:
    """The AWS side of a cluster: what an identity, an autoscaler or a DNS controller has to know."""

    region: str
    """The region's name, such as ``eu-west-1``."""
    version: str
    """The cluster's Kubernetes minor, such as ``1.35``: this program decides it."""
    partition: pulumi.Output[str]
    """``aws``, ``aws-cn`` or ``aws-us-gov``: the second field of every ARN."""
    account_id: pulumi.Output[str]
    vpc_id: pulumi.Output[str]
    node_role_arn: pulumi.Output[str]
    node_role_name: pulumi.Output[str]
    cluster_security_group_id: pulumi.Output[str]
    dns_address: pulumi.Output[str]
    """Where the cluster's pods ask for names: an address of its service range."""
    node_monitoring_agent: bool = False
    """Whether the add-on eks-node-monitoring-agent tells what it finds on nodes."""
    node_scaler: NodeScaler = "cluster-autoscaler"


@dataclass(frozen=True)
class ClusterHandle:
    """A cluster to install things into: any Kubernetes cluster; ``aws`` is None where it is not on AWS."""

    name: pulumi.Output[str]
    provider: kubernetes.Provider
    ready: Sequence[pulumi.Resource] = field(default=())
    """Whatever has to exist before a pod can run (the node groups); releases depend on it, so they go first
    in a destroy."""
    aws: AwsHandle | None = None
    cleaners: Cleaners = field(default_factory=Cleaners)


@dataclass(frozen=True)
class MonitoringHandle:
    """Prometheus: what anything with a ServiceMonitor has to know."""

    namespace: pulumi.Output[str] | None
    """Where it runs; None where there is none."""
    labels: Mapping[str, str]
    """Labels for a ServiceMonitor."""
    requires: Sequence[pulumi.Resource]
    """What has to exist before a ServiceMonitor can: its resource definition, which needs no node to run."""

    @property
    def present(self) -> bool:
        """Whether there is a Prometheus."""
        return self.namespace is not None


NO_MONITORING: Final = MonitoringHandle(namespace=None, labels=MappingProxyType({}), requires=())
"""A cluster without Prometheus."""


@dataclass(frozen=True)
class TelemetryHandle:
    """Where traces and logs go."""

    endpoint: str
    """Where pods send traces: OTLP over HTTP, such as ``http://telemetry.telemetry:4318``."""
    log_group: pulumi.Output[str]
    """The name of the log group in CloudWatch that all pods' logs are in."""
    log_group_arn: pulumi.Output[str]
    """Its ARN, without the ``:*`` that stands for its streams."""


@dataclass(frozen=True)
class MeshHandle:
    """The mesh that carries requests between pods."""

    kind: MeshName
    requires: Sequence[pulumi.Resource]
    """What has to run before a pod can join, and before the mesh's own objects can be."""
