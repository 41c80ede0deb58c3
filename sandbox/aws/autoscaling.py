"""Auto Scaling groups, and single tags on groups that EKS made."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.casing import pascal
from sandbox.aws.ec2_interfaces import interfaces_going
from sandbox.aws.resource import Aws, Resource, register
from sandbox.cloud.listing import Within, by_call
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties


@register
class Group(Resource):
    """A group on a launch template; it starts its instances in moto."""

    kind = "aws:autoscaling/group:Group"
    listed = by_call(
        "autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupName"
    )
    replace_on = frozenset({"name", "namePrefix", "placementGroup"})
    name_property = "name"
    defaults: ClassVar[Mapping[str, Any]] = {"healthCheckGracePeriod": 300, "forceDelete": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        aws.client("autoscaling").create_auto_scaling_group(
            AutoScalingGroupName=inputs["name"], Tags=_tags(inputs), **_request(inputs)
        )
        return str(inputs["name"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[physical])
        if not found["AutoScalingGroups"]:
            return None
        group = found["AutoScalingGroups"][0]
        subnets = [subnet for subnet in group.get("VPCZoneIdentifier", "").split(",") if subnet]
        return {
            "arn": group["AutoScalingGroupARN"],
            "name": physical,
            "minSize": group["MinSize"],
            "maxSize": group["MaxSize"],
            "desiredCapacity": group["DesiredCapacity"],
            "defaultCooldown": group["DefaultCooldown"],
            "healthCheckType": group["HealthCheckType"],
            "availabilityZones": group["AvailabilityZones"],
            "vpcZoneIdentifiers": inputs.get("vpcZoneIdentifiers", subnets),
            "serviceLinkedRoleArn": group.get("ServiceLinkedRoleARN", ""),
            "targetGroupArns": inputs.get("targetGroupArns", []),
            "loadBalancers": inputs.get("loadBalancers", []),
            "trafficSources": inputs.get("trafficSources", []),
            "predictedCapacity": 0,
            "warmPoolSize": 0,
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes sizes, template and tags."""
        autoscaling = aws.client("autoscaling")
        autoscaling.update_auto_scaling_group(AutoScalingGroupName=physical, **_request(new))
        kept = {tag["Key"] for tag in _tags(new)}
        gone = [tag for tag in _tags(old) if tag["Key"] not in kept]
        if gone:
            autoscaling.delete_tags(Tags=gone)
        if _tags(new):
            autoscaling.create_or_update_tags(Tags=_tags(new))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        delete_group(aws, physical)


@register
class Tag(Resource):
    """One tag on a group that another resource made."""

    kind = "aws:autoscaling/tag:Tag"
    listed = Within("aws:autoscaling/group:Group")
    replace_on = frozenset({"autoscalingGroupName", "tag.key"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        self._put(aws, inputs)
        return f"{inputs['autoscalingGroupName']},{inputs['tag']['key']}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        group, key = physical.split(",", 1)
        by = [{"Name": "auto-scaling-group", "Values": [group]}, {"Name": "key", "Values": [key]}]
        tags = aws.client("autoscaling").describe_tags(Filters=by)["Tags"]
        if not tags:
            return None
        tag = {"key": key, "value": tags[0]["Value"], "propagateAtLaunch": tags[0]["PropagateAtLaunch"]}
        return {"autoscalingGroupName": group, "tag": tag}

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes the value."""
        self._put(aws, new)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        group, key = physical.split(",", 1)
        aws.client("autoscaling").delete_tags(
            Tags=[{"ResourceId": group, "ResourceType": "auto-scaling-group", "Key": key}]
        )

    @staticmethod
    def _put(aws: Aws, inputs: Properties) -> None:
        group = inputs["autoscalingGroupName"]
        autoscaling = aws.client("autoscaling")
        if not autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[group])["AutoScalingGroups"]:
            raise RefusalError(
                f"CreateOrUpdateTags: ValidationError: AutoScalingGroup name not found - {group}"
            )
        tag = {"ResourceId": group, "ResourceType": "auto-scaling-group", **pascal(inputs["tag"])}
        autoscaling.create_or_update_tags(Tags=[tag])


def delete_group(aws: Aws, name: str) -> None:
    """Deletes a group with its instances and their interfaces."""
    autoscaling = aws.client("autoscaling")
    groups = autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
    instances = [instance["InstanceId"] for group in groups for instance in group["Instances"]]
    with interfaces_going(aws, instances):
        autoscaling.delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)


def _request(inputs: Properties) -> dict[str, Any]:
    template = inputs.get("launchTemplate")
    names = {"id": "LaunchTemplateId", "name": "LaunchTemplateName", "version": "Version"}
    optional = {
        "DesiredCapacity": inputs.get("desiredCapacity"),
        "VPCZoneIdentifier": ",".join(inputs.get("vpcZoneIdentifiers", [])),
        "AvailabilityZones": inputs.get("availabilityZones"),
        "LaunchTemplate": {names[key]: value for key, value in template.items() if value}
        if template
        else None,
        "MixedInstancesPolicy": _mixed(inputs.get("mixedInstancesPolicy")),
        "HealthCheckType": inputs.get("healthCheckType"),
    }
    return {
        "MinSize": inputs["minSize"],
        "MaxSize": inputs["maxSize"],
        **{key: value for key, value in optional.items() if value not in (None, "")},
    }


def _mixed(policy: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The API has ``LaunchTemplate`` inside, and lists under other names."""
    if not policy:
        return None
    template = policy["launchTemplate"]
    return {
        "LaunchTemplate": {
            "LaunchTemplateSpecification": pascal(template["launchTemplateSpecification"]),
            "Overrides": pascal(template.get("overrides", [])),
        },
        "InstancesDistribution": pascal(policy.get("instancesDistribution", {})),
    }


def _tags(inputs: Properties) -> list[dict[str, Any]]:
    group = {"ResourceId": inputs["name"], "ResourceType": "auto-scaling-group"}
    return [group | pascal(tag) for tag in inputs.get("tags", [])]
