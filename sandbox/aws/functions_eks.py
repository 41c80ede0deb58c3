"""Functions about EKS."""

from __future__ import annotations

from sandbox.aws.eks_addon import addon_version
from sandbox.aws.eks_cluster import Cluster
from sandbox.aws.functions import function
from sandbox.aws.resource import Aws
from sandbox.wire.values import Properties

# What the SDK's result has as lists of one, where the resource has one object.
_LISTED = {
    "accessConfig": "accessConfigs",
    "kubernetesNetworkConfig": "kubernetesNetworkConfigs",
    "upgradePolicy": "upgradePolicies",
}


@function("aws:eks/getAddonVersion:getAddonVersion")
def get_addon_version(aws: Aws, args: Properties) -> Properties:
    """The add-on's version for a Kubernetes version."""
    name, kubernetes = args["addonName"], args["kubernetesVersion"]
    return args | {"id": name, "region": aws.region, "version": addon_version(name, kubernetes)}


@function("aws:eks/getCluster:getCluster")
def get_cluster(aws: Aws, args: Properties) -> Properties:
    """A cluster by name."""
    found = Cluster().describe(aws, args["name"], {}) or {}
    listed = {_LISTED.get(key, key): [value] if key in _LISTED else value for key, value in found.items()}
    return listed | {
        "id": args["name"],
        "region": aws.region,
        "tags": found["tagsAll"],
        "enabledClusterLogTypes": [],
    }


@function("aws:eks/getClusterAuth:getClusterAuth")
def get_cluster_auth(aws: Aws, args: Properties) -> Properties:
    """A token in the form of ``aws eks get-token``; nothing here accepts it."""
    return {"id": args["name"], "name": args["name"], "region": aws.region, "token": "k8s-aws-v1.sandbox"}
