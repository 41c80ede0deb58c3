"""A destroy of a cluster that does not answer ends with nothing left, wherever it was interrupted."""

from __future__ import annotations

from typing import Any

import pytest

from cli.aws.region import Region
from cli.destroy.flow import _PROTECTED, Destroy
from cli.destroy.reach import Reach, probe
from cli.destroy.state import without_kubernetes
from cli.leftovers.delete import Deletion
from cli.leftovers.find import find_leftovers
from tests.unit.cli.aws.needs import needs
from tests.unit.cli.destroy.stack import MotoEngine
from tests.unit.cli.leftovers.account import Planter
from tests.unit.cli.leftovers.interruption import Interruption

HOME = "us-east-1"
CLUSTER = "self-driving-eks-dev"
RELEASE = "urn:pulumi:dev::p::kubernetes:helm.sh/v3:Release::observability-stack"
NAMESPACE = "urn:pulumi:dev::p::kubernetes:core/v1:Namespace::observability"
ROLE = "urn:pulumi:dev::p::aws:iam/role:Role::remediation-role"
VPC = "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::network-vpc"


@pytest.fixture(autouse=True)
def one_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Region, "enabled_regions", lambda self: [HOME])


@pytest.fixture
def engine() -> MotoEngine:
    planter = Planter(Region(HOME), CLUSTER)
    planter.network()
    planter.control_plane()
    planter.balancers()
    planter.storage()
    return MotoEngine("dev", planter=planter, resources=[recorded(urn) for urn in (VPC, NAMESPACE, RELEASE)])


def recorded(urn: str, **more: Any) -> dict[str, Any]:
    return {"urn": urn, "type": urn.split("::")[2], **more}


def destroy(engine: MotoEngine, lines: list[str], *, agreed: bool = True) -> Destroy:
    def prove() -> int:
        findings = find_leftovers(CLUSTER, [HOME], [HOME])
        Deletion(lines.append, lambda seconds: None).delete(findings.leftovers, findings.scopes)
        return len(find_leftovers(CLUSTER, [HOME], [HOME]).leftovers)

    return Destroy(needs(), engine, lines.append, lambda question: agreed, prove, lambda seconds: None)


def test_a_silent_cluster_is_destroyed_with_all_that_it_made(engine: MotoEngine) -> None:
    lines: list[str] = []

    assert destroy(engine, lines).run() == 0

    assert find_leftovers(CLUSTER, [HOME], [HOME]).leftovers == ()
    assert lines[:3] == [
        "The cluster does not answer: 2 objects are dropped from the state; they go with it.",
        "  observability",
        "  observability-stack",
    ]
    assert engine.urns == [VPC]


def test_what_the_network_is_held_by_goes_when_the_cluster_is_gone(engine: MotoEngine) -> None:
    lines: list[str] = []
    assert engine.planter is not None
    engine.planter.nodes()

    assert destroy(engine, lines).run() == 0

    assert engine.runs == [255, 0]
    assert (
        "The cluster is gone, and something still holds its network: removing that, then once more." in lines
    )


def test_nothing_is_removed_without_agreement(engine: MotoEngine) -> None:
    lines: list[str] = []
    before = find_leftovers(CLUSTER, [HOME], [HOME]).leftovers

    assert destroy(engine, lines, agreed=False).run() == 1

    assert lines == ["Nothing was destroyed."]
    assert find_leftovers(CLUSTER, [HOME], [HOME]).leftovers == before
    assert engine.urns == [VPC, NAMESPACE, RELEASE]


def test_a_protected_stack_whose_cluster_is_silent_is_left_as_it_is(engine: MotoEngine) -> None:
    lines: list[str] = []
    engine.resources.append(recorded(ROLE, protect=True))
    before = find_leftovers(CLUSTER, [HOME], [HOME]).leftovers

    assert destroy(engine, lines).run() == 1

    assert lines == [
        _PROTECTED.format(names="remediation-role", stack="dev"),
        "Nothing was destroyed.",
    ]
    assert find_leftovers(CLUSTER, [HOME], [HOME]).leftovers == before
    assert engine.urns == [VPC, NAMESPACE, RELEASE, ROLE]
    assert engine.runs == []


def test_what_stays_in_the_state_names_nothing_that_was_dropped() -> None:
    role = recorded(
        ROLE,
        dependencies=[VPC, NAMESPACE],
        propertyDependencies={"policy": [NAMESPACE], "name": None, "vpc": [VPC]},
        deletedWith=NAMESPACE,
    )
    state = {"version": 3, "deployment": {"manifest": {}, "resources": [recorded(NAMESPACE), role]}}

    assert without_kubernetes(state) == {
        "version": 3,
        "deployment": {
            "manifest": {},
            "resources": [
                recorded(
                    ROLE, dependencies=[VPC], propertyDependencies={"policy": [], "name": [], "vpc": [VPC]}
                )
            ],
        },
    }


def test_killed_before_each_single_call_it_converges(
    engine: MotoEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    interruption = Interruption(monkeypatch)
    before: tuple[object, ...] = ()
    code, runs, patience = -1, 0, 1
    while code < 0:
        now = find_leftovers(CLUSTER, [HOME], [HOME]).leftovers
        patience = patience + 1 if now == before else 1
        before, interruption.allowed, runs = now, patience, runs + 1
        try:
            code = destroy(engine, []).run()
        except KeyboardInterrupt:
            continue

    assert code == 0
    assert find_leftovers(CLUSTER, [HOME], [HOME]).leftovers == ()
    assert runs > 10


def test_a_stack_without_a_kubeconfig_has_no_cluster_that_answers() -> None:
    assert probe({}) is Reach.SILENT
