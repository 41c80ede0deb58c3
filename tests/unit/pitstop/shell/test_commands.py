"""Commands to machines: what is sent is judged by botocore's model of SSM, whose cluster by moto's EC2."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.stub import Stubber

from pitstop.remedies.target import CloudError, CommandResult
from pitstop.shell import commands
from pitstop.shell.cloud import Cloud
from pitstop.shell.commands import Commands
from testing.aws_without_images import aws_without_images
from tests.unit.pitstop.clocks import JumpingClock

TAG = "eks:cluster-name"
SENT: dict[str, Any] = {"Command": {"CommandId": "0" * 36}}
ASKED = "0" * 36


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with aws_without_images():
        yield


def started(cluster: str = "lab") -> str:
    """The providerID of a machine of ``cluster``."""
    ec2 = boto3.client("ec2", region_name="eu-west-1")
    (made,) = ec2.run_instances(
        ImageId="ami-12345678",
        MinCount=1,
        MaxCount=1,
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": TAG, "Value": cluster}]}],
    )["Instances"]
    return f"aws:///eu-west-1a/{made['InstanceId']}"


def run(provider_id: str, answers: Callable[[Stubber], None], limit: float = 60.0) -> CommandResult:
    client = boto3.client("ssm", region_name="eu-west-1")
    stubber = Stubber(client)
    answers(stubber)
    sent = Commands(Cloud("lab", TAG), JumpingClock(), {"eu-west-1": client}.__getitem__)
    with stubber:
        result = asyncio.run(sent.run(provider_id, ["set -eu", "true"], limit))
        stubber.assert_no_pending_responses()
    return result


def status(stubber: Stubber, value: str, **more: str) -> None:
    stubber.add_response("get_command_invocation", {"Status": value, **more})


def test_a_command_is_sent_to_one_machine_and_its_result_waited_for() -> None:
    machine = started()
    instance = machine.rpartition("/")[2]

    def answers(stubber: Stubber) -> None:
        stubber.add_response(
            "send_command",
            SENT,
            {
                "InstanceIds": [instance],
                "DocumentName": "AWS-RunShellScript",
                "Comment": "pitstop: remedy of an unhealthy node",
                "TimeoutSeconds": 60,
                "Parameters": {"commands": ["set -eu", "true"], "executionTimeout": ["60"]},
            },
        )
        stubber.add_client_error(
            "get_command_invocation",
            "InvocationDoesNotExist",
            expected_params={"CommandId": ASKED, "InstanceId": instance},
        )
        status(stubber, "Pending")
        status(stubber, "InProgress")
        status(stubber, "Success")

    assert run(machine, answers) == CommandResult(True, f"command {ASKED} succeeded")


def test_a_command_that_fails_says_why() -> None:
    def answers(stubber: Stubber) -> None:
        stubber.add_response("send_command", SENT)
        status(stubber, "Failed", StatusDetails="Failed", StandardErrorContent="Unit kubelet\nnot found.\n")

    assert run(started(), answers) == CommandResult(
        False, f"command {ASKED}: Failed: Unit kubelet not found."
    )


def test_a_command_that_is_not_delivered_ends_when_ssm_says_so() -> None:
    def answers(stubber: Stubber) -> None:
        stubber.add_response("send_command", SENT)
        status(stubber, "TimedOut", StatusDetails="Delivery Timed Out")

    assert run(started(), answers).detail == f"command {ASKED}: Delivery Timed Out"


def test_a_result_that_never_comes_is_waited_for_no_longer_than_the_limit() -> None:
    def answers(stubber: Stubber) -> None:
        stubber.add_response("send_command", SENT)
        for _ in range(15):
            status(stubber, "InProgress")

    assert run(started(), answers, limit=30.0).detail == (
        f"command {ASKED} had no result after 30s: InProgress"
    )


def test_a_machine_without_an_agent_is_told_and_nothing_is_waited_for() -> None:
    machine = started()

    def answers(stubber: Stubber) -> None:
        stubber.add_client_error("send_command", "InvalidInstanceId", "not in a valid state")

    result = run(machine, answers)
    assert not result.succeeded
    assert result.detail.startswith(f"SSM does not reach {machine.rpartition('/')[2]}: ")


def test_a_right_that_is_missing_is_an_error() -> None:
    def answers(stubber: Stubber) -> None:
        stubber.add_client_error("send_command", "AccessDeniedException", "not authorized")

    with pytest.raises(CloudError, match="AccessDeniedException"):
        run(started(), answers)


def test_nothing_is_sent_to_a_machine_of_another_cluster() -> None:
    with pytest.raises(CloudError, match=f"has no tag {TAG}=lab"):
        run(started("other"), lambda _: None)


def test_it_waits_in_the_same_states_as_botocores_own_waiter() -> None:
    loader = botocore.session.get_session().get_component("data_loader")
    waiter = loader.load_service_model("ssm", "waiters-2")["waiters"]["CommandExecuted"]
    going_on = {
        acceptor["expected"]
        for acceptor in waiter["acceptors"]
        if acceptor["state"] == "retry" and acceptor["matcher"] == "path"
    }
    assert going_on == commands._RUNNING
