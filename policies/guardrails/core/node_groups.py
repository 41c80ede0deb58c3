"""Groups of nodes: EKS node groups, and Auto Scaling groups of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.core.components import parents
from guardrails.core.plain import UNKNOWN, Plain, Unknown, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack

NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"
AUTOSCALING_GROUP: Final = "aws:autoscaling/group:Group"
SUBNET: Final = "aws:ec2/subnet:Subnet"
_CLOUDFORMATION: Final = "aws:cloudformation/stack:Stack"
_NODE_MAKERS: Final = frozenset(
    {"eks:index:Cluster", "eks:index:ManagedNodeGroup", "eks:index:NodeGroup", "eks:index:NodeGroupV2"}
)
_OF_A_CLUSTER: Final = ("kubernetes.io/cluster/", "k8s.io/cluster-autoscaler/", "eks:cluster-name")


@dataclass(frozen=True)
class NodeGroup:
    """A group and its sizes; ``path`` is where the sizes stand, ending with a dot where they are nested."""

    resource: Resource
    path: str
    smallest: Plain
    desired: Plain
    largest: Plain


def holds_nodes(group: Resource) -> bool | Unknown:
    """Whether the instances are nodes of a cluster: by what makes them, or by a tag of Kubernetes.

    pulumi-eks makes nothing else, and no node can join without such a tag; any other Auto Scaling group may
    hold anything.
    """
    if group.type == NODE_GROUP or not _NODE_MAKERS.isdisjoint(parents(group)):
        return True
    keys = [slot.value for slot in slots(group.props, "tags[].key")]
    if any(isinstance(key, str) and key.startswith(_OF_A_CLUSTER) for key in keys):
        return True
    return UNKNOWN if UNKNOWN in keys else False


def any_nodes(stack: Stack) -> bool | Resource:
    """Whether the program makes nodes; a group where only the update will know whether it holds some.

    pulumi-eks's older groups are stacks of CloudFormation, of which the engine tells no more.
    """
    candidates = list(stack.of_type(NODE_GROUP, AUTOSCALING_GROUP, _CLOUDFORMATION))
    held = [(group, holds_nodes(group)) for group in candidates]
    if any(held_nodes is True for _, held_nodes in held):
        return True
    return next((group for group, held_nodes in held if held_nodes is UNKNOWN), False)


def node_groups(stack: Stack) -> Iterator[NodeGroup]:
    """Every group of the stack."""
    for resource in stack.of_type(NODE_GROUP, AUTOSCALING_GROUP):
        yield node_group(resource)


def node_group(resource: Resource) -> NodeGroup:
    """The sizes of a node group or an Auto Scaling group."""
    managed = resource.type == NODE_GROUP
    path = "scalingConfig." if managed else ""
    desired = "scalingConfig.desiredSize" if managed else "desiredCapacity"
    return NodeGroup(
        resource,
        path,
        value_at(resource.props, f"{path}minSize"),
        value_at(resource.props, desired),
        value_at(resource.props, f"{path}maxSize"),
    )
