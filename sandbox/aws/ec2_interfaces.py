"""Network interfaces that go with their instance; moto leaves them behind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from sandbox.aws.resource import Aws


@contextlib.contextmanager
def interfaces_going(aws: Aws, instances: Sequence[str]) -> Iterator[None]:
    """Deletes the interfaces of ``instances`` once the body has terminated those."""
    ec2 = aws.client("ec2")
    found = ec2.describe_instances(InstanceIds=list(instances))["Reservations"] if instances else []
    interfaces = [
        interface["NetworkInterfaceId"]
        for reservation in found
        for instance in reservation["Instances"]
        for interface in instance.get("NetworkInterfaces", [])
    ]
    yield
    for interface in interfaces:
        ec2.delete_network_interface(NetworkInterfaceId=interface)
