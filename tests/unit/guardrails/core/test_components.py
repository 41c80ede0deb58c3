"""A fix names what the person wrote: an option of pulumi-eks where its component writes the property."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pulumi_eks
import pytest
from guardrails.core.components import OPTIONS
from guardrails.core.rule import ResourceRule
from guardrails.safety import (
    eks_endpoint_not_open,
    eks_secrets_encrypted,
    instance_metadata_v2,
    node_groups_have_launch_template,
    nodes_without_public_ip,
    volumes_encrypted,
)
from guardrails.tags import required_tags

from tests.unit.guardrails.as_engine import judge

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
CLUSTER = "aws:eks/cluster:Cluster"
ARGUMENTS: dict[str, Any] = {
    "eks:index:Cluster": pulumi_eks.Cluster,
    "eks:index:ManagedNodeGroup": pulumi_eks.ManagedNodeGroup,
    "eks:index:NodeGroup": pulumi_eks.NodeGroup,
    "eks:index:NodeGroupV2": pulumi_eks.NodeGroupV2,
}
PLACES = sorted(
    (component, option) for component, options in OPTIONS.items() for option in set(options.values())
)


def arguments(component: str) -> set[str]:
    """What the installed SDK's component takes, in Python's spelling."""
    return set(inspect.signature(ARGUMENTS[component]._internal_init).parameters)


def in_python(option: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", option).lower()


def test_every_component_of_pulumi_eks_that_makes_nodes_or_a_cluster_is_known() -> None:
    assert OPTIONS.keys() == ARGUMENTS.keys()


@pytest.mark.parametrize(("component", "option"), PLACES)
def test_every_option_is_an_argument_of_the_installed_component(component: str, option: str) -> None:
    head, _, inner = option.partition(".")
    assert in_python(head) in arguments(component)
    assert (
        not inner or in_python(inner) in inspect.signature(pulumi_eks.ClusterNodeGroupOptionsArgs).parameters
    )


@pytest.mark.parametrize("component", ["eks:index:Cluster", "eks:index:NodeGroup", "eks:index:NodeGroupV2"])
def test_what_is_said_to_have_no_option_for_metadata_has_none(component: str) -> None:
    assert [name for name in arguments(component) if "imd" in name or "metadata" in name] == []
    told: dict[str, Any] = {"metadataOptions": {"httpTokens": "optional", "httpPutResponseHopLimit": 1}}
    (message,) = judge(instance_metadata_v2.RULE, TEMPLATE, told, parents=(component,)).violations
    assert f"{component.replace(':index:', '.')} has no option for metadata" in message
    assert "eks.ManagedNodeGroup, with enableIMDSv2" in message
    assert ("skipDefaultNodeGroup" in message) is (component == "eks:index:Cluster")


def test_the_group_that_is_advised_for_metadata_has_both_options() -> None:
    assert {"enable_imd_sv2", "launch_template"} <= arguments("eks:index:ManagedNodeGroup")
    assert "skip_default_node_group" in arguments("eks:index:Cluster")


CASES: tuple[tuple[ResourceRule[Any], str, dict[str, Any], str, str], ...] = (
    (
        volumes_encrypted.RULE,
        TEMPLATE,
        {"blockDeviceMappings": [{"ebs": {"encrypted": "false"}}]},
        "eks:index:NodeGroupV2",
        "nodeRootVolumeEncrypted",
    ),
    (
        nodes_without_public_ip.RULE,
        TEMPLATE,
        {"networkInterfaces": [{"associatePublicIpAddress": "true"}]},
        "eks:index:NodeGroupV2",
        "nodeAssociatePublicIpAddress",
    ),
    (
        eks_endpoint_not_open.RULE,
        CLUSTER,
        {"vpcConfig": {"publicAccessCidrs": ["0.0.0.0/0"]}},
        "eks:index:Cluster",
        "publicAccessCidrs",
    ),
    (eks_secrets_encrypted.RULE, CLUSTER, {}, "eks:index:Cluster", "encryptionConfigKeyArn"),
    (
        node_groups_have_launch_template.RULE,
        "aws:eks/nodeGroup:NodeGroup",
        {},
        "eks:index:ManagedNodeGroup",
        "launchTemplate",
    ),
)


@pytest.mark.parametrize(("rule", "token", "props", "component", "option"), CASES)
def test_a_fix_names_the_components_option(
    rule: ResourceRule[Any], token: str, props: dict[str, Any], component: str, option: str
) -> None:
    (message,) = judge(rule, token, props, parents=("shop:index:Platform", component)).violations
    called = component.replace(":index:", ".")
    assert (
        f"Fix: set {option} of the {called} that it is part of: the component writes this property."
        in message
    )


def test_a_part_that_no_option_reaches_is_changed_by_a_transform() -> None:
    told = {"metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 2}, "imageId": "ami-1"}
    (message,) = judge(
        volumes_encrypted.RULE,
        "aws:ebs/volume:Volume",
        {**told, "encrypted": False},
        parents=("eks:index:NodeGroupV2",),
    ).violations
    assert "Fix: change it by a transform on the eks.NodeGroupV2 that it is part of" in message


def test_default_tags_reach_a_components_parts() -> None:
    (message,) = judge(
        required_tags.RULE, "aws:ec2/securityGroup:SecurityGroup", {}, parents=("eks:index:Cluster",)
    ).violations
    assert "provider's default tags (aws:defaultTags)" in message


def test_a_web_server_is_told_nothing_of_pods() -> None:
    server = "aws:ec2/instance:Instance"
    assert judge(instance_metadata_v2.RULE, server, {"metadataOptions": {"httpTokens": "required"}}).silent
    (message,) = judge(instance_metadata_v2.RULE, server, {}).violations
    assert "metadataOptions.httpTokens: not set." in message
    assert "pod" not in message.lower()


def test_a_hop_limit_that_is_not_set_is_the_images() -> None:
    told = {"metadataOptions": {"httpTokens": "required"}}
    (message,) = judge(instance_metadata_v2.RULE, TEMPLATE, told).violations
    assert "httpPutResponseHopLimit: not set, which is 1, or 2 where the image says so" in message
