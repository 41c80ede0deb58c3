"""EKS managed node groups: moto's node group, and the Auto Scaling group that EKS would make for it."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from sandbox.aws.autoscaling import delete_group
from sandbox.aws.eks_cluster import require_cluster
from sandbox.aws.eks_rules import check_role, existing_subnets
from sandbox.aws.resource import Aws, Resource, register, tag_changes
from sandbox.cloud.listing import Listing
from sandbox.cloud.records import Record
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import UNKNOWN, Properties

_DISK_GIB = 20


def _node_groups(api: Any) -> Iterable[str]:  # noqa: ANN401 - boto3's clients are made at run time
    return [
        f"{cluster}/{name}"
        for cluster in api.list_clusters()["clusters"]
        for name in api.list_nodegroups(clusterName=cluster)["nodegroups"]
    ]


@register
class NodeGroup(Resource):
    """A managed node group; its Auto Scaling group starts the desired number of instances in moto."""

    kind = "aws:eks/nodeGroup:NodeGroup"
    listed = Listing("eks", "nodegroups", _node_groups)
    replace_on = frozenset(
        {
            "amiType",
            "capacityType",
            "clusterName",
            "diskSize",
            "instanceTypes",
            "launchTemplate.id",
            "launchTemplate.name",
            "nodeGroupName",
            "nodeGroupNamePrefix",
            "nodeRoleArn",
            "remoteAccess",
            "subnetIds",
        }
    )
    name_property = "nodeGroupName"
    name_limit = 63

    def create(self, aws: Aws, inputs: Properties) -> str:
        require_cluster(aws, inputs["clusterName"])
        check_role(aws, inputs["nodeRoleArn"])
        existing_subnets(aws, inputs["subnetIds"])
        types = inputs.get("instanceTypes", ["t3.medium"])
        _check_instance_types(aws, types)
        _check_scaling(inputs["scalingConfig"])
        aws.client("eks").create_nodegroup(**_request(inputs))
        group = f"eks-{inputs['nodeGroupName']}-{uuid.uuid4()}"
        _groups(aws)[aws.region, inputs["clusterName"], inputs["nodeGroupName"]] = {"name": group}
        _make_group(aws, group, inputs, types[0])
        return f"{inputs['clusterName']}:{inputs['nodeGroupName']}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        cluster, name = physical.split(":", 1)
        found = aws.client("eks").describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]
        group = _groups(aws)[aws.region, cluster, name]["name"]
        version = (
            inputs.get("version") or aws.client("eks").describe_cluster(name=cluster)["cluster"]["version"]
        )
        templated = "launchTemplate" in inputs
        scaling = found["scalingConfig"]
        return {
            "arn": found["nodegroupArn"],
            "status": found["status"],
            "clusterName": cluster,
            "nodeGroupName": name,
            "nodeRoleArn": found["nodeRole"],
            "subnetIds": inputs.get("subnetIds", found["subnets"]),
            "scalingConfig": {key: scaling[key] for key in ("desiredSize", "maxSize", "minSize")},
            "amiType": inputs.get("amiType", "AL2023_x86_64_STANDARD"),
            "capacityType": inputs.get("capacityType", "ON_DEMAND"),
            "diskSize": inputs.get("diskSize", 0 if templated else _DISK_GIB),
            "instanceTypes": inputs.get("instanceTypes", [] if templated else ["t3.medium"]),
            "version": version,
            "releaseVersion": inputs.get("releaseVersion", f"{version}.0-20261101"),
            "updateConfig": inputs.get("updateConfig", {"maxUnavailable": 1}),
            "nodeRepairConfig": {"enabled": False, **inputs.get("nodeRepairConfig", {})},
            "resources": [{"autoscalingGroups": [{"name": group}], "remoteAccessSecurityGroupId": ""}],
            "tagsAll": found.get("tags", {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes sizes, labels, taints and tags; a new version or launch template version rolls the
        nodes."""
        cluster, name = physical.split(":", 1)
        eks, scaling = aws.client("eks"), new["scalingConfig"]
        _check_scaling(scaling)
        request: dict[str, Any] = {"clusterName": cluster, "nodegroupName": name, "scalingConfig": scaling}
        before, after = old.get("labels", {}), new.get("labels", {})
        if before != after:
            request["labels"] = {
                "addOrUpdateLabels": after,
                "removeLabels": [key for key in before if key not in after],
            }
        if old.get("taints", []) != new.get("taints", []):
            request["taints"] = {
                "removeTaints": old.get("taints", []),
                "addOrUpdateTaints": new.get("taints", []),
            }
        eks.update_nodegroup_config(**request)
        aws.client("autoscaling").update_auto_scaling_group(
            AutoScalingGroupName=_groups(aws)[aws.region, cluster, name]["name"],
            MinSize=scaling["minSize"],
            MaxSize=scaling["maxSize"],
            DesiredCapacity=scaling["desiredSize"],
        )
        arn = eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]["nodegroupArn"]
        gone, changed = tag_changes(old, new)
        if gone:
            eks.untag_resource(resourceArn=arn, tagKeys=gone)
        if changed:
            eks.tag_resource(resourceArn=arn, tags=changed)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        cluster, name = physical.split(":", 1)
        aws.client("eks").delete_nodegroup(clusterName=cluster, nodegroupName=name)
        group = _groups(aws).pop((aws.region, cluster, name))["name"]
        delete_group(aws, group)
        aws.client("ec2").delete_launch_template(LaunchTemplateName=group)

    def plan(self, inputs: Properties) -> Properties:
        """The nested outputs that are never inputs."""
        repair = inputs.get("nodeRepairConfig")
        return {"resources": UNKNOWN, **({"nodeRepairConfig": repair} if repair else {})}


def _groups(aws: Aws) -> dict[tuple[str, ...], Record]:
    return aws.records.table("eks.node_groups")


def _request(inputs: Properties) -> dict[str, Any]:
    optional = {
        "instanceTypes": inputs.get("instanceTypes"),
        "amiType": inputs.get("amiType"),
        "capacityType": inputs.get("capacityType"),
        "diskSize": inputs.get("diskSize"),
        "labels": inputs.get("labels"),
        "taints": inputs.get("taints"),
        "launchTemplate": inputs.get("launchTemplate"),
        "version": inputs.get("version"),
        "tags": inputs.get("tags"),
    }
    return {
        "clusterName": inputs["clusterName"],
        "nodegroupName": inputs["nodeGroupName"],
        "nodeRole": inputs["nodeRoleArn"],
        "subnets": inputs["subnetIds"],
        "scalingConfig": inputs["scalingConfig"],
        **{key: value for key, value in optional.items() if value},
    }


def _check_instance_types(aws: Aws, types: list[str]) -> None:
    try:
        aws.client("ec2").describe_instance_types(InstanceTypes=types)
    except ClientError as error:
        raise RefusalError(f"InvalidParameterException: {error.response['Error']['Message']}") from error


def _check_scaling(scaling: Properties) -> None:
    least, wanted, most = scaling["minSize"], scaling["desiredSize"], scaling["maxSize"]
    if not least <= wanted <= most:
        raise RefusalError(
            f"InvalidParameterException: desired capacity {wanted} must lie between minimum {least} and "
            f"maximum {most}"
        )


def _make_group(aws: Aws, group: str, inputs: Properties, instance_type: str) -> None:
    """The Auto Scaling group, on a launch template of its own, as EKS does it."""
    ec2, cluster = aws.client("ec2"), inputs["clusterName"]
    # By its name: to list all of the images that moto has takes two seconds.
    (image,) = ec2.describe_images(Filters=[{"Name": "name", "Values": ["amazon-eks-node-linux"]}])["Images"]
    ec2.create_launch_template(
        LaunchTemplateName=group,
        LaunchTemplateData={"ImageId": image["ImageId"], "InstanceType": instance_type},
    )
    tags = {
        "eks:cluster-name": cluster,
        "eks:nodegroup-name": inputs["nodeGroupName"],
        "k8s.io/cluster-autoscaler/enabled": "true",
        f"k8s.io/cluster-autoscaler/{cluster}": "owned",
        f"kubernetes.io/cluster/{cluster}": "owned",
    }
    scaling = inputs["scalingConfig"]
    aws.client("autoscaling").create_auto_scaling_group(
        AutoScalingGroupName=group,
        MinSize=scaling["minSize"],
        MaxSize=scaling["maxSize"],
        DesiredCapacity=scaling["desiredSize"],
        LaunchTemplate={"LaunchTemplateName": group, "Version": "$Latest"},
        VPCZoneIdentifier=",".join(inputs["subnetIds"]),
        Tags=[{"Key": key, "Value": value, "PropagateAtLaunch": True} for key, value in tags.items()],
    )
