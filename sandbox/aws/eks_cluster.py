"""EKS control planes. moto keeps the cluster; what it lacks is checked and recorded here."""

# ruff: noqa: D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from moto.eks.models import eks_backends

from sandbox.aws.eks_rules import (
    check_auto_mode,
    check_control_plane_subnets,
    check_role,
    check_upgrade,
)
from sandbox.aws.resource import Aws, Resource, register, tag_changes
from sandbox.cloud.listing import Listing
from sandbox.cloud.records import Record
from sandbox.kubernetes.cluster import forget_cluster, note_version
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import UNKNOWN, Properties

DEFAULT_VERSION = "1.35"
"""What EKS makes where no version is asked for; the newest in standard support on 2026-11-23 that is not
brand new."""

_ACCESS = {"authenticationMode": "CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": True}
_NETWORK = {"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16"}


@register
class Cluster(Resource):
    """A control plane, with the security group that EKS makes for it."""

    kind = "aws:eks/cluster:Cluster"
    listed = Listing("eks", "clusters", lambda api: api.list_clusters()["clusters"])
    replace_on = frozenset(
        {
            "name",
            "roleArn",
            "bootstrapSelfManagedAddons",
            "kubernetesNetworkConfig.serviceIpv4Cidr",
            "kubernetesNetworkConfig.ipFamily",
            "accessConfig.bootstrapClusterCreatorAdminPermissions",
            "outpostConfig",
        }
    )
    name_property = "name"
    name_limit = 100
    defaults: ClassVar[Mapping[str, Any]] = {"bootstrapSelfManagedAddons": True}

    def create(self, aws: Aws, inputs: Properties) -> str:
        eks, network = aws.client("eks"), inputs["vpcConfig"]
        check_role(aws, inputs["roleArn"])
        check_auto_mode(inputs)
        vpc = check_control_plane_subnets(aws, network["subnetIds"])
        name: str = inputs["name"]
        cluster = eks.create_cluster(
            name=name,
            roleArn=inputs["roleArn"],
            version=inputs.get("version", DEFAULT_VERSION),
            resourcesVpcConfig=_vpc_request(network),
            kubernetesNetworkConfig=_network_request(inputs),
            logging=_logging_request(inputs),
            tags=inputs.get("tags", {}),
        )["cluster"]
        note_version(aws.records, cluster["endpoint"].rstrip("/"), cluster["version"])
        group = aws.client("ec2").create_security_group(
            GroupName=f"eks-cluster-sg-{name}",
            Description="EKS created security group applied to the control plane and managed nodes",
            VpcId=vpc,
        )["GroupId"]
        access = _ACCESS | inputs.get("accessConfig", {})
        _extras(aws)[aws.region, name] = {
            "vpc": vpc,
            "security_group": group,
            "authentication_mode": access["authenticationMode"],
        }
        return name

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        cluster = aws.client("eks").describe_cluster(name=physical)["cluster"]
        extra = _extras(aws)[aws.region, physical]
        network = inputs.get("vpcConfig", {})
        return {
            "arn": cluster["arn"],
            "name": physical,
            "clusterId": "",
            "status": cluster["status"],
            "createdAt": cluster["createdAt"].isoformat(),
            "endpoint": cluster["endpoint"].rstrip("/"),
            "version": cluster["version"],
            "platformVersion": cluster["platformVersion"],
            "roleArn": cluster["roleArn"],
            "certificateAuthority": {"data": cluster["certificateAuthority"]["data"]},
            "certificateAuthorities": [{"data": cluster["certificateAuthority"]["data"]}],
            "identities": [{"oidcs": [{"issuer": cluster["identity"]["oidc"]["issuer"]}]}],
            "vpcConfig": {
                "endpointPrivateAccess": False,
                "endpointPublicAccess": True,
                "publicAccessCidrs": ["0.0.0.0/0"],
                "securityGroupIds": [],
                **network,
                "subnetIds": network.get("subnetIds", cluster["resourcesVpcConfig"]["subnetIds"]),
                "clusterSecurityGroupId": extra["security_group"],
                "vpcId": extra["vpc"],
            },
            "accessConfig": _ACCESS | inputs.get("accessConfig", {}),
            "kubernetesNetworkConfig": _NETWORK | inputs.get("kubernetesNetworkConfig", {}),
            "upgradePolicy": inputs.get("upgradePolicy", {"supportType": "EXTENDED"}),
            "deletionProtection": inputs.get("deletionProtection", False),
            "tagsAll": cluster["tags"],
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes version (one minor up at a time), endpoint access, logging and tags."""
        eks = aws.client("eks")
        arn = eks.describe_cluster(name=physical)["cluster"]["arn"]
        if new.get("version") and old.get("version") != new["version"]:
            cluster = eks_backends[aws.account][aws.region].clusters[physical]
            check_upgrade(cluster.version, new["version"])
            # moto has no UpdateClusterVersion.
            cluster.version = new["version"]
            note_version(aws.records, cluster.endpoint.rstrip("/"), new["version"])
        access = _ACCESS | new.get("accessConfig", {})
        _extras(aws)[aws.region, physical]["authentication_mode"] = access["authenticationMode"]
        check_auto_mode(new)
        if old["vpcConfig"] != new["vpcConfig"]:
            check_control_plane_subnets(aws, new["vpcConfig"]["subnetIds"])
            eks.update_cluster_config(name=physical, resourcesVpcConfig=_vpc_request(new["vpcConfig"]))
        if old.get("enabledClusterLogTypes") != new.get("enabledClusterLogTypes"):
            eks.update_cluster_config(name=physical, logging=_logging_request(new))
        gone, changed = tag_changes(old, new)
        if gone:
            eks.untag_resource(resourceArn=arn, tagKeys=gone)
        if changed:
            eks.tag_resource(resourceArn=arn, tags=changed)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        if outputs.get("deletionProtection"):
            raise RefusalError(
                f"deleting {self.kind} {physical}: DeleteCluster: InvalidRequestException: Cannot delete "
                f"cluster "
                f"{physical} because deletion protection is enabled"
            )
        endpoint = aws.client("eks").delete_cluster(name=physical)["cluster"]["endpoint"].rstrip("/")
        forget_cluster(aws.records, endpoint)
        extra = _extras(aws).pop((aws.region, physical))
        aws.client("ec2").delete_security_group(GroupId=extra["security_group"])
        for table in ("eks.addons", "eks.access_entries", "eks.access_policies", "eks.pod_identities"):
            rows = aws.records.table(table)
            for key in [key for key in rows if key[:2] == (aws.region, physical)]:
                del rows[key]

    def plan(self, inputs: Properties) -> Properties:
        """The computed parts of ``vpcConfig`` and ``kubernetesNetworkConfig``."""
        network, addresses = inputs["vpcConfig"], inputs.get("kubernetesNetworkConfig")
        planned: Properties = {}
        if isinstance(network, dict):
            planned["vpcConfig"] = {**network, "clusterSecurityGroupId": UNKNOWN, "vpcId": UNKNOWN}
        if isinstance(addresses, dict):
            planned["kubernetesNetworkConfig"] = {"serviceIpv4Cidr": UNKNOWN, **addresses}
        return planned


def require_cluster(aws: Aws, name: str) -> None:
    """Raises AWS's ResourceNotFoundException where there is no cluster of that name."""
    aws.client("eks").describe_cluster(name=name)


def cluster_version(aws: Aws, name: str) -> str:
    """The cluster's Kubernetes version, such as ``1.35``."""
    return str(aws.client("eks").describe_cluster(name=name)["cluster"]["version"])


def authentication_mode(aws: Aws, name: str) -> str:
    """The cluster's authentication mode: CONFIG_MAP, API or both."""
    return str(_extras(aws)[aws.region, name]["authentication_mode"])


def _extras(aws: Aws) -> dict[tuple[str, ...], Record]:
    return aws.records.table("eks.clusters")


def _vpc_request(network: Properties) -> Properties:
    taken = (
        "subnetIds",
        "securityGroupIds",
        "endpointPublicAccess",
        "endpointPrivateAccess",
        "publicAccessCidrs",
    )
    return {key: network[key] for key in taken if key in network}


def _network_request(inputs: Properties) -> Properties:
    return _NETWORK | {
        key: value
        for key, value in inputs.get("kubernetesNetworkConfig", {}).items()
        if isinstance(value, str)
    }


def _logging_request(inputs: Properties) -> dict[str, Any]:
    enabled = inputs.get("enabledClusterLogTypes", [])
    return {"clusterLogging": [{"types": enabled, "enabled": True}] if enabled else []}
