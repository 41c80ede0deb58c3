"""`python -m cli leftovers`: shows first, asks, deletes, and says with its exit status what is left."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError

from cli.__main__ import main
from cli.aws.region import Region
from cli.leftovers import command
from cli.leftovers.kinds.volumes import Volumes
from tests.unit.cli.leftovers.account import Planter, owned, spec

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    # Every enabled region would cost a second of moto's.
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(command, "time", SimpleNamespace(sleep=lambda seconds: None))
    monkeypatch.setattr(Region, "enabled_regions", lambda self: ["eu-west-1", "us-east-1"])

    def start(*arguments: str, typed: str = "", root: Path | None = None) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        whose = ["--stack" if root else "--cluster", "dev"]
        status = main(["leftovers", *whose, *arguments], root or Path())
        return status, "".join(capsys.readouterr())

    return start


def volume(region: str = "us-east-1") -> str:
    return Region(region).ec2.create_volume(
        AvailabilityZone=f"{region}a",
        Size=100,
        VolumeType="gp3",
        TagSpecifications=spec("volume", owned("dev")),
    )["VolumeId"]


def volumes(region: str = "us-east-1") -> list[str]:
    return [found["VolumeId"] for found in Region(region).ec2.describe_volumes()["Volumes"]]


def test_nothing_left_is_said_and_is_status_0(run: Run) -> None:
    assert run() == (0, "Nothing of the cluster dev is left.\n")


def test_a_list_says_what_where_why_and_how_dear(run: Run) -> None:
    identifier = volume()

    status, output = run()

    assert status == 1
    row = next(line for line in output.splitlines() if identifier in line)
    assert [cell.strip() for cell in row.strip("│").split("│")] == [
        "volume",
        identifier,
        "us-east-1",
        "tag kubernetes.io/cluster/dev=owned",
        "8.00",
        "delete",
    ]
    assert "1 leftovers, USD 8.00 a month (list prices of us-east-1, 2026-08-01)" in output
    assert volumes() == [identifier]


def test_delete_asks_for_the_name_after_showing_the_list(run: Run) -> None:
    identifier = volume()

    status, output = run("--delete", typed="no\n")

    assert status == 1
    assert output.index(identifier) < output.index("Type the cluster's name to delete these 1 for good")
    assert "Nothing was deleted." in output
    assert volumes() == [identifier]


@pytest.mark.parametrize(("arguments", "typed"), [(("--delete",), "dev\n"), (("--delete", "--yes"), "")])
def test_delete_proves_that_nothing_is_left(run: Run, arguments: tuple[str, ...], typed: str) -> None:
    volume()

    status, output = run(*arguments, typed=typed)

    assert status == 0
    assert output.endswith("Nothing of the cluster dev is left.\n")
    assert volumes() == []


def test_other_regions_are_looked_at_only_when_asked(run: Run) -> None:
    identifier = volume("eu-west-1")

    assert run()[0] == 0
    status, output = run("--all-regions")

    assert status == 1
    assert identifier in output


def test_a_kind_that_may_not_be_listed_is_a_hole_in_the_proof(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*arguments: object) -> None:
        raise ClientError({"Error": {"Code": "UnauthorizedOperation", "Message": "no"}}, "DescribeVolumes")

    monkeypatch.setattr(Volumes, "find", denied)

    status, output = run()

    assert status == 2
    assert "Could not look for volumes in us-east-1:" in output
    assert "Nothing of the cluster dev is left." not in output


def test_what_cannot_be_deleted_is_told_with_the_reason(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    identifier = volume()

    def refused(*arguments: object) -> None:
        raise ClientError({"Error": {"Code": "VolumeInUse", "Message": "in use"}}, "DeleteVolume")

    monkeypatch.setattr(Volumes, "delete", refused)

    status, output = run("--delete", "--yes")

    assert status == 1
    assert f"Not deleted: volume {identifier} in us-east-1:" in output
    assert "in use" in output


def test_without_a_region_it_says_how_to_name_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    assert run() == (
        2,
        "No region: give --region, or set AWS_REGION, or a region in your AWS profile.\n",
    )


def test_the_region_of_the_environment_is_looked_at(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    identifier = volume("eu-west-1")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")

    assert identifier in run()[1]


def test_a_stack_s_file_names_the_cluster_and_its_region(run: Run, tmp_path: Path) -> None:
    # Settings that are wrong by now don't hide what an earlier `up` left.
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {aws:region: eu-west-1, shop:cluster: wrong}\n")
    Region("eu-west-1").logs.create_log_group(logGroupName="/aws/eks/shop-dev/cluster")

    status, output = run(root=tmp_path)

    assert status == 1
    assert "/aws/eks/shop-dev/cluster" in output


def test_a_stack_without_a_file_is_told_how_to_look_all_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")

    status, output = run(root=tmp_path)

    assert status == 2
    told = f"No stack file: {tmp_path}/Pulumi.dev.yaml; give --cluster NAME and --region instead."
    assert output.split() == told.split()


def test_a_cluster_that_lives_is_not_taken_for_a_leftover_unsaid(run: Run) -> None:
    planted = Planter(Region("us-east-1"), "dev")
    planted.network()
    planted.control_plane()

    output = run()[1]

    assert "The cluster dev lives in us-east-1: this is the cluster itself, not only what it left" in output
