"""pulumi-eks in the forms of its own examples: the parts that its components make."""

from __future__ import annotations

from typing import Any, Final

from tests.unit.guardrails.as_engine import UNKNOWN, Member
from tests.unit.guardrails.programs.program import component, made

_CLUSTER: Final = "eks:index:Cluster"
_LOOKED_UP: Final = ["subnet-0a1", "subnet-0b2"]


def _cluster(**more: Any) -> list[Member]:
    """A cluster by default: a public endpoint, no logs, no key for secrets."""
    inside = (_CLUSTER,)
    return [
        component(_CLUSTER, "shop"),
        made(
            "aws:eks/cluster:Cluster",
            "shop-eksCluster",
            {
                "vpcConfig": {"endpointPublicAccess": True, "subnetIds": _LOOKED_UP},
                "version": "1.35",
                **more,
            },
            parents=inside,
        ),
        made("aws:ec2/securityGroup:SecurityGroup", "shop-nodeSecurityGroup", {}, parents=inside),
        made(
            "aws:ec2/securityGroupRule:SecurityGroupRule",
            "shop-eksNodeIngressRule",
            {"type": "ingress", "protocol": "-1", "fromPort": 0, "toPort": 0, "self": True},
            parents=inside,
            securityGroupId="shop-nodeSecurityGroup",
        ),
        made(
            "aws:ec2/securityGroupRule:SecurityGroupRule",
            "shop-eksNodeInternetEgressRule",
            {
                "type": "egress",
                "protocol": "-1",
                "fromPort": 0,
                "toPort": 0,
                "cidrBlocks": ["0.0.0.0/0"],
            },
            parents=inside,
            securityGroupId="shop-nodeSecurityGroup",
        ),
    ]


def _closed() -> dict[str, Any]:
    return {
        "vpcConfig": {"endpointPublicAccess": False, "subnetIds": _LOOKED_UP},
        "enabledClusterLogTypes": ["api", "audit", "authenticator"],
        "encryptionConfig": {"resources": ["secrets"], "provider": {"keyArn": UNKNOWN}},
    }


def _self_managed(parents: tuple[str, ...], name: str, *, encrypted: str, disk: str) -> list[Member]:
    """What both kinds of self-managed groups make: a launch template and an Auto Scaling group."""
    return [
        made(
            "aws:ec2/launchTemplate:LaunchTemplate",
            f"{name}-launchTemplate",
            {
                "imageId": "ami-1",
                "instanceType": "t3.medium",
                "networkInterfaces": [{"associatePublicIpAddress": "false"}],
                "blockDeviceMappings": [
                    {"deviceName": "/dev/xvda", "ebs": {"encrypted": encrypted, "volumeType": disk}}
                ],
                "tagSpecifications": [
                    {"resourceType": kind, "tags": {"Owner": "team-a"}}
                    for kind in ("instance", "volume", "network-interface")
                ],
            },
            parents=parents,
        ),
        made(
            "aws:autoscaling/group:Group",
            f"{name}-asg",
            {
                "minSize": 1,
                "maxSize": 3,
                "desiredCapacity": 2,
                "vpcZoneIdentifiers": _LOOKED_UP,
                # The cluster's name is not known yet, and so neither is the key.
                "tags": [
                    {"key": UNKNOWN, "value": "owned", "propagateAtLaunch": True},
                    {"key": "Owner", "value": "team-a", "propagateAtLaunch": True},
                ],
            },
            parents=parents,
            launchTemplate=f"{name}-launchTemplate",
        ),
    ]


def with_a_default_node_group() -> list[Member]:
    """``new eks.Cluster("shop")``."""
    return [*_cluster(), *_self_managed((_CLUSTER,), "shop", encrypted="false", disk="gp2")]


def with_a_self_managed_group() -> list[Member]:
    """A closed cluster with a NodeGroupV2; an autoscaler by a Chart, which tells nothing, and no engine."""
    group = "eks:index:NodeGroupV2"
    chart = "kubernetes:helm.sh/v4:Chart"
    container = {"image": "registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0"}
    return [
        *_cluster(**_closed()),
        component(group, "workers"),
        *_self_managed((group,), "workers", encrypted="true", disk="gp3"),
        component(chart, "autoscaler"),
        made(
            "kubernetes:apps/v1:Deployment",
            "autoscaler:kube-system/autoscaler",
            {"spec": {"template": {"spec": {"containers": [container]}}}},
            parents=(chart,),
        ),
    ]


def with_a_managed_group() -> list[Member]:
    """A closed cluster with a ManagedNodeGroup that repairs its nodes, in subnets that were looked up."""
    group = "eks:index:ManagedNodeGroup"
    return [
        *_cluster(**_closed()),
        component(group, "workers"),
        made(
            "aws:eks/nodeGroup:NodeGroup",
            "workers",
            {
                "clusterName": "shop",
                "subnetIds": _LOOKED_UP,
                "instanceTypes": ["t3.medium"],
                "scalingConfig": {"minSize": 1, "maxSize": 3, "desiredSize": 2},
                "nodeRepairConfig": {"enabled": True},
            },
            parents=(group,),
        ),
    ]


def with_an_older_group() -> list[Member]:
    """A NodeGroup of pulumi-eks 2, which is a stack of CloudFormation."""
    group = "eks:index:NodeGroup"
    return [
        *_cluster(**_closed()),
        component(group, "workers"),
        made(
            "aws:cloudformation/stack:Stack",
            "workers-nodes",
            {"templateBody": UNKNOWN},
            parents=(group,),
        ),
    ]


def with_auto_mode() -> list[Member]:
    """A closed cluster in EKS Auto Mode."""
    return _cluster(**_closed(), computeConfig={"enabled": True, "nodePools": ["general-purpose"]})
