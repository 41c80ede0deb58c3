"""AWS, for one thing: to have a machine replaced or rebooted, if it is this cluster's."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_ec2.type_defs import InstanceTypeDef

_PATIENCE = Config(connect_timeout=5, read_timeout=15, retries={"mode": "standard", "total_max_attempts": 3})
_INSTANCE = re.compile(r"aws:///[^/]+/(?P<id>i-[0-9a-f]+)")
_OFF = {"shutting-down": False, "terminated": True, "stopped": True}


Answer = TypeVar("Answer")


class CloudError(Exception):
    """AWS refused, or the machine is not this cluster's."""


class Cloud:
    """Machines of ``cluster``, known by ``tag``. Every method raises CloudError."""

    def __init__(self, cluster: str, tag: str) -> None:
        self._cluster = cluster
        self._tag = tag

    async def terminate(self, provider_id: str) -> None:
        """Have the machine replaced: its Auto Scaling group keeps its size. Safe to ask for twice."""
        await asyncio.to_thread(_told, self._terminate, _instance_of(provider_id))

    async def reboot(self, provider_id: str) -> None:
        """Reboot the machine."""
        await asyncio.to_thread(_told, self._reboot, _instance_of(provider_id))

    async def is_off(self, provider_id: str) -> bool:
        """Whether the machine is surely off: nothing that runs on it can write to a volume any more."""
        return await asyncio.to_thread(_told, self._is_off, _instance_of(provider_id))

    @cached_property
    def _auto_scaling(self) -> AutoScalingClient:
        return boto3.client("autoscaling", config=_PATIENCE)

    @cached_property
    def _ec2(self) -> EC2Client:
        return boto3.client("ec2", config=_PATIENCE)

    def _terminate(self, instance: str) -> None:
        members = self._auto_scaling.describe_auto_scaling_instances(InstanceIds=[instance])
        for member in members["AutoScalingInstances"]:
            self._check_group(member["AutoScalingGroupName"])
            if not member["LifecycleState"].startswith("Terminat"):
                self._auto_scaling.terminate_instance_in_auto_scaling_group(
                    InstanceId=instance, ShouldDecrementDesiredCapacity=False
                )
            return
        found = self._find(instance)
        if found is not None and found["State"]["Name"] not in _OFF:
            raise CloudError(f"{instance} is in no Auto Scaling group, so nothing would replace it")

    def _check_group(self, group: str) -> None:
        answer = self._auto_scaling.describe_tags(
            Filters=[
                {"Name": "auto-scaling-group", "Values": [group]},
                {"Name": "key", "Values": [self._tag]},
            ]
        )
        if [tag["Value"] for tag in answer["Tags"]] != [self._cluster]:
            raise CloudError(f"the Auto Scaling group {group} has no tag {self._tag}={self._cluster}")

    def _reboot(self, instance: str) -> None:
        found = self._find(instance)
        tags = {tag["Key"]: tag["Value"] for tag in found["Tags"]} if found and "Tags" in found else {}
        if tags.get(self._tag) != self._cluster:
            raise CloudError(f"{instance} has no tag {self._tag}={self._cluster}")
        self._ec2.reboot_instances(InstanceIds=[instance])

    def _is_off(self, instance: str) -> bool:
        found = self._find(instance)
        return found is None or _OFF.get(found["State"]["Name"], False)

    def _find(self, instance: str) -> InstanceTypeDef | None:
        try:
            answer = self._ec2.describe_instances(InstanceIds=[instance])
        except ClientError as error:
            if error.response["Error"]["Code"] == "InvalidInstanceID.NotFound":
                return None
            raise
        return next((found for group in answer["Reservations"] for found in group["Instances"]), None)


def _instance_of(provider_id: str) -> str:
    match = _INSTANCE.fullmatch(provider_id)
    if match is None:
        raise CloudError(f"{provider_id!r} names no EC2 instance")
    return match["id"]


def _told(call: Callable[[str], Answer], instance: str) -> Answer:
    try:
        return call(instance)
    except (BotoCoreError, ClientError) as error:
        raise CloudError(str(error)) from error
