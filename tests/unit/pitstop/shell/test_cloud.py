"""What pitstop believes of a machine, and whom it asks; answered by moto."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import boto3
import pytest

from pitstop.remedies.target import CloudError
from pitstop.shell.cloud import Cloud
from testing.aws_without_images import aws_without_images

TAG = "selfdriving:cluster"


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Another region than that of the machines: pitstop has to ask where they are.
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with aws_without_images():
        yield


def started(tags: dict[str, str] | None = None) -> str:
    """The providerID of a machine that runs in eu-west-1a."""
    ec2 = boto3.client("ec2", region_name="eu-west-1")
    (made,) = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)["Instances"]
    ec2.create_tags(
        Resources=[made["InstanceId"]],
        Tags=[{"Key": key, "Value": value} for key, value in (tags or {"Name": "node"}).items()],
    )
    return f"aws:///eu-west-1a/{made['InstanceId']}"


def is_off(provider_id: str) -> bool:
    return asyncio.run(Cloud("lab", TAG).is_off(provider_id))


def instance(provider_id: str) -> str:
    return provider_id.rpartition("/")[2]


def test_a_machine_that_runs_is_not_off() -> None:
    assert not is_off(started())


def test_a_machine_that_is_stopped_or_terminated_is_off() -> None:
    ec2 = boto3.client("ec2", region_name="eu-west-1")
    stopped, terminated = started(), started()
    ec2.stop_instances(InstanceIds=[instance(stopped)])
    ec2.terminate_instances(InstanceIds=[instance(terminated)])
    assert is_off(stopped)
    assert is_off(terminated)


def test_a_machine_that_ec2_has_forgotten_in_its_own_region_is_off() -> None:
    assert is_off("aws:///eu-west-1a/i-0123456789abcdef0")


def test_a_local_zone_belongs_to_its_region() -> None:
    assert not is_off(started().replace("eu-west-1a", "eu-west-1-lnd-1a"))


def test_what_is_no_machine_of_ec2_is_neither_on_nor_off() -> None:
    with pytest.raises(CloudError, match="'kind://docker/a/b' names no EC2 instance"):
        is_off("kind://docker/a/b")


def test_a_machine_of_another_cluster_is_not_rebooted() -> None:
    machine = started({TAG: "another"})
    with pytest.raises(CloudError, match=f"{instance(machine)} has no tag {TAG}=lab"):
        asyncio.run(Cloud("lab", TAG).reboot(machine))


def test_a_running_machine_outside_of_auto_scaling_is_not_taken_for_replaced() -> None:
    machine = started()
    with pytest.raises(CloudError, match="is in no Auto Scaling group, so nothing would replace it"):
        asyncio.run(Cloud("lab", TAG).terminate(machine))
