import base64
from typing import Any

import pulumi
import pytest

from components.cluster.launch_template import declare_launch_template, max_pods, user_data
from components.cluster.settings import NodeGroupSettings
from tests.unit.components.cloud import deploy


def settings(**written: Any) -> NodeGroupSettings:
    return NodeGroupSettings.model_validate({"instanceTypes": ["m7i.large"], **written})


@pytest.mark.parametrize(
    ("types", "pods"),
    [
        (["m7i.large"], 110),
        (["m7i.8xlarge"], 250),
        (["m7i.8xlarge", "m7i.large"], 110),
        (["c9g.large"], 110),
    ],
)
def test_how_many_pods_a_node_takes(types: list[str], pods: int) -> None:
    arm = types[0].startswith("c9g")
    assert max_pods(settings(instanceTypes=types, architecture="arm64" if arm else "amd64")) == pods


def test_amazon_linux_is_told_in_its_own_words() -> None:
    assert base64.b64decode(user_data(settings())).decode().splitlines() == [
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="//"',
        "",
        "--//",
        "Content-Type: application/node.eks.aws",
        "",
        "apiVersion: node.eks.aws/v1alpha1",
        "kind: NodeConfig",
        "spec:",
        "  kubelet:",
        "    config:",
        "      maxPods: 110",
        "",
        "--//--",
    ]


def test_bottlerocket_is_told_in_its_own_words() -> None:
    told = base64.b64decode(user_data(settings(amiFamily="Bottlerocket"))).decode()
    assert told == "[settings.kubernetes]\nmax-pods = 110\n"


def template(wanted: NodeGroupSettings) -> dict[str, Any]:
    def program() -> None:
        parent = pulumi.ComponentResource("test:index:Parent", "parent")
        declare_launch_template(parent, "dev-default", wanted, {"Owner": "me"})

    return dict(deploy(program).one("aws:ec2/launchTemplate:LaunchTemplate").inputs)


def test_pods_can_not_reach_the_metadata_service() -> None:
    assert template(settings())["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }


def test_instances_disks_and_interfaces_carry_the_tags() -> None:
    tags = {"Name": "dev-default", "Owner": "me"}
    assert template(settings())["tagSpecifications"] == [
        {"resourceType": "instance", "tags": tags},
        {"resourceType": "volume", "tags": tags},
        {"resourceType": "network-interface", "tags": tags},
    ]


DISK = {"volumeType": "gp3", "encrypted": "true", "deleteOnTermination": "true"}


def test_the_disk_is_encrypted() -> None:
    assert template(settings(diskGib=80))["blockDeviceMappings"] == [
        {"deviceName": "/dev/xvda", "ebs": {**DISK, "volumeSize": 80}}
    ]


def test_bottlerocket_keeps_its_system_apart() -> None:
    assert template(settings(diskGib=80, amiFamily="Bottlerocket"))["blockDeviceMappings"] == [
        {"deviceName": "/dev/xvda", "ebs": DISK},
        {"deviceName": "/dev/xvdb", "ebs": {**DISK, "volumeSize": 80}},
    ]
