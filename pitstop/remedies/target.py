"""What a remedy may do to its node, as the shell offers it."""

from __future__ import annotations

from typing import Protocol

from pitstop.model import Node


class CloudError(Exception):
    """AWS refused, or the machine is not this cluster's."""


class Target(Protocol):
    """The node of a remedy. Its methods raise the API server's errors; those about a machine, CloudError."""

    @property
    def node(self) -> Node:
        """The node as it was decided on."""

    async def note(self, phase: str) -> None:
        """Write ``phase`` on the node before anything is done: where a second try is worse than none."""

    async def terminate_instance(self) -> None:
        """Have the Auto Scaling group replace the machine, at its size. Safe to ask for twice."""

    async def reboot_instance(self) -> None:
        """Reboot the machine through EC2."""

    async def delete_node(self) -> None:
        """Delete the Node object."""
