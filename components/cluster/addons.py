"""EKS add-ons, each as soon as it can run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cluster.settings import AddonName, ClusterSettings


@dataclass(frozen=True)
class Addon:
    """One add-on: its configuration, and what it can't start without."""

    name: AddonName
    configuration: Mapping[str, object] | None = None
    requires: Sequence[pulumi.Resource] = ()
    preserve: bool = True
    """Leave the pods running when EKS forgets the add-on: in a destroy, nodes and volumes still need them."""


def declare_addon(
    parent: pulumi.Resource, name: str, cluster: pulumi.Input[str], settings: ClusterSettings, addon: Addon
) -> aws.eks.Addon:
    """Declare ``{name}-{addon.name}`` in ``cluster``."""
    return aws.eks.Addon(
        f"{name}-{addon.name}",
        cluster_name=cluster,
        addon_name=addon.name,
        addon_version=settings.addon_versions.get(addon.name),
        configuration_values=json.dumps(addon.configuration) if addon.configuration else None,
        preserve=addon.preserve,
        resolve_conflicts_on_create="OVERWRITE",
        resolve_conflicts_on_update="OVERWRITE",
        opts=pulumi.ResourceOptions(parent=parent, depends_on=addon.requires),
    )


def on_every_node(cni_identity: pulumi.Resource) -> Sequence[Addon]:
    """What runs on every node as a DaemonSet, which is complete before there is a node."""
    prefixes = {"env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"}}
    return [
        Addon("vpc-cni", configuration={**prefixes, "enableNetworkPolicy": "true"}, requires=[cni_identity]),
        Addon("kube-proxy"),
        Addon("eks-pod-identity-agent"),
    ]


def with_deployments(
    nodes: Sequence[pulumi.Resource], tags: Mapping[str, str], storage_identity: pulumi.Resource
) -> Sequence[Addon]:
    """What has Deployments: without a node, EKS would call these degraded, and wait 20 minutes.

    ``tags`` go on the volumes that the storage driver makes.
    """
    return [
        Addon("coredns", requires=nodes),
        Addon(
            "aws-ebs-csi-driver",
            configuration={"controller": {"extraVolumeTags": dict(tags)}} if tags else None,
            requires=[*nodes, storage_identity],
        ),
    ]


def monitoring_agent() -> Addon:
    """Sees on each node what EKS node repair acts on."""
    return Addon("eks-node-monitoring-agent", preserve=False)
