"""Shell scripts on machines of the cluster: SSM Run Command with AWS's document AWS-RunShellScript."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from pitstop.remedies.target import CloudError, CommandResult
from pitstop.shell.clock import Clock
from pitstop.shell.cloud import CLIENT_CONFIG, Cloud

_ASK_EVERY = 2.0
_DOCUMENT = "AWS-RunShellScript"
_SHORTEST = 30
"""Seconds: SSM takes no shorter timeout for a delivery."""
_UNREACHABLE = frozenset({"InvalidInstanceId", "UnsupportedPlatformType"})
"""No agent of SSM reports from this machine."""
_RUNNING = frozenset({"Pending", "InProgress", "Delayed"})
"""Statuses of a command that may still succeed; botocore's waiter CommandExecuted goes on at the same."""


class SsmClient(Protocol):
    """The part of boto3's client that is used."""

    def send_command(self, **request: object) -> Mapping[str, Any]:
        """SendCommand."""

    def get_command_invocation(self, **request: object) -> Mapping[str, Any]:
        """GetCommandInvocation."""


class Commands:
    """Runs scripts as root, only on machines with the cluster's tag. ``connect`` makes a region's client."""

    def __init__(self, cloud: Cloud, clock: Clock, connect: Callable[[str], SsmClient] | None = None) -> None:
        self._cloud = cloud
        self._clock = clock
        self._connect = connect or _connect
        self._clients: dict[str, SsmClient] = {}

    async def run(self, provider_id: str, script: Sequence[str], limit: float) -> CommandResult:
        """Run ``script``, whose lines are one shell script, and wait at most ``limit`` seconds for its end.

        Neither is it delivered later than that. Raises CloudError where AWS does not let it be sent.
        """
        machine = await self._cloud.owned(provider_id)
        if machine.region not in self._clients:
            self._clients[machine.region] = self._connect(machine.region)
        client = self._clients[machine.region]
        try:
            command = await asyncio.to_thread(_send, client, machine.instance, script, round(limit))
        except ClientError as error:
            if error.response["Error"]["Code"] in _UNREACHABLE:
                return CommandResult(False, f"SSM does not reach {machine.instance}: {error}")
            raise CloudError(str(error)) from error
        except BotoCoreError as error:
            raise CloudError(str(error)) from error
        return await self._result(client, command, machine.instance, limit)

    async def _result(self, client: SsmClient, command: str, instance: str, limit: float) -> CommandResult:
        end = self._clock.monotonic() + limit
        last = "no word of it"
        while self._clock.monotonic() < end:
            await self._clock.sleep(_ASK_EVERY)
            try:
                answer = await asyncio.to_thread(
                    client.get_command_invocation, CommandId=command, InstanceId=instance
                )
            except (BotoCoreError, ClientError) as error:
                # SSM may not know of its own command for a moment; and what else fails may work again.
                last = str(error)
                continue
            last = str(answer["Status"])
            if last not in _RUNNING:
                return _judged(command, answer)
        return CommandResult(False, f"command {command} had no result after {limit:g}s: {last}")


def _send(client: SsmClient, instance: str, script: Sequence[str], limit: int) -> str:
    answer = client.send_command(
        InstanceIds=[instance],
        DocumentName=_DOCUMENT,
        Comment="pitstop: remedy of an unhealthy node",
        TimeoutSeconds=max(_SHORTEST, limit),
        Parameters={"commands": list(script), "executionTimeout": [str(limit)]},
    )
    return str(answer["Command"]["CommandId"])


def _judged(command: str, answer: Mapping[str, Any]) -> CommandResult:
    if answer["Status"] == "Success":
        return CommandResult(True, f"command {command} succeeded")
    details = answer.get("StatusDetails") or answer["Status"]
    said = " ".join(str(answer.get("StandardErrorContent", "")).split())[-200:]
    return CommandResult(False, f"command {command}: {details}" + (f": {said}" if said else ""))


def _connect(region: str) -> SsmClient:
    client: SsmClient = boto3.client("ssm", region_name=region, config=CLIENT_CONFIG)
    return client
