"""What a stack needs of an account is read from its settings, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.aws.needs import Needs, NodeGroupNeeds, NodePoolNeeds, read_needs
from settings import ConfigError

PROJECT = "name: shop\nruntime: python\n"
STACK = """
config:
  aws:region: eu-west-1
  aws:defaultTags: {tags: {Environment: dev, "selfdriving:cluster": shop-dev}}
  shop:network: {zones: 3, nat: perZone}
  shop:cluster: {publicAccess: true, publicAccessCidrs: [203.0.113.7/32]}
  shop:nodeGroups:
    general: {instanceTypes: [m6i.large, m6i.2xlarge], maxSize: 4}
    batch: {instanceTypes: [c6i.xlarge], capacityType: SPOT, maxSize: 10}
  shop:billing: {email: team@example.com}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    (tmp_path / "Pulumi.dev.yaml").write_text(STACK)
    return tmp_path


def test_a_stack_on_aws_needs_what_it_has_at_its_largest(project: Path) -> None:
    assert read_needs(project, "dev") == Needs(
        stack="dev",
        cluster="shop-dev",
        region="eu-west-1",
        zones=3,
        new_vpc=True,
        nat_gateways=3,
        node_groups=(
            NodeGroupNeeds("general", ("m6i.large", "m6i.2xlarge"), spot=False, largest=4),
            NodeGroupNeeds("batch", ("c6i.xlarge",), spot=True, largest=10),
        ),
        node_pools=(),
        karpenter=False,
        kubernetes="1.35",
        billing_told_to="team@example.com",
        billing_opt_out="",
        root=project,
    )


def test_a_group_may_become_all_of_its_largest_type(project: Path) -> None:
    read = read_needs(project, "dev")

    assert read is not None
    assert {group.name: group.vcpus for group in read.node_groups} == {"general": 32, "batch": 40}


def test_a_pool_may_fill_its_limit_in_each_market_that_it_buys_in(project: Path) -> None:
    pools = """
  shop:nodePools:
    blue: {instanceFamilies: [m7i], maxVcpuPerNode: 4, capacityTypes: [SPOT, ON_DEMAND], maxVcpu: 24}
"""
    text = STACK.replace("shop:cluster: {", "shop:cluster: {nodeScaler: karpenter, ")
    (project / "Pulumi.dev.yaml").write_text(f"{text}{pools}  shop:remediation: {{enabled: false}}\n")

    read = read_needs(project, "dev")

    assert read is not None
    assert read.karpenter
    assert read.node_pools == (
        NodePoolNeeds("blue", ("m7i.large", "m7i.xlarge"), spot=True, vcpus=24),
        NodePoolNeeds("blue", ("m7i.large", "m7i.xlarge"), spot=False, vcpus=24),
    )


def test_a_stack_without_aws_needs_nothing(project: Path) -> None:
    (project / "Pulumi.local.yaml").write_text("config: {shop:target: kubeconfig}\n")

    assert read_needs(project, "local") is None


def test_wrong_settings_are_told_before_aws_is_asked(project: Path) -> None:
    (project / "Pulumi.dev.yaml").write_text(STACK.replace("team@example.com", "team"))

    with pytest.raises(ConfigError, match=r"billing\.email = \"team\""):
        read_needs(project, "dev")
