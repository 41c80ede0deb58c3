"""Leftovers of every kind are found and deleted, and nothing of another cluster is touched."""

from __future__ import annotations

from collections.abc import Iterable

from cli.aws.region import Region
from cli.leftovers.delete import Deletion
from cli.leftovers.find import Findings, find_leftovers
from cli.leftovers.kinds import KINDS
from cli.leftovers.model import Decision, Leftover
from tests.unit.cli.leftovers.account import Planter

HOME = "us-east-1"


def find(cluster: str, *regions: str) -> Findings:
    looked = regions or (HOME,)
    return find_leftovers(cluster, looked, looked)


def by_kind(leftovers: Iterable[Leftover]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for leftover in leftovers:
        found.setdefault(leftover.kind, set()).add(leftover.id)
    return found


def delete(findings: Findings) -> list[str]:
    lines: list[str] = []
    failures = Deletion(tell=lines.append, sleep=lambda seconds: None).delete(
        findings.leftovers, findings.scopes
    )
    assert failures == []
    return lines


def test_a_leftover_of_every_kind_is_found() -> None:
    planted = Planter(Region(HOME), "dev").everything()

    findings = find("dev")

    assert by_kind(findings.leftovers) == planted.ids
    assert set(planted.ids) == {kind.title for kind in KINDS}
    assert findings.unseen == ()
    assert {leftover.decision for leftover in findings.leftovers} == {Decision.DELETE}


def test_everything_is_deleted_but_the_key_that_aws_keeps_for_a_week() -> None:
    planted = Planter(Region(HOME), "dev").everything()

    delete(find("dev"))

    (key,) = find("dev").leftovers
    assert {key.id} == planted.ids["KMS key"]
    assert key.decision is Decision.ALREADY_DELETING
    assert key.why.startswith("AWS deletes it on ")
    assert key.usd_per_month == 0.0


def test_another_cluster_in_the_account_keeps_everything() -> None:
    Planter(Region(HOME), "dev").everything()
    # Names that contain the other's name are the likeliest to be mistaken for it.
    other = Planter(Region(HOME), "dev-2", cidr="10.1.0.0/16").everything()

    delete(find("dev"))

    assert by_kind(find("dev-2").leftovers) == other.ids


def test_all_regions_are_looked_at_and_each_is_deleted_from() -> None:
    Planter(Region("eu-west-1"), "dev").everything()
    Planter(Region(HOME), "other", cidr="10.1.0.0/16").everything()

    findings = find("dev", HOME, "eu-west-1")
    assert {leftover.region for leftover in findings.leftovers} == {"eu-west-1", "global"}
    delete(findings)

    assert by_kind(find("dev", HOME, "eu-west-1").leftovers).keys() == {"KMS key"}


def test_the_cluster_goes_after_its_nodes_and_before_what_it_would_make_anew() -> None:
    Planter(Region(HOME), "dev").everything()

    lines = delete(find("dev"))

    order = [line.partition(":")[0] for line in lines]
    assert order == [kind.title for kind in KINDS]
    assert order.index("node group") < order.index("EKS cluster") < order.index("load balancer")


def test_what_was_not_shown_is_not_deleted() -> None:
    planter = Planter(Region(HOME), "dev")
    planter.network()
    planter.storage()
    findings = find("dev")
    late = planter.region.ec2.create_snapshot(
        VolumeId=next(iter(planter.ids["volume"])),
        TagSpecifications=[{"ResourceType": "snapshot", "Tags": planter.tags}],
    )["SnapshotId"]

    delete(findings)

    assert by_kind(find("dev").leftovers) == {"snapshot": {late}}


def test_a_month_is_priced_by_kind() -> None:
    planter = Planter(Region(HOME), "dev")
    planter.network()
    planter.control_plane()
    planter.balancers()
    planter.addresses()
    planter.storage()

    prices = {leftover.kind: leftover.usd_per_month for leftover in find("dev").leftovers}

    assert prices["EKS cluster"] == 73.0
    assert prices["NAT gateway"] == 32.85
    assert prices["Elastic IP"] == 3.65
    assert prices["load balancer"] == 16.425
    assert prices["classic load balancer"] == 18.25
    assert prices["volume"] == 1.6
    assert prices["snapshot"] == 1.0
    assert prices["VPC"] == 0.0
