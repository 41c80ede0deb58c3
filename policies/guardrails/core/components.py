"""Which components a resource is part of, and by which of their options a person changes it.

A property of a resource that a component makes stands nowhere in the program: the fix is an option of the
component, or that there is none. Options are those of pulumi-eks 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final

from guardrails.core.resource import Resource

_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_SCALING_GROUP: Final = "aws:autoscaling/group:Group"
_SELF_MANAGED: Final = ("eks:index:NodeGroupV2", "eks:index:NodeGroup", "eks:index:Cluster")
"""What makes nodes by a launch template whose metadata no option reaches."""

_NODES: Final[Mapping[tuple[str, str], str]] = {
    (_TEMPLATE, "blockDeviceMappings*encrypted"): "nodeRootVolumeEncrypted",
    (_TEMPLATE, "networkInterfaces"): "nodeAssociatePublicIpAddress",
    (_TEMPLATE, "instanceType"): "instanceType",
    (_SCALING_GROUP, "vpcZoneIdentifiers"): "nodeSubnetIds",
    (_SCALING_GROUP, "minSize"): "minSize",
    (_SCALING_GROUP, "maxSize"): "maxSize",
}
_OF_A_GROUP: Final = {
    **_NODES,
    (_SCALING_GROUP, "tags"): "autoScalingGroupTags",
    (_TEMPLATE, "blockDeviceMappings*volumeType"): "nodeRootVolumeType",
}

OPTIONS: Final[Mapping[str, Mapping[tuple[str, str], str]]] = {
    "eks:index:Cluster": {
        ("aws:eks/cluster:Cluster", "vpcConfig.publicAccessCidrs"): "publicAccessCidrs",
        ("aws:eks/cluster:Cluster", "vpcConfig.endpointPublicAccess"): "endpointPublicAccess",
        ("aws:eks/cluster:Cluster", "encryptionConfig"): "encryptionConfigKeyArn",
        ("aws:eks/cluster:Cluster", "enabledClusterLogTypes"): "enabledClusterLogTypes",
        ("aws:eks/cluster:Cluster", "version"): "version",
        ("aws:eks/cluster:Cluster", "deletionProtection"): "deletionProtection",
        ("aws:eks/cluster:Cluster", "tags"): "clusterTags",
        **_NODES,
        (_TEMPLATE, "blockDeviceMappings*volumeType"): "nodeGroupOptions.nodeRootVolumeType",
    },
    "eks:index:ManagedNodeGroup": {
        ("aws:eks/nodeGroup:NodeGroup", "launchTemplate"): "launchTemplate",
        ("aws:eks/nodeGroup:NodeGroup", "subnetIds"): "subnetIds",
        ("aws:eks/nodeGroup:NodeGroup", "scalingConfig"): "scalingConfig",
        ("aws:eks/nodeGroup:NodeGroup", "instanceTypes"): "instanceTypes",
        ("aws:eks/nodeGroup:NodeGroup", "remoteAccess"): "remoteAccess",
        ("aws:eks/nodeGroup:NodeGroup", "tags"): "tags",
        (_TEMPLATE, ""): "launchTemplate",
    },
    "eks:index:NodeGroup": _OF_A_GROUP,
    "eks:index:NodeGroupV2": {
        **_OF_A_GROUP,
        (_TEMPLATE, "tagSpecifications"): "launchTemplateTagSpecifications",
    },
}
"""By component: the option that writes a property, by the part's type and how the path begins; ``*`` is
anything, and the first that fits counts."""


def parents(resource: Resource) -> tuple[str, ...]:
    """The types of the components around the resource, the outermost first, as its URN tells them."""
    return tuple(resource.urn.split("::")[2].split("$")[:-1]) if resource.urn.count("::") > 2 else ()


def fix_by_component(resource: Resource, where: str) -> str | None:
    """How to change the property at ``where`` of a component's part; None where no component writes it."""
    for component in reversed(parents(resource)):
        options = OPTIONS.get(component)
        if options is None:
            continue
        called = component.replace(":index:", ".")
        for (token, path), option in options.items():
            if token == resource.type and fnmatchcase(where, f"{path}*"):
                return f"set {option} of the {called} that it is part of: the component writes this property."
        if component in _SELF_MANAGED and (resource.type, where.partition(".")[0]) == (
            _TEMPLATE,
            "metadataOptions",
        ):
            return _metadata_of(component, called)
        # The provider's default tags reach a component's parts.
        if where != "tags":
            return f"change it by a transform on the {called} that it is part of, which has no option for it."
    return None


def _metadata_of(component: str, called: str) -> str:
    first = "set skipDefaultNodeGroup and " if component == "eks:index:Cluster" else ""
    return (
        f"{first}make the nodes by eks.ManagedNodeGroup, with enableIMDSv2 for the tokens or with a "
        f"launchTemplate of your own for the hop limit too: {called} has no option for metadata. "
        "A transform that sets metadataOptions of its launch template works as well."
    )
