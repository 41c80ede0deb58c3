import json
from typing import Any

import pytest

from components.karpenter.policy import PolicyScope, policy

SCOPE = PolicyScope(
    cluster="blue",
    partition="aws-cn",
    region="cn-north-1",
    account_id="111122223333",
    node_role_arn="arn:aws-cn:iam::111122223333:role/node",
    queue_arn="arn:aws-cn:sqs:cn-north-1:111122223333:queue",
)
TEXT = policy(SCOPE)
STATEMENTS: dict[str, Any] = {statement["Sid"]: statement for statement in json.loads(TEXT)["Statement"]}
OWN = {
    "StringEquals": {"aws:ResourceTag/kubernetes.io/cluster/blue": "owned"},
    "StringLike": {"aws:ResourceTag/karpenter.sh/nodepool": "*"},
}


def test_it_stops_only_machines_of_its_own_cluster() -> None:
    assert STATEMENTS["StopItsMachines"] == {
        "Sid": "StopItsMachines",
        "Effect": "Allow",
        "Action": ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
        "Resource": [
            "arn:aws-cn:ec2:cn-north-1:111122223333:instance/*",
            "arn:aws-cn:ec2:cn-north-1:111122223333:launch-template/*",
        ],
        "Condition": OWN,
    }


@pytest.mark.parametrize("sid", ["StartWithTags", "TagWhatItStarts"])
def test_what_it_starts_carries_the_tags_by_which_it_may_be_stopped(sid: str) -> None:
    condition = STATEMENTS[sid]["Condition"]
    assert condition["StringEquals"]["aws:RequestTag/kubernetes.io/cluster/blue"] == "owned"
    assert condition["StringLike"] == {"aws:RequestTag/karpenter.sh/nodepool": "*"}


def test_it_starts_from_no_template_but_its_own() -> None:
    assert STATEMENTS["StartFromItsOwnTemplates"]["Condition"] == OWN


def test_it_passes_the_node_role_to_ec2_and_no_other_role() -> None:
    passes = [found for found in STATEMENTS.values() if "iam:PassRole" in found["Action"]]
    assert [found["Resource"] for found in passes] == [SCOPE.node_role_arn]
    assert passes[0]["Condition"] == {
        "StringEquals": {"iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"]}
    }


def test_on_everything_it_may_only_look() -> None:
    everywhere = [found for found in STATEMENTS.values() if found["Resource"] == "*"]
    verbs = {action.partition(":")[2] for found in everywhere for action in found["Action"]}
    assert {verb for verb in verbs if not verb.startswith(("Describe", "Get", "List"))} == set()


def test_it_makes_no_instance_profiles() -> None:
    profile_actions = {
        action
        for found in STATEMENTS.values()
        for action in ([found["Action"]] if isinstance(found["Action"], str) else found["Action"])
        if "InstanceProfile" in action
    }
    assert profile_actions == {"iam:GetInstanceProfile", "iam:ListInstanceProfiles"}


def test_it_fits_into_a_role() -> None:
    # IAM takes 10,240 characters of inline policies in a role, spaces not counted.
    assert len(TEXT.replace(" ", "")) < 10_240
