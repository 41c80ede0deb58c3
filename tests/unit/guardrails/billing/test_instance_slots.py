"""Wherever pulumi-aws takes a type of instance, it is judged, or it is said why not."""

from __future__ import annotations

import re
from typing import Final

import pytest
from guardrails.billing.instance_slots import INSTANCE_REQUIREMENTS, INSTANCE_TYPES
from guardrails.figures.capacities import TYPES as CAPACITIES

from tests.unit.guardrails.sdk_paths import paths_of, resource_files

CALLED: Final = re.compile(
    r"(?:^|\.)(?:\w*[iI]nstanceTypes?|\w*[iI]nstanceClass|\w*[nN]odeType|warmType|dedicatedMasterType|workerType"
    r"|environmentClass|\w*[cC]omputeType|machineType|\w*[iI]nstanceFamily|bundleId)(?:\[\])?$"
)
"""What arguments are called that choose what something runs on."""

LEFT_OUT: Final = {
    "aws:amplify/": "billed by the minute of a build",
    "aws:appstream/": "AppStream's own fleets, with types and prices that are not EC2's",
    "aws:cloudsearch/": "CloudSearch's own types, closed to new customers",
    "aws:codebuild/": "billed by the minute of a build",
    "aws:codecatalyst/": "billed by the minute of use",
    "aws:ec2/dedicatedHost:DedicatedHost instanceFamily": "a host has one price, whatever runs on it",
    "aws:ec2/defaultCreditSpecification:": "launches nothing",
    "aws:ec2/fleet:Fleet fleetInstanceSets[]": "tells what was launched",
    "aws:ec2/fleet:Fleet onDemandOptions": "whether there is one type only",
    "aws:ec2/fleet:Fleet spotOptions": "whether there is one type only",
    "aws:ec2/instance:Instance instanceMarketOptions": "how it is bought on the spot market",
    "aws:ec2/launchTemplate:LaunchTemplate instanceMarketOptions": "how it is bought on the spot market",
    "aws:ec2/vpcDhcpOptions:": "a kind of NetBIOS node",
    "aws:eks/cluster:Cluster outpostConfig": "runs on an Outpost, which is paid as a whole",
    "aws:finspace/": "FinSpace's own types, with prices by agreement",
    "aws:lightsail/": "bundles at a flat price by the month",
    "aws:mwaa/": "a class of environment, whose price the budget has",
    "aws:opensearch/domain:Domain clusterConfig.nodeOptions[].nodeType": "what the node does",
    "aws:outposts/": "runs on an Outpost, which is paid as a whole",
    "aws:pinpoint/": "an app's name at Apple",
    "aws:sagemaker/algorithm:Algorithm inferenceSpecification": "what is supported, not what is launched",
    "aws:sagemaker/algorithm:Algorithm trainingSpecification": "what is supported, not what is launched",
    "aws:sagemaker/domain:Domain defaultUserSettings.studioWebPortalSettings": "hides types",
    "aws:sagemaker/userProfile:UserProfile userSettings.studioWebPortalSettings": "hides types",
    "aws:securityhub/": "a filter",
    "aws:timestreaminfluxdb/": "Timestream's own types, with no EC2 type behind",
    "aws:workspaces/": "desktops at a flat price by the month",
    "aws:workspacesweb/": "billed by the user",
}
"""By the beginning of ``token path``, why it is not judged."""


def taken() -> list[tuple[str, str]]:
    return [
        (token, path)
        for token in sorted(resource_files())
        for path in sorted(set(paths_of(token)))
        if CALLED.search(path)
    ]


def judged(token: str, path: str) -> bool:
    required = INSTANCE_REQUIREMENTS.get(token, ())
    return (
        path in INSTANCE_TYPES.get(token, ())
        or any(path.startswith(f"{place}.") for place in required)
        or (token in CAPACITIES and path == "workerType")
    )


def reason(token: str, path: str) -> str | None:
    return next((why for start, why in LEFT_OUT.items() if f"{token} {path}".startswith(start)), None)


def test_each_place_that_the_sdk_knows_is_judged_or_left_out_for_a_reason() -> None:
    places = taken()
    assert len(places) > 100
    assert [
        (token, path) for token, path in places if not judged(token, path) and not reason(token, path)
    ] == []


def test_nothing_is_left_out_that_is_judged_or_that_there_is_not() -> None:
    apart = {f"{token} {path}" for token, path in taken() if not judged(token, path)}
    assert [start for start in LEFT_OUT if not any(place.startswith(start) for place in apart)] == []


OWN: Final = [(token, path) for token, paths in INSTANCE_TYPES.items() for path in paths]


@pytest.mark.parametrize(("token", "path"), [place for place in OWN if place[0].startswith("aws:")])
def test_each_place_of_the_table_is_one_that_the_sdk_takes(token: str, path: str) -> None:
    assert path in set(paths_of(token))
