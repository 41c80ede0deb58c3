"""The two security groups of a cluster, and the seven rules between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from sandbox.eks.arguments import Arguments

_ALL_PORTS: dict[str, Any] = {"from_port": 0, "to_port": 0, "protocol": "-1"}


def control_plane_group(parent: pulumi.Resource, name: str, args: Arguments) -> aws.ec2.SecurityGroup:
    """The control plane's group: out to anywhere."""
    label = f"{name}-eksClusterSecurityGroup"
    opts = pulumi.ResourceOptions(parent=parent)
    group = aws.ec2.SecurityGroup(
        label,
        vpc_id=args.get("vpcId"),
        revoke_rules_on_delete=True,
        tags=merged_tags({"Name": label}, args.get("clusterSecurityGroupTags"), args.get("tags")),
        opts=opts,
    )
    aws.ec2.SecurityGroupRule(
        f"{name}-eksClusterInternetEgressRule",
        description="Allow internet access.",
        type="egress",
        cidr_blocks=["0.0.0.0/0"],
        security_group_id=group.id,
        opts=opts,
        **_ALL_PORTS,
    )
    return group


@dataclass(frozen=True)
class NodeAccess:
    """The nodes' group, and the rule by which they reach the API server."""

    group: aws.ec2.SecurityGroup
    cluster_ingress: aws.ec2.SecurityGroupRule


def node_group(
    parent: pulumi.Resource,
    name: str,
    args: Arguments,
    cluster: aws.eks.Cluster,
    control_plane: pulumi.Output[str],
) -> NodeAccess:
    """The nodes' group: among each other, from the control plane, out to anywhere."""
    label = f"{name}-nodeSecurityGroup"
    opts = pulumi.ResourceOptions(parent=parent)
    owned = cluster.name.apply(lambda cluster_name: {f"kubernetes.io/cluster/{cluster_name}": "owned"})
    group = aws.ec2.SecurityGroup(
        label,
        vpc_id=args.get("vpcId"),
        revoke_rules_on_delete=True,
        tags=merged_tags({"Name": label}, owned, args.get("nodeSecurityGroupTags"), args.get("tags")),
        opts=opts,
    )

    def rule(suffix: str, description: str, **about: Any) -> aws.ec2.SecurityGroupRule:  # noqa: ANN401 - inputs
        into: dict[str, Any] = {"type": "ingress", "security_group_id": group.id} | about
        return aws.ec2.SecurityGroupRule(f"{name}-{suffix}", description=description, opts=opts, **into)

    rule("eksNodeIngressRule", "Allow nodes to communicate with each other", self=True, **_ALL_PORTS)
    rule(
        "eksNodeClusterIngressRule",
        "Allow worker Kubelets and pods to receive communication from the cluster control plane",
        from_port=1025,
        to_port=65535,
        protocol="tcp",
        source_security_group_id=control_plane,
    )
    https: dict[str, Any] = {"from_port": 443, "to_port": 443, "protocol": "tcp"}
    rule(
        "eksExtApiServerClusterIngressRule",
        "Allow pods running extension API servers on port 443 to receive communication from cluster "
        "control plane",
        source_security_group_id=control_plane,
        **https,
    )
    rule(
        "eksNodeInternetEgressRule",
        "Allow internet access.",
        type="egress",
        cidr_blocks=["0.0.0.0/0"],
        **_ALL_PORTS,
    )
    ingress = rule(
        "eksClusterIngressRule",
        "Allow pods to communicate with the cluster API Server",
        security_group_id=control_plane,
        source_security_group_id=group.id,
        **https,
    )
    return NodeAccess(group, ingress)


def merged_tags(*tags: Any) -> pulumi.Output[dict[str, str]]:  # noqa: ANN401 - inputs: mappings, outputs of them, or None
    """One mapping of several; later ones win."""
    return pulumi.Output.all(*tags).apply(
        lambda known: {key: value for mapping in known if mapping for key, value in mapping.items()}
    )
