"""Which resources no rule can read, so that silence about them says nothing."""

from __future__ import annotations

from typing import Final

from guardrails.core.resource import Resource

JUDGED_PACKAGES: Final = frozenset({"aws", "eks", "awsx"})
"""Packages whose resources rules read; the parts of a component are judged, not the component."""

WITHOUT_RISK: Final = frozenset(
    {"archive", "cloudinit", "local", "null", "pulumi", "random", "std", "time", "tls"}
)
"""Packages whose resources cost nothing, store nothing outside of the state and open nothing."""

_CLOSED_BOXES: Final = frozenset(
    {
        "aws:cloudcontrol/resource:Resource",
        "aws:cloudformation/stack:Stack",
        "aws:cloudformation/stackInstances:StackInstances",
        "aws:cloudformation/stackSet:StackSet",
        "aws:cloudformation/stackSetInstance:StackSetInstance",
        "aws:serverlessrepository/cloudFormationStack:CloudFormationStack",
    }
)
"""What makes further resources, which the engine never tells of."""

_WORKLOADS: Final = frozenset(
    {
        "CronJob",
        "DaemonSet",
        "Deployment",
        "Job",
        "Pod",
        "ReplicaSet",
        "ReplicationController",
        "StatefulSet",
    }
)
"""What runs containers; of the rest of Kubernetes' own kinds, some rules read those that they name."""


def is_unjudged(resource: Resource) -> bool:
    """Whether no rule reads what the resource says; a component says nothing of its own."""
    package, _, kind = resource.called.partition(":")
    if resource.raw_provider is None or package in WITHOUT_RISK:
        return False
    if package == "kubernetes":
        return kind.rpartition(":")[2] in _WORKLOADS
    if package == "aws-native":
        # One that rules can read has the type of pulumi-aws.
        return resource.type == resource.called
    return package not in JUDGED_PACKAGES or resource.type in _CLOSED_BOXES
