"""Access to the cluster: access entries with their policies, and the ConfigMap aws-auth of the older
way."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from sandbox.eks.arguments import Arguments


def declare_access(
    parent: pulumi.Resource,
    name: str,
    args: Arguments,
    cluster: aws.eks.Cluster,
    provider: kubernetes.Provider,
) -> list[pulumi.Resource]:
    """All that must be there before nodes and people are let in."""
    ready: list[pulumi.Resource] = []
    if args.has_config_map:
        ready.append(_config_map(parent, name, args, provider))
    if args.has_access_entries:
        opts = pulumi.ResourceOptions(parent=parent, depends_on=[cluster])
        for key, entry in (args.get("accessEntries") or {}).items():
            ready.append(_entry(f"{name}-{key}", entry, cluster, opts))
    return ready


def _entry(
    label: str, entry: dict[str, Any], cluster: aws.eks.Cluster, opts: pulumi.ResourceOptions
) -> aws.eks.AccessEntry:
    made = aws.eks.AccessEntry(
        label,
        cluster_name=cluster.name,
        principal_arn=entry["principalArn"],
        type=entry.get("type"),
        user_name=entry.get("username"),
        kubernetes_groups=entry.get("kubernetesGroups"),
        tags=entry.get("tags"),
        opts=opts,
    )
    for key, association in (entry.get("accessPolicies") or {}).items():
        known = pulumi.Output.from_input(association)
        aws.eks.AccessPolicyAssociation(
            f"{label}-{key}",
            cluster_name=cluster.name,
            principal_arn=entry["principalArn"],
            policy_arn=known.apply(lambda about: about["policyArn"]),
            access_scope=known.apply(lambda about: about["accessScope"]),
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[made])),
        )
    return made


def _config_map(
    parent: pulumi.Resource, name: str, args: Arguments, provider: kubernetes.Provider
) -> kubernetes.core.v1.ConfigMap:
    data = {
        key: pulumi.Output.from_input(args.get(argument) or []).apply(json.dumps)
        for key, argument in (("mapRoles", "roleMappings"), ("mapUsers", "userMappings"))
    }
    return kubernetes.core.v1.ConfigMap(
        f"{name}-nodeAccess",
        metadata={"name": "aws-auth", "namespace": "kube-system"},
        data=data,
        opts=pulumi.ResourceOptions(parent=parent, provider=provider),
    )
