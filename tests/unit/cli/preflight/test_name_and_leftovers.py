"""Whose is a cluster of the stack's name, and what of an earlier one stands in the way."""

from __future__ import annotations

import pytest

from cli.aws.region import Region
from cli.preflight.checks.clusters import check_clusters
from cli.preflight.checks.leftovers import check_leftovers
from cli.preflight.model import Line, Verdict
from cli.stack_engine import StackEngine
from tests.unit.cli.aws.needs import CLUSTER, needs
from tests.unit.cli.leftovers.account import Planter, owned, spec


def cluster(region: Region, tags: dict[str, str]) -> None:
    planter = Planter(region, CLUSTER)
    planter.network()
    planter.control_plane()
    arn = region.eks.describe_cluster(name=CLUSTER)["cluster"]["arn"]
    region.eks.tag_resource(resourceArn=arn, tags=tags)


def test_a_free_name(region: Region) -> None:
    assert list(check_clusters(needs(), region)) == [
        Line("cluster's name", Verdict.OK, "self-driving-eks-dev is free")
    ]


def test_the_stacks_own_cluster_is_known_whatever_its_other_tags_come_to_be(region: Region) -> None:
    cluster(region, {"selfdriving:cluster": CLUSTER, "Environment": "as it was"})

    assert list(check_clusters(needs(), region)) == [
        Line("cluster's name", Verdict.OK, "self-driving-eks-dev lives and is this stack's")
    ]


def test_somebody_elses_cluster_of_the_same_name_fails(region: Region) -> None:
    cluster(region, {"Project": "self-driving-eks"})

    (line,) = check_clusters(needs(), region)

    assert line.verdict is Verdict.FAIL
    assert line.found == (
        "another cluster self-driving-eks-dev lives in us-east-1: "
        "it lacks selfdriving:cluster=self-driving-eks-dev"
    )


@pytest.fixture
def one_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Region, "enabled_regions", lambda self: ["us-east-1"])


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The resources that the engine has recorded for the stack."""
    resources: list[dict[str, str]] = []
    monkeypatch.setattr(StackEngine, "exported", lambda self: {"deployment": {"resources": resources}})
    return resources


def volume(region: Region) -> None:
    region.ec2.create_volume(
        AvailabilityZone="us-east-1a",
        Size=100,
        VolumeType="gp3",
        TagSpecifications=spec("volume", owned(CLUSTER)),
    )


def log_group(region: Region) -> None:
    region.logs.create_log_group(logGroupName=f"/aws/eks/{CLUSTER}/cluster")


def test_leftovers_fail_with_their_cost_and_the_command_that_removes_them(
    region: Region, one_region: None, state: list[dict[str, str]]
) -> None:
    volume(region)
    log_group(region)
    state.append({"type": "pulumi:providers:aws"})

    assert list(check_leftovers(needs(), region)) == [
        Line(
            "leftovers",
            Verdict.FAIL,
            "2 (log group, volume), about USD 8.00 a month",
            "make leftovers STACK=dev ARGS=--delete",
        )
    ]


def test_what_an_unfinished_up_has_made_is_its_own(
    region: Region, one_region: None, state: list[dict[str, str]]
) -> None:
    log_group(region)
    state.append({"type": "aws:cloudwatch/logGroup:LogGroup"})

    assert list(check_leftovers(needs(), region)) == [
        Line(
            "leftovers",
            Verdict.OK,
            "not looked for: an `up` of dev did not finish, and the next goes on",
        )
    ]


def test_data_that_somebody_may_want_is_told_and_stops_nothing(region: Region, one_region: None) -> None:
    volume(region)

    assert list(check_leftovers(needs(), region)) == [
        Line(
            "leftovers",
            Verdict.WARN,
            "1 (volume), about USD 8.00 a month; none is in the way",
            "make leftovers STACK=dev",
        )
    ]


def test_no_leftovers(region: Region, one_region: None) -> None:
    assert list(check_leftovers(needs(), region)) == [Line("leftovers", Verdict.OK, "none")]


def test_what_a_living_cluster_has_is_no_leftover(region: Region) -> None:
    cluster(region, {})

    (line,) = check_leftovers(needs(), region)

    assert line == Line("leftovers", Verdict.OK, "not looked for while self-driving-eks-dev lives")
