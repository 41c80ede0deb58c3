"""Instances and nodes follow each other as on AWS."""

from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import ClientError
from mypy_boto3_autoscaling import AutoScalingClient

from lab.control_plane import ControlPlane
from lab.lab import Lab
from lab.local_aws import REGION
from lab.timeline import TimelineStep

pytestmark = pytest.mark.xdist_group("loop-1")


def engines_client(lab: Lab) -> AutoScalingClient:
    login = lab.aws.environment
    return boto3.client(
        "autoscaling",
        region_name=REGION,
        endpoint_url=login["AWS_ENDPOINT_URL"],
        aws_access_key_id=login["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=login["AWS_SECRET_ACCESS_KEY"],
    )


def terminate(lab: Lab, node: str) -> None:
    engines_client(lab).terminate_instance_in_auto_scaling_group(
        InstanceId=lab.fleet.machine(node).instance, ShouldDecrementDesiredCapacity=False
    )


@pytest.mark.parametrize(("minimum", "maximum"), [(3, 6), (0, 3)], ids=["at its minimum", "at its maximum"])
def test_a_terminated_node_goes_and_a_fresh_one_joins_in_its_zone(
    lab: Lab, minimum: int, maximum: int
) -> None:
    nodes = lab.pool("a", 3, minimum=minimum, maximum=maximum)
    zone = lab.fleet.machine(nodes[0]).zone
    terminate(lab, nodes[0])

    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0])
    fresh = lab.timeline.wait_for(TimelineStep.READY, count=4)[-1].node
    assert fresh not in nodes
    assert lab.fleet.machine(fresh).zone == zone
    assert set(lab.nodes()) == {fresh, *nodes[1:]}


def test_a_rebooted_node_comes_back_with_another_boot_id(lab: Lab) -> None:
    (node,) = lab.pool("a", 1)
    machine = lab.fleet.machine(node)
    login = lab.aws.environment
    ec2 = boto3.client(
        "ec2",
        region_name=REGION,
        endpoint_url=login["AWS_ENDPOINT_URL"],
        aws_access_key_id=login["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=login["AWS_SECRET_ACCESS_KEY"],
    )
    ec2.reboot_instances(InstanceIds=[machine.instance])

    lab.timeline.wait_until(
        lambda: lab.node(node)["status"]["nodeInfo"]["bootID"] != machine.instance, "another boot id"
    )
    assert [call.action for call in lab.aws.calls] == ["RebootInstances"]
    assert lab.readiness(node) == "True"


def test_a_denied_action_changes_nothing(lab: Lab) -> None:
    (node,) = lab.pool("a", 1)
    lab.aws.denied.add("TerminateInstanceInAutoScalingGroup")

    with pytest.raises(ClientError, match="AccessDenied"):
        terminate(lab, node)
    group = lab.aws.auto_scaling().describe_auto_scaling_groups(AutoScalingGroupNames=[lab.fleet.group("a")])
    instances = group["AutoScalingGroups"][0]["Instances"]
    assert [instance["InstanceId"] for instance in instances] == [lab.fleet.machine(node).instance]


def test_a_group_says_whose_cluster_it_serves(lab: Lab) -> None:
    lab.pool("a", 1)
    group = engines_client(lab).describe_auto_scaling_groups()["AutoScalingGroups"][0]

    tags = {tag["Key"]: tag["Value"] for tag in group["Tags"]}
    assert tags["kubernetes.io/cluster/lab"] == "owned"
    assert tags["eks:nodegroup-name"] == "a"


def test_no_node_of_a_control_plane_ever_has_the_name_of_another(plane: ControlPlane) -> None:
    """KWOK stops renewing Leases, of all nodes and for good, soon after nodes came back by their names."""
    with Lab(plane) as first:
        gone = first.pool("a", 2)
    with Lab(plane) as second:
        assert set(second.pool("a", 2)).isdisjoint(gone)
