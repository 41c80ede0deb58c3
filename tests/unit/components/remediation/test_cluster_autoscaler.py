import json

import pytest

from components.remediation.cluster_autoscaler import image_tag, policy

STATEMENTS = {
    statement["Sid"]: statement
    for statement in json.loads(policy("blue", "aws-cn", "cn-north-1", "111122223333"))["Statement"]
}


@pytest.mark.parametrize(("version", "tag"), [("1.33", "v1.33.3"), ("1.34", "v1.34.2"), ("1.35", "v1.35.0")])
def test_the_image_is_of_the_clusters_minor(version: str, tag: str) -> None:
    assert image_tag(version) == tag


def test_a_minor_that_is_newer_than_the_table_gets_its_first_patch() -> None:
    assert image_tag("1.38") == "v1.38.0"


def test_only_what_the_cluster_owns_is_scaled() -> None:
    assert STATEMENTS["ScaleWhatTheClusterOwns"] == {
        "Sid": "ScaleWhatTheClusterOwns",
        "Effect": "Allow",
        "Action": ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        "Resource": "arn:aws-cn:autoscaling:cn-north-1:111122223333:autoScalingGroup:*",
        "Condition": {"StringEquals": {"aws:ResourceTag/k8s.io/cluster-autoscaler/blue": "owned"}},
    }


def test_node_groups_of_other_clusters_are_not_looked_at() -> None:
    assert (
        STATEMENTS["LookAtNodeGroups"]["Resource"]
        == "arn:aws-cn:eks:cn-north-1:111122223333:nodegroup/blue/*"
    )


def test_on_everything_it_may_only_look() -> None:
    assert STATEMENTS["Look"]["Resource"] == "*"
    for action in STATEMENTS["Look"]["Action"]:
        assert action.split(":")[1].startswith(("Describe", "Get"))


def test_no_statement_has_a_wildcard_action() -> None:
    actions = [action for statement in STATEMENTS.values() for action in [statement["Action"]]]
    assert "*" not in json.dumps(actions)
