"""A group is priced by its own launch template, however the program names it and in whatever order."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from guardrails.core.resource import Resource
from guardrails.cost import Estimate, estimate
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE as UNKNOWN

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GROUP = "aws:eks/nodeGroup:NodeGroup"
SIZES = {"minSize": 1, "desiredSize": 1, "maxSize": 1}


def template(called: str, kind: str, **props: Any) -> Resource:
    return Resource(TEMPLATE, called, f"urn:{called}", {"instanceType": kind, **props}, {})


def group(launched_from: object, *hints: str, **props: Any) -> Resource:
    references = {"launchTemplate": tuple(f"urn:{hint}" for hint in hints)}
    props = {"scalingConfig": SIZES, "launchTemplate": launched_from, **props}
    return Resource(GROUP, "workers", "urn:workers", props, {}, references=references)


def nodes(found: Estimate) -> list[str]:
    return [line.what for line in found.lines if "GiB" not in line.what]


BIG = template("big", "m5.24xlarge", id="lt-1", name="big-1")
SMALL = template("small", "t3.large", id="lt-2", name="small-1")
PLANNED = (template("big", "m5.24xlarge"), template("small", "t3.large"))


@pytest.mark.parametrize("order", list(itertools.permutations((BIG, SMALL))))
@pytest.mark.parametrize("named", [{"id": "lt-2"}, {"name": "small-1"}, {"name": "small-1", "version": "3"}])
def test_a_template_is_found_by_its_id_or_its_name(
    order: tuple[Resource, ...], named: dict[str, str]
) -> None:
    assert nodes(estimate([*order, group(named)])) == ["1 to 1 x t3.large, on demand"]


@pytest.mark.parametrize("order", list(itertools.permutations(PLANNED)))
@pytest.mark.parametrize("named", [{"id": UNKNOWN}, {"name": UNKNOWN}, UNKNOWN])
def test_before_the_update_it_is_the_one_that_went_into_the_group(
    order: tuple[Resource, ...], named: object
) -> None:
    assert nodes(estimate([*order, group(named, "small")])) == ["1 to 1 x t3.large, on demand"]


@pytest.mark.parametrize("hints", [(), ("big", "small")])
def test_where_it_can_not_be_told_nothing_is_guessed(hints: tuple[str, ...]) -> None:
    found = estimate([*PLANNED, group({"name": UNKNOWN}, *hints)])
    assert (found.lines, [entry.where for entry in found.pending]) == ([], ["launchTemplate"])


def test_a_group_without_a_template_is_not_launched_from_one_that_is_not_made_yet() -> None:
    plain = Resource(GROUP, "workers", "urn:workers", {"scalingConfig": SIZES}, {})
    assert nodes(estimate([*PLANNED, plain])) == ["1 to 1 x t3.medium, on demand"]


def test_public_addresses_that_a_template_gives_are_counted_and_it_has_the_last_word() -> None:
    for said, counted in ((True, True), ("true", True), (False, False)):
        own = template("own", "t3.large", id="lt-3", networkInterfaces=[{"associatePublicIpAddress": said}])
        subnet = Resource("aws:ec2/subnet:Subnet", "s", "urn:s", {"id": "s", "mapPublicIpOnLaunch": True}, {})
        found = estimate([own, subnet, group({"id": "lt-3"}, subnetIds=["s"])])
        assert ("1 to 1 x public IPv4 address" in nodes(found)) is counted


def test_an_instance_takes_from_its_template_what_it_does_not_say() -> None:
    launched = {"launchTemplate": {"id": "lt-2"}}
    assert nodes(estimate([SMALL, Resource("aws:ec2/instance:Instance", "i", "urn:i", launched, {})])) == [
        "1 to 1 x t3.large, on demand"
    ]
