"""Instances and volumes of their own."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.ec2_interfaces import interfaces_going
from sandbox.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.aws.resource import Aws, register
from sandbox.aws.words import pascal
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties

_GIB = 8


@register
class Instance(Ec2Resource):
    """One instance; a stop and start to change its type is taken as done."""

    kind = "aws:ec2/instance:Instance"
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


@register
class Volume(Ec2Resource):
    """A volume of its own."""

    kind = "aws:ebs/volume:Volume"
    replace_on = frozenset({"availabilityZone", "encrypted", "kmsKeyId", "snapshotId", "multiAttachEnabled"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        optional = {
            "Size": inputs.get("size"),
            "SnapshotId": inputs.get("snapshotId"),
            "VolumeType": inputs.get("type"),
            "Iops": inputs.get("iops"),
            "Throughput": inputs.get("throughput"),
            "KmsKeyId": inputs.get("kmsKeyId"),
        }
        created = aws.client("ec2").create_volume(
            AvailabilityZone=inputs["availabilityZone"],
            Encrypted=inputs.get("encrypted", False),
            TagSpecifications=tag_specification("volume", inputs),
            **{key: value for key, value in optional.items() if value},
        )
        return str(created["VolumeId"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        volume = aws.client("ec2").describe_volumes(VolumeIds=[physical])["Volumes"][0]
        return {
            "arn": aws.arn("ec2", f"volume/{physical}"),
            "availabilityZone": volume["AvailabilityZone"],
            "createTime": volume["CreateTime"].isoformat(),
            "encrypted": volume["Encrypted"],
            "iops": volume.get("Iops", inputs.get("iops", 0)),
            "kmsKeyId": volume.get("KmsKeyId") or "",
            "size": volume["Size"],
            "snapshotId": volume.get("SnapshotId") or "",
            "throughput": inputs.get("throughput", 0),
            "type": volume["VolumeType"],
            **tags_of(volume),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes size, type, speed and tags; a volume never shrinks."""
        super().update(aws, physical, old, new)
        changed = {
            name: new[key]
            for key, name in (("size", "Size"), ("type", "VolumeType"), ("iops", "Iops"))
            if new.get(key) and old.get(key) != new[key]
        }
        if new.get("size", 0) < old.get("size", 0):
            raise RefusalError(
                "ModifyVolume: InvalidParameterValue: New size cannot be smaller than existing size"
            )
        if changed:
            aws.client("ec2").modify_volume(VolumeId=physical, **changed)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").delete_volume(VolumeId=physical)


def _launch_template(inputs: Properties) -> dict[str, Any] | None:
    given = inputs.get("launchTemplate")
    if not given:
        return None
    names = {"id": "LaunchTemplateId", "name": "LaunchTemplateName", "version": "Version"}
    return {names[key]: value for key, value in given.items() if value}
