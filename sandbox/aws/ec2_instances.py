"""Instances."""

# ruff: noqa: D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sandbox.aws.casing import pascal
from sandbox.aws.ec2_interfaces import interfaces_going
from sandbox.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.aws.resource import Aws, register
from sandbox.cloud.listing import Listing, is_alive
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties

_GIB = 8


def _instances(api: Any) -> Iterable[str]:  # noqa: ANN401 - boto3's clients are made at run time
    reservations = api.describe_instances()["Reservations"]
    instances = [instance for reservation in reservations for instance in reservation["Instances"]]
    return [str(instance["InstanceId"]) for instance in instances if is_alive(instance)]


@register
class Instance(Ec2Resource):
    """One instance; a stop and start to change its type is taken as done."""

    kind = "aws:ec2/instance:Instance"
    listed = Listing("ec2", "Instances", _instances)
    replace_on = frozenset({"ami", "availabilityZone", "subnetId", "keyName", "privateIp", "tenancy"})
    defaults: ClassVar[Mapping[str, Any]] = {"getPasswordData": False, "sourceDestCheck": True}

    def create(self, aws: Aws, inputs: Properties) -> str:
        optional = {
            "ImageId": inputs.get("ami"),
            "InstanceType": inputs.get("instanceType"),
            "SubnetId": inputs.get("subnetId"),
            "SecurityGroupIds": inputs.get("vpcSecurityGroupIds"),
            "KeyName": inputs.get("keyName"),
            "UserData": inputs.get("userData"),
            "LaunchTemplate": _launch_template(inputs),
            "IamInstanceProfile": {"Name": inputs["iamInstanceProfile"]}
            if inputs.get("iamInstanceProfile")
            else None,
            "MetadataOptions": pascal(inputs.get("metadataOptions")),
        }
        created = aws.client("ec2").run_instances(
            MinCount=1,
            MaxCount=1,
            TagSpecifications=tag_specification("instance", inputs),
            **{key: value for key, value in optional.items() if value},
        )
        return str(created["Instances"][0]["InstanceId"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("ec2").describe_instances(InstanceIds=[physical])["Reservations"][0]["Instances"][
            0
        ]
        if found["State"]["Name"] in ("terminated", "shutting-down"):
            return None
        groups = [group["GroupId"] for group in found.get("SecurityGroups", [])]
        return {
            "arn": aws.arn("ec2", f"instance/{physical}"),
            "ami": found["ImageId"],
            "instanceType": inputs.get("instanceType", found["InstanceType"]),
            "availabilityZone": found["Placement"]["AvailabilityZone"],
            "instanceState": found["State"]["Name"],
            "privateIp": found.get("PrivateIpAddress", ""),
            "privateDns": found.get("PrivateDnsName", ""),
            "publicIp": found.get("PublicIpAddress", ""),
            "publicDns": found.get("PublicDnsName", ""),
            "primaryNetworkInterfaceId": next(
                (interface["NetworkInterfaceId"] for interface in found.get("NetworkInterfaces", [])), ""
            ),
            "subnetId": found.get("SubnetId", ""),
            "vpcSecurityGroupIds": groups,
            "securityGroups": [],
            "keyName": found.get("KeyName", ""),
            "tenancy": found["Placement"].get("Tenancy", "default"),
            "rootBlockDevice": {"volumeSize": _GIB, "volumeType": "gp3"} | inputs.get("rootBlockDevice", {}),
            "metadataOptions": inputs.get("metadataOptions", {}),
            **tags_of(found),
        }

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        if outputs.get("disableApiTermination"):
            raise RefusalError(
                f"deleting {self.kind} {physical}: TerminateInstances: OperationNotPermitted: The instance "
                f"'{physical}' may not be terminated. Modify its 'disableApiTermination' instance "
                f"attribute and try "
                "again."
            )
        with interfaces_going(aws, [physical]):
            aws.client("ec2").terminate_instances(InstanceIds=[physical])


def _launch_template(inputs: Properties) -> dict[str, Any] | None:
    given = inputs.get("launchTemplate")
    if not given:
        return None
    names = {"id": "LaunchTemplateId", "name": "LaunchTemplateName", "version": "Version"}
    return {names[key]: value for key, value in given.items() if value}
