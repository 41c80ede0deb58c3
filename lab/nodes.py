"""Nodes as a kubelet of an EKS managed node group registers them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from lab.api import Json
from lab.local_aws import REGION

POOL = "eks.amazonaws.com/nodegroup"
ZONE = "topology.kubernetes.io/zone"

# A m6i.large as EKS shows it: 2 vCPU and 8 GiB less what is reserved, and its 29 addresses for pods.
_ALLOCATABLE = {"cpu": "1930m", "memory": "7291Mi", "ephemeral-storage": "18242267924", "pods": "29"}
_CAPACITY = {"cpu": "2", "memory": "7934Mi", "ephemeral-storage": "20959212Ki", "pods": "29"}


@dataclass(frozen=True)
class Machine:
    """An instance that a node runs on."""

    instance: str
    """EC2's id, ``i-`` and 17 hexadecimal digits."""
    address: str
    """The private IPv4 address."""
    zone: str
    pool: str

    @property
    def node(self) -> str:
        """The node's name: the instance's private DNS name."""
        return f"ip-{self.address.replace('.', '-')}.{REGION}.compute.internal"


def addresses() -> Iterator[str]:
    """Private IPv4 addresses, each once."""
    return (f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}" for number in itertools.count(10))


def manifest(machine: Machine, version: str) -> Json:
    """The Node object that ``machine``'s kubelet of ``version`` creates; no condition is set yet."""
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": machine.node,
            "labels": {
                POOL: machine.pool,
                ZONE: machine.zone,
                "topology.kubernetes.io/region": REGION,
                "node.kubernetes.io/instance-type": "m6i.large",
                "eks.amazonaws.com/capacityType": "ON_DEMAND",
                "kubernetes.io/hostname": machine.node,
                "kubernetes.io/arch": "amd64",
                "kubernetes.io/os": "linux",
            },
        },
        "spec": {"providerID": f"aws:///{machine.zone}/{machine.instance}"},
        "status": {
            "addresses": [
                {"type": "InternalIP", "address": machine.address},
                {"type": "Hostname", "address": machine.node},
            ],
            "allocatable": _ALLOCATABLE,
            "capacity": _CAPACITY,
            "nodeInfo": {
                "architecture": "amd64",
                "bootID": machine.instance,
                "containerRuntimeVersion": "containerd://2.1.4",
                "kernelVersion": "6.12.46",
                "kubeProxyVersion": version,
                "kubeletVersion": version,
                "machineID": machine.instance,
                "operatingSystem": "linux",
                "osImage": "Amazon Linux 2023",
                "systemUUID": machine.instance,
            },
        },
    }
