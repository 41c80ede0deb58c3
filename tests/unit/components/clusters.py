"""Handles of clusters that do not exist, for components that are installed into one."""

from __future__ import annotations

import pulumi
import pulumi_kubernetes as kubernetes

from components.handles import AwsHandle, ClusterHandle
from components.node_scaler import NodeScaler


def cluster_on_aws(version: str = "1.35", *, scaler: NodeScaler = "cluster-autoscaler") -> ClusterHandle:
    """A cluster ``c1`` on AWS whose pods wait for the resource ``nodes``."""
    return ClusterHandle(
        name=pulumi.Output.from_input("c1"),
        provider=kubernetes.Provider("cluster"),
        ready=[kubernetes.core.v1.ConfigMap("nodes")],
        aws=AwsHandle(
            region="eu-west-1",
            version=version,
            partition=pulumi.Output.from_input("aws"),
            account_id=pulumi.Output.from_input("111122223333"),
            vpc_id=pulumi.Output.from_input("vpc-1"),
            node_role_arn=pulumi.Output.from_input("arn:aws:iam::111122223333:role/node"),
            node_role_name=pulumi.Output.from_input("node"),
            cluster_security_group_id=pulumi.Output.from_input("sg-1"),
            dns_address=pulumi.Output.from_input("10.100.0.10"),
            node_scaler=scaler,
        ),
    )


def cluster_elsewhere() -> ClusterHandle:
    """A cluster ``c1`` by its kubeconfig alone."""
    return ClusterHandle(name=pulumi.Output.from_input("c1"), provider=kubernetes.Provider("cluster"))
