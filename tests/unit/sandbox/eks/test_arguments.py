"""Arguments of the cluster component that contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.eks.arguments import Arguments
from sandbox.eks.kubeconfig import kubeconfig


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (
            {"authenticationMode": "API", "roleMappings": [{"roleArn": "a"}]},
            (
                "it: roleMappings goes into the ConfigMap aws-auth, which authenticationMode API does not "
                "read: use accessEntries"
            ),
        ),
        (
            {"accessEntries": {"a": {}}},
            "it: accessEntries need authenticationMode API or API_AND_CONFIG_MAP, not CONFIG_MAP",
        ),
        (
            {"endpointPublicAccess": False, "publicAccessCidrs": ["192.0.2.0/24"]},
            "it: publicAccessCidrs need endpointPublicAccess",
        ),
        (
            {"subnetIds": ["a"], "privateSubnetIds": ["b"]},
            "it: subnetIds exclude publicSubnetIds and privateSubnetIds",
        ),
        (
            {"desiredCapacity": 2},
            "it: skipDefaultNodeGroup excludes the settings of that group: desiredCapacity",
        ),
        (
            {"skipDefaultNodeGroup": False},
            (
                "it: the sandbox makes no default node group: set skipDefaultNodeGroup, and declare "
                "aws.eks.NodeGroup"
            ),
        ),
    ],
)
def test_a_contradiction_is_named(inputs: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole message is compared below
        Arguments("it", {"skipDefaultNodeGroup": True, **inputs})
    assert str(refused.value) == message


def test_the_kubeconfig_asks_for_a_token_and_holds_none() -> None:
    config = kubeconfig(
        "shop",
        "https://one",
        "Q0E=",
        "arn:aws:eks:eu-west-1:123456789012:cluster/shop",
        {"roleArn": "arn:role"},
    )
    (user,) = config["users"]
    assert user["user"]["exec"]["command"] == "aws"
    assert user["user"]["exec"]["args"] == [
        "--region",
        "eu-west-1",
        "eks",
        "get-token",
        "--cluster-name",
        "shop",
        "--output",
        "json",
        "--role",
        "arn:role",
    ]
