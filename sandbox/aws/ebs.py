"""EBS volumes."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from sandbox.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.aws.resource import Aws, register
from sandbox.cloud.listing import by_call
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties

_GIB = 8


@register
class Volume(Ec2Resource):
    """A volume of its own."""

    kind = "aws:ebs/volume:Volume"
    listed = by_call("ec2", "describe_volumes", "Volumes", "VolumeId")
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
