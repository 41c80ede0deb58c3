"""Tags of what is made later: volumes, tasks, instances, snapshots."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.tags.launched import PLACES, SWITCHES
from guardrails.tags.required_tags import RULE

from tests.unit.guardrails.as_engine import UNKNOWN, judge
from tests.unit.guardrails.sdk_inputs import top_level_inputs, types_with

INSTANCE = "aws:ec2/instance:Instance"
SERVICE = "aws:ecs/service:Service"
ENVIRONMENT = "aws:batch/computeEnvironment:ComputeEnvironment"
TAGS = {"Owner": "team-a"}
CONFIG: dict[str, Any] = {"required": {"Owner": {}}}
DEFAULT = {"defaultTags": {"tags": TAGS}}


def first_lines(token: str, props: dict[str, Any], provider: Any = None) -> list[str]:
    said = judge(RULE, token, props, CONFIG, provider=provider).violations
    return [message.splitlines()[0].removeprefix(f"{token} 'subject', ") for message in said]


def test_every_way_to_hand_tags_on_is_judged() -> None:
    known = types_with("propagateTags", "copyTagsToSnapshot", "copyTagsToBackups")
    # An instance of a cluster of RDS has its cluster's snapshots.
    assert known.keys() - SWITCHES.keys() == {"aws:rds/clusterInstance:ClusterInstance"}


@pytest.mark.parametrize("token", sorted(SWITCHES.keys() | PLACES.keys()))
def test_every_place_is_an_input_of_the_sdk(token: str) -> None:
    path = SWITCHES[token].path if token in SWITCHES else PLACES[token]
    assert path.partition(".")[0].removesuffix("[]") in top_level_inputs()[token]


@pytest.mark.parametrize(
    ("props", "says"),
    [
        ({"rootBlockDevice": {"encrypted": True}}, []),
        ({"volumeTags": TAGS}, []),
        ({"launchTemplate": {"id": UNKNOWN}}, []),
        ({}, ["volumeTags: no Owner."]),
        ({"volumeTags": {"Name": "x"}}, ["volumeTags: no Owner."]),
    ],
)
def test_default_tags_reach_the_devices_of_an_instance_that_it_names(
    props: dict[str, Any], says: list[str]
) -> None:
    assert first_lines(INSTANCE, props, DEFAULT) == says


def test_each_device_answers_for_itself() -> None:
    devices = {"rootBlockDevice": {"tags": TAGS}, "ebsBlockDevices": [{"tags": TAGS}, {}]}
    assert first_lines(INSTANCE, {"tags": TAGS, **devices}) == ["ebsBlockDevices[1].tags: no Owner."]


def test_tasks_of_a_service_get_its_tags_or_those_of_their_definition() -> None:
    for value in ("SERVICE", "TASK_DEFINITION"):
        assert first_lines(SERVICE, {"tags": TAGS, "propagateTags": value}) == []
    for more, told in (({"propagateTags": "NONE"}, "'NONE'"), ({}, "not set")):
        props = {"tags": TAGS, **more}
        assert first_lines(SERVICE, props) == [f"propagateTags: {told}, so that tasks get no tags."]


def test_a_target_without_tasks_hands_nothing_on() -> None:
    target = "aws:cloudwatch/eventTarget:EventTarget"
    assert first_lines(target, {"arn": "arn:aws:sqs:eu-west-1:1:queue"}) == []
    assert first_lines(target, {"ecsTarget": {"taskCount": 1}}) == [
        "ecsTarget.propagateTags: not set, so that tasks get no tags."
    ]


@pytest.mark.parametrize(
    ("resources", "says"),
    [
        ({"type": "EC2", "tags": TAGS}, []),
        ({"type": "FARGATE"}, []),
        ({"type": "SPOT", "launchTemplate": {"launchTemplateId": UNKNOWN}}, []),
        ({"type": "SPOT"}, ["computeResources.tags: no Owner."]),
    ],
)
def test_batch_tags_its_instances_by_the_environment(resources: dict[str, Any], says: list[str]) -> None:
    assert first_lines(ENVIRONMENT, {"tags": TAGS, "computeResources": resources}) == says


def test_an_instance_of_a_spot_request_gets_no_tags_at_all() -> None:
    token = "aws:ec2/spotInstanceRequest:SpotInstanceRequest"
    (message,) = judge(RULE, token, {"tags": TAGS}, CONFIG).violations
    assert f"{token} 'subject', instance: no Owner." in message
    assert "instanceMarketOptions.marketType spot" in message


def test_an_object_in_a_bucket_is_no_unit_of_cost() -> None:
    assert first_lines("aws:s3/bucketObjectv2:BucketObjectv2", {"key": "index.html"}) == []


def test_aws_native_hands_an_instances_own_tags_to_its_volumes() -> None:
    token = "aws-native:ec2:Instance"
    tags = {"tags": [{"key": "Owner", "value": "team-a"}]}
    assert first_lines(token, {**tags, "propagateTagsToVolumeOnCreation": True}) == []
    assert first_lines(token, tags) == ["propagateTagsToVolumeOnCreation: no Owner."]


def test_each_schedule_of_snapshots_answers_for_itself() -> None:
    schedules = [{"copyTags": True}, {"name": "weekly"}]
    told = {"tags": TAGS, "policyDetails": {"schedules": schedules}}
    assert first_lines("aws:dlm/lifecyclePolicy:LifecyclePolicy", told) == [
        "policyDetails.schedules[1].copyTags: not set, so that snapshots get no tags."
    ]
