"""The life of the sandbox's stack through the real engine; each statement builds on the one before."""

from __future__ import annotations

import json
import re

import pytest

from cli.engine.commands import READ_NODE_GROUPS
from testing.checkout import Checkout, Run
from testing.standing import Standing

pytestmark = pytest.mark.xdist_group("lifecycle")

PREFIX = "self-driving-eks-sandbox"


@pytest.fixture(scope="module")
def first(standing: Standing) -> Run:
    """The first `up`."""
    return standing.up


def test_up_brings_the_whole_stack_up(checkout: Checkout, first: Run) -> None:
    assert first.code == 0, first.output
    types = [resource["type"] for resource in checkout.resources()]
    assert types.count("aws:eks/cluster:Cluster") == 1
    assert types.count("aws:eks/nodeGroup:NodeGroup") == 1
    assert types.count("aws:ec2/natGateway:NatGateway") == 1
    releases = sorted(
        resource["outputs"]["name"]
        for resource in checkout.resources()
        if resource["type"] == "kubernetes:helm.sh/v3:Release"
    )
    assert releases == [
        "cluster-autoscaler",
        "draino",
        "farewell",
        "kube-prometheus-stack",
        "node-problem-detector",
        "prometheus-adapter",
        "prometheus-operator-crds",
    ]


def test_the_summary_names_the_next_commands(first: Run) -> None:
    for command in (
        "make kubeconfig STACK=dev",
        "make grafana STACK=dev",
        "make prometheus STACK=dev",
        "make alertmanager STACK=dev",
        "make destroy",
    ):
        assert command in first.output


def test_no_secret_is_in_the_state(checkout: Checkout, first: Run) -> None:
    assert first.code == 0
    state = json.dumps(checkout.resources()).lower()
    for word in ("client-key-data", "aws_secret_access_key", '"token"'):
        assert word not in state
    # Empty: Grafana then makes up its own, in the cluster.
    assert set(re.findall('"adminpassword": "(.*?)"', state)) == {""}


def test_a_second_up_changes_nothing(checkout: Checkout, first: Run) -> None:
    second = checkout.run("up")
    assert second.code == 0, second.output
    assert second.counts == {}
    assert f"{first.counts['created']} unchanged" in second.output


def test_a_changed_setting_changes_what_it_names_and_nothing_else(checkout: Checkout, first: Run) -> None:
    assert first.code == 0
    checkout.change("cluster.logRetentionDays", 90)
    preview = checkout.run("preview", "--diff")
    assert preview.counts == {"to update": 1}, preview.output
    assert "retentionInDays: 30 => 90" in preview.output
    up = checkout.run("up", "--skip-preview")
    assert up.counts == {"updated": 1}, up.output


def test_the_autoscaler_s_choice_of_size_is_left_alone(checkout: Checkout, first: Run) -> None:
    assert first.code == 0
    checkout.change("nodeGroups.default.desiredSize", 3)
    assert checkout.run("preview").counts == {}


def test_the_autoscaler_s_size_outlives_a_new_largest_size(checkout: Checkout, first: Run) -> None:
    assert first.code == 0
    (nodes,) = (found for found in checkout.resources() if found["type"] == "aws:eks/nodeGroup:NodeGroup")
    group = ("--cluster-name", PREFIX, "--nodegroup-name", nodes["outputs"]["nodeGroupName"])

    def sizes() -> dict[str, int]:
        answer = checkout.run("exec", "aws", "eks", "describe-nodegroup", *group)
        scaling: dict[str, int] = json.loads(answer.output)["nodegroup"]["scalingConfig"]
        return scaling

    scaled = ("update-nodegroup-config", *group, "--scaling-config", "desiredSize=4")
    assert checkout.run("exec", "aws", "eks", *scaled).code == 0
    checkout.change("nodeGroups.default.maxSize", 6)
    # As an `up` on AWS begins; nobody scales in the sandbox, and there it is left out.
    assert checkout.run("pulumi", *READ_NODE_GROUPS).code == 0
    assert checkout.run("up").counts == {"updated": 1}
    assert sizes() == {"minSize": 2, "maxSize": 6, "desiredSize": 4}


def test_a_violation_stops_an_update_before_anything_is_created(checkout: Checkout, first: Run) -> None:
    assert first.code == 0
    before = checkout.inventory()
    checkout.change("nodeGroups.gpu", {"instanceTypes": ["p4d.24xlarge"], "minSize": 0, "maxSize": 1})
    violating = checkout.run("up")
    assert violating.code != 0
    assert "billing-safe-instance-types" in violating.output
    assert "p4d.24xlarge" in violating.output
    assert checkout.inventory() == before


def test_bad_settings_stop_it_before_anything_is_registered(checkout: Checkout, first: Run) -> None:
    assert first.code == 0
    checkout.change("nodeGroups.gpu", {"instanceTypes": ["t3.lrge"]})
    refused = checkout.run("preview")
    assert refused.code != 0
    assert "The configuration of stack sandbox has a problem; nothing was created:" in refused.output
    assert "nodeGroups.gpu.instanceTypes" in refused.output
    assert "Traceback" not in refused.output


def test_destroy_leaves_nothing(checkout: Checkout, first: Run) -> None:
    assert first.code == 0
    destroyed = checkout.run("destroy")
    assert destroyed.code == 0, destroyed.output
    assert checkout.inventory() == {}
