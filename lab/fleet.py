"""The stand-in for what EC2 Auto Scaling and the kubelets do: instances become nodes, and cease to be.

The groups, their sizes and their instances are moto's. This module watches them, as the cloud does: a new
instance boots and registers its Node; a terminated one loses its heartbeats, and a moment later its Node.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from lab import heartbeats, nodes
from lab.api import ApiError
from lab.control_plane import ControlPlane
from lab.local_aws import Call, LocalAws
from lab.nodes import Machine
from lab.schedule import Schedule

_TICK = 0.2
_CLIENTS = 8
"""Nodes that register at a time."""


@dataclass(frozen=True)
class CloudDelays:
    """How long the cloud takes, in seconds. EC2 needs about 60 to boot a node; these keep a test short."""

    boot: float = 3
    """From an instance's launch to its Node's registration."""
    farewell: float = 1
    """From an instance's termination to its Node's removal by the cloud controller."""
    reboot: float = 2
    """From a reboot's start to the kubelet's next heartbeat."""


@dataclass(frozen=True)
class Pool:
    """A node group as it was made."""

    name: str
    group: str
    """The Auto Scaling group's name."""
    zones: tuple[str, ...]


class CloudFleet:
    """Node groups over moto's Auto Scaling groups; ``close`` ends its thread.

    ``on_boot`` hears of every node that comes back from a reboot, ``on_restart`` of every node that was sent
    a command which restarts a service.
    """

    def __init__(
        self,
        plane: ControlPlane,
        aws: LocalAws,
        cluster: str,
        delays: CloudDelays,
        *,
        on_boot: Callable[[str], None],
        on_restart: Callable[[str], None],
    ) -> None:
        self._api = plane.admin
        self._addresses = plane.addresses
        self._on_boot = on_boot
        self._on_restart = on_restart
        self._aws = aws
        self._cluster = cluster
        self._delays = delays
        self._version = self._api.get("/version")["gitVersion"]
        self._ec2 = aws.ec2()
        self._auto_scaling = aws.auto_scaling()
        # moto's hundreds of images are slow to list.
        self._image = self._ec2.register_image(Name="node")["ImageId"]
        self._pools: dict[str, Pool] = {}
        self._machines: dict[str, Machine] = {}
        self._schedule = Schedule()
        self._seen_calls = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fleet", daemon=True)
        self._thread.start()

    def pool(self, name: str, count: int, zones: Sequence[str], minimum: int, maximum: int) -> list[Machine]:
        """Make a node group whose ``count`` nodes are registered when this returns, spread over ``zones``."""
        pool = Pool(name, f"eks-{name}-{secrets.token_hex(4)}", tuple(zones))
        with self._lock:
            self._create_group(pool, count, minimum, maximum)
            machines = self._settle(self._instances([pool]))
            self._pools[name] = pool
        with ThreadPoolExecutor(_CLIENTS) as executor:
            list(executor.map(self._register, machines))
        return machines

    def group(self, pool: str) -> str:
        """The name of a pool's Auto Scaling group."""
        return self._pools[pool].group

    def machine(self, node: str) -> Machine:
        """The machine that ``node`` runs on; raises KeyError where there is none."""
        for machine in tuple(self._machines.values()):
            if machine.node == node:
                return machine
        raise KeyError(node)

    def close(self) -> None:
        """Stop watching, and delete the groups: moto's memory outlives its server."""
        self._closing.set()
        self._thread.join()
        for pool in self._pools.values():
            self._auto_scaling.delete_auto_scaling_group(AutoScalingGroupName=pool.group, ForceDelete=True)

    def _create_group(self, pool: Pool, count: int, minimum: int, maximum: int) -> None:
        self._ec2.create_launch_template(
            LaunchTemplateName=pool.group,
            LaunchTemplateData={"ImageId": self._image, "InstanceType": "m6i.large"},
        )
        subnets = [subnet["SubnetId"] for subnet in self._ec2.describe_subnets()["Subnets"]]
        tags = {
            "eks:cluster-name": self._cluster,
            "eks:nodegroup-name": pool.name,
            f"kubernetes.io/cluster/{self._cluster}": "owned",
            f"k8s.io/cluster-autoscaler/{self._cluster}": "owned",
            "k8s.io/cluster-autoscaler/enabled": "true",
        }
        self._auto_scaling.create_auto_scaling_group(
            AutoScalingGroupName=pool.group,
            MinSize=minimum,
            MaxSize=maximum,
            DesiredCapacity=count,
            LaunchTemplate={"LaunchTemplateName": pool.group},
            VPCZoneIdentifier=",".join(subnets),
            # moto takes long over the tags of many instances: they get what a reboot is allowed by.
            Tags=[
                {"Key": key, "Value": value, "PropagateAtLaunch": key == "eks:cluster-name"}
                for key, value in tags.items()
            ],
        )

    def _instances(self, pools: Iterable[Pool]) -> dict[str, Pool]:
        by_group = {pool.group: pool for pool in pools}
        if not by_group:
            return {}
        answer = self._auto_scaling.describe_auto_scaling_groups(AutoScalingGroupNames=list(by_group))
        return {
            instance["InstanceId"]: by_group[group["AutoScalingGroupName"]]
            for group in answer["AutoScalingGroups"]
            for instance in group["Instances"]
        }

    def _settle(self, pools: Mapping[str, Pool]) -> list[Machine]:
        """Give each new instance an address, and the zone with the fewest, as Auto Scaling does.

        moto has them all in one zone.
        """
        used = Counter((machine.pool, machine.zone) for machine in self._machines.values())
        machines = []
        for instance, pool in pools.items():
            _, zone = min((used[pool.name, zone], zone) for zone in pool.zones)
            used[pool.name, zone] += 1
            machines.append(Machine(instance, next(self._addresses), zone, pool.name))
        self._machines |= {machine.instance: machine for machine in machines}
        return machines

    def _register(self, machine: Machine) -> None:
        if machine.instance in self._machines:
            self._api.create("/api/v1/nodes", nodes.manifest(machine, self._version))

    def _run(self) -> None:
        while not self._closing.is_set():
            with self._lock:
                self._follow_calls()
            self._schedule.run_due()
            time.sleep(_TICK)

    def _follow_calls(self) -> None:
        new: list[Call] = self._aws.calls[self._seen_calls :]
        changes = [call for call in new if call.allowed and not call.action.startswith("Describe")]
        if changes:
            self._follow_groups(changes)
        self._seen_calls += len(new)
        for call in changes:
            # moto keeps no trace of a reboot: it is seen in the log of calls.
            if call.action == "RebootInstances":
                for machine in self._named_in(call):
                    self._reboot(machine.node)
            # Nor does it run commands.
            if call.action == "SendCommand" and "systemctl restart" in call.parameters["Parameters"]:
                for machine in self._named_in(call):
                    self._schedule.after(0, partial(self._on_restart, machine.node))

    def _follow_groups(self, calls: Iterable[Call]) -> None:
        """Do what became of the instances of the groups that ``calls`` may have changed."""
        touched = self._touched(calls)
        present = self._instances(touched)
        names = {pool.name for pool in touched}
        known = {machine.instance for machine in self._machines.values() if machine.pool in names}
        for instance in known - present.keys():
            machine = self._machines.pop(instance)
            self._schedule.after(0, partial(heartbeats.stop, self._api, machine.node))
            self._schedule.after(self._delays.farewell, partial(self._remove, machine.node))
        fresh = {instance: pool for instance, pool in present.items() if instance not in known}
        for machine in self._settle(fresh):
            self._schedule.after(self._delays.boot, partial(self._register, machine))

    def _touched(self, calls: Iterable[Call]) -> list[Pool]:
        """The groups that are named, or whose machines are: moto takes long to list a thousand machines."""
        named = {value for call in calls for value in call.parameters.values()}
        pools = {machine.pool for call in calls for machine in self._named_in(call)}
        return [pool for pool in self._pools.values() if pool.group in named or pool.name in pools]

    def _named_in(self, call: Call) -> list[Machine]:
        return [self._machines[value] for value in call.parameters.values() if value in self._machines]

    def _reboot(self, node: str) -> None:
        self._schedule.after(0, partial(heartbeats.stop, self._api, node))
        self._schedule.after(self._delays.reboot, partial(self._boot_again, node))

    def _boot_again(self, node: str) -> None:
        status = {"nodeInfo": {"bootID": secrets.token_hex(8)}}
        self._api.patch(f"/api/v1/nodes/{node}/status", {"status": status})
        self._on_boot(node)
        heartbeats.resume(self._api, node)

    def _remove(self, node: str) -> None:
        try:
            self._api.delete(f"/api/v1/nodes/{node}")
        except ApiError as error:
            if error.status != 404:
                raise
