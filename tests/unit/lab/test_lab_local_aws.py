"""The laboratory's AWS writes down what an engine asks, whichever protocol it speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import boto3
import pytest
from botocore.exceptions import ClientError

from lab.local_aws import REGION, Call, LocalAws


@pytest.fixture
def aws() -> Iterator[LocalAws]:
    with LocalAws() as running:
        yield running


def reboot(aws: LocalAws) -> None:
    engine().client("ec2", endpoint_url=aws.endpoint).reboot_instances(InstanceIds=["i-0123456789abcdef0"])


def send(aws: LocalAws) -> None:
    engine().client("ssm", endpoint_url=aws.endpoint).send_command(
        InstanceIds=["i-0123456789abcdef0"],
        DocumentName="AWS-RunShellScript",
        Parameters={"commands": ["true"]},
    )


def engine() -> boto3.Session:
    return boto3.Session("AKIAENGINE", "laboratory", region_name=REGION)


def test_a_call_in_json_is_written_down_with_its_parameters_as_text(aws: LocalAws) -> None:
    send(aws)
    assert aws.calls == [
        Call(
            "SendCommand",
            {
                "InstanceIds": "i-0123456789abcdef0",
                "DocumentName": "AWS-RunShellScript",
                "Parameters": '{"commands": ["true"]}',
            },
        )
    ]


@pytest.mark.parametrize(
    ("action", "ask", "code"),
    [("RebootInstances", reboot, "AccessDenied"), ("SendCommand", send, "AccessDeniedException")],
)
def test_what_is_denied_is_refused_as_aws_refuses_it(
    aws: LocalAws, action: str, ask: Callable[[LocalAws], None], code: str
) -> None:
    aws.denied.add(action)
    with pytest.raises(ClientError) as refused:
        ask(aws)
    assert refused.value.response["Error"] == {
        "Code": code,
        "Message": f"User is not authorized to perform: {action}",
        **({"Type": "Sender"} if action == "RebootInstances" else {}),
    }
    assert [call.allowed for call in aws.calls] == [False]
