"""EC2 and Auto Scaling, for machines of this cluster and no others."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from pitstop.remedies.target import CloudError

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_ec2.type_defs import InstanceTypeDef

CLIENT_CONFIG = Config(
    connect_timeout=5, read_timeout=15, retries={"mode": "standard", "total_max_attempts": 3}
)
_INSTANCE = re.compile(r"aws:///(?P<region>[a-z]+(?:-[a-z]+)+-\d+)[^/]*/(?P<id>i-[0-9a-f]+)")
"""A node's providerID: the zone, whose name begins with its region's, and the instance."""
_OFF = {"shutting-down": False, "terminated": True, "stopped": True}


Found = TypeVar("Found")


@dataclass(frozen=True)
class Machine:
    """An EC2 instance."""

    instance: str
    region: str


class Cloud:
    """Machines of ``cluster``, known by ``tag``. Every method raises CloudError.

    AWS is asked where the machine is, whatever region this program is set to: elsewhere a machine that runs
    is unknown, and would be taken for one that is gone.
    """

    def __init__(self, cluster: str, tag: str) -> None:
        self._cluster = cluster
        self._tag = tag
        self._scaling_clients: dict[str, AutoScalingClient] = {}
        self._ec2_clients: dict[str, EC2Client] = {}

    async def terminate(self, provider_id: str) -> None:
        """Have the machine replaced: its Auto Scaling group keeps its size. Safe to ask for twice."""
        await asyncio.to_thread(_told, self._terminate, _machine_of(provider_id))

    async def reboot(self, provider_id: str) -> None:
        """Reboot the machine."""
        await asyncio.to_thread(_told, self._reboot, _machine_of(provider_id))

    async def owned(self, provider_id: str) -> Machine:
        """The machine, if it has the cluster's tag. Raises CloudError if it has not."""
        return await asyncio.to_thread(_told, self._check_tag, _machine_of(provider_id))

    async def is_off(self, provider_id: str) -> bool:
        """Whether the machine is surely off: nothing that runs on it can write to a volume any more."""
        return await asyncio.to_thread(_told, self._is_off, _machine_of(provider_id))

    def _auto_scaling(self, region: str) -> AutoScalingClient:
        if region not in self._scaling_clients:
            self._scaling_clients[region] = boto3.client(
                "autoscaling", region_name=region, config=CLIENT_CONFIG
            )
        return self._scaling_clients[region]

    def _ec2(self, region: str) -> EC2Client:
        if region not in self._ec2_clients:
            self._ec2_clients[region] = boto3.client("ec2", region_name=region, config=CLIENT_CONFIG)
        return self._ec2_clients[region]

    def _terminate(self, machine: Machine) -> None:
        instance, scaling = machine.instance, self._auto_scaling(machine.region)
        members = scaling.describe_auto_scaling_instances(InstanceIds=[instance])
        for member in members["AutoScalingInstances"]:
            self._check_group(scaling, member["AutoScalingGroupName"])
            if not member["LifecycleState"].startswith("Terminat"):
                scaling.terminate_instance_in_auto_scaling_group(
                    InstanceId=instance, ShouldDecrementDesiredCapacity=False
                )
            return
        found = self._find(machine)
        if found is not None and found["State"]["Name"] not in _OFF:
            raise CloudError(f"{instance} is in no Auto Scaling group, so nothing would replace it")

    def _check_group(self, scaling: AutoScalingClient, group: str) -> None:
        answer = scaling.describe_tags(
            Filters=[
                {"Name": "auto-scaling-group", "Values": [group]},
                {"Name": "key", "Values": [self._tag]},
            ]
        )
        if [tag["Value"] for tag in answer["Tags"]] != [self._cluster]:
            raise CloudError(f"the Auto Scaling group {group} has no tag {self._tag}={self._cluster}")

    def _check_tag(self, machine: Machine) -> Machine:
        found = self._find(machine)
        tags = {tag["Key"]: tag["Value"] for tag in found["Tags"]} if found and "Tags" in found else {}
        if tags.get(self._tag) != self._cluster:
            raise CloudError(f"{machine.instance} has no tag {self._tag}={self._cluster}")
        return machine

    def _reboot(self, machine: Machine) -> None:
        self._check_tag(machine)
        self._ec2(machine.region).reboot_instances(InstanceIds=[machine.instance])

    def _is_off(self, machine: Machine) -> bool:
        found = self._find(machine)
        return found is None or _OFF.get(found["State"]["Name"], False)

    def _find(self, machine: Machine) -> InstanceTypeDef | None:
        """The machine as EC2 knows it; None an hour or so after its end."""
        try:
            answer = self._ec2(machine.region).describe_instances(InstanceIds=[machine.instance])
        except ClientError as error:
            if error.response["Error"]["Code"] == "InvalidInstanceID.NotFound":
                return None
            raise
        return next((found for group in answer["Reservations"] for found in group["Instances"]), None)


def _machine_of(provider_id: str) -> Machine:
    match = _INSTANCE.fullmatch(provider_id)
    if match is None:
        raise CloudError(f"{provider_id!r} names no EC2 instance")
    return Machine(match["id"], match["region"])


def _told(call: Callable[[Machine], Found], machine: Machine) -> Found:
    try:
        return call(machine)
    except (BotoCoreError, ClientError) as error:
        raise CloudError(str(error)) from error
