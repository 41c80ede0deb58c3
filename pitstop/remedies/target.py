"""Target of a remedy: what it may do to its node, as the shell offers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from pitstop.model import Node


class CloudError(Exception):
    """AWS refused, or the machine is not this cluster's."""


class WebhookError(Exception):
    """The webhook did not answer, or not as it has to, however often it was asked."""


class CommandResult(NamedTuple):
    """What came of a script on a machine; ``detail`` says why, where it did not succeed."""

    succeeded: bool
    detail: str


class AnswerStatus(StrEnum):
    """What a webhook makes of a request."""

    ACCEPTED = "accepted"
    """It is being worked on."""
    DONE = "done"
    """It has been worked on: the node may need a moment to report it."""
    REFUSED = "refused"
    """It is left to the next remedy."""


class Answer(NamedTuple):
    """A webhook's answer; ``reason`` is for people."""

    status: AnswerStatus
    reason: str


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

    async def run_on_instance(self, script: Sequence[str], limit: float) -> CommandResult:
        """Run the lines of ``script`` on the machine as root, for at most ``limit`` seconds."""

    async def delete_node(self) -> None:
        """Delete the Node object."""

    async def ask_webhook(self, document: Mapping[str, object]) -> Answer:
        """Post ``document`` as JSON. Raises WebhookError."""
