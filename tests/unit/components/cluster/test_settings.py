from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from components.cluster.settings import ClusterSettings, NodeGroupName, NodeGroupSettings
from components.settings_base import BaseSettings


def errors(model: type[BaseSettings], written: dict[str, Any]) -> list[tuple[str, str]]:
    """(key, message) of everything that is wrong with what a person wrote."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(written)
    return [
        (".".join(map(str, error["loc"])), error["msg"].removeprefix("Value error, "))
        for error in caught.value.errors()
    ]


def cluster_errors(**written: Any) -> list[tuple[str, str]]:
    return errors(ClusterSettings, written)


def group_errors(**written: Any) -> list[tuple[str, str]]:
    return errors(NodeGroupSettings, {"instanceTypes": ["m7i.large"], **written})


def test_by_default_nothing_of_the_cluster_is_open() -> None:
    settings = ClusterSettings()
    assert (settings.public_access, settings.public_access_cidrs, settings.upgrade_policy) == (
        False,
        (),
        "standard",
    )


def test_public_access_asks_for_whom() -> None:
    assert cluster_errors(publicAccess=True) == [
        (
            "",
            (
                "publicAccessCidrs must be set with publicAccess: true; nothing is open to the world; "
                "add your address (`curl https://checkip.amazonaws.com` shows it), "
                "such as publicAccessCidrs: [203.0.113.7/32]"
            ),
        )
    ]
    assert cluster_errors(publicAccessCidrs=["203.0.113.7/32"]) == [
        ("", "publicAccess must be true beside publicAccessCidrs; set it, or drop publicAccessCidrs")
    ]


@pytest.mark.parametrize(
    ("cidr", "message"),
    [
        (
            "0.0.0.0/0",
            (
                "must not open the endpoint to the whole world with 0.0.0.0/0; name your own addresses "
                "(`curl https://checkip.amazonaws.com` shows yours)"
            ),
        ),
        (
            "203.0.113.7/24",
            "must be IPv4 ranges such as 203.0.113.7/32, not '203.0.113.7/24'; write each as address/prefix",
        ),
    ],
)
def test_public_access_is_narrow(cidr: str, message: str) -> None:
    assert cluster_errors(publicAccess=True, publicAccessCidrs=["203.0.113.7/32", cidr]) == [
        ("publicAccessCidrs.1", message)
    ]


def test_an_unsupported_version_names_the_key() -> None:
    ((key, message),) = cluster_errors(version="1.29")
    assert key == "version"
    assert message.startswith("must be a version that EKS supports, not '1.29'; write ")


def test_a_default_that_grew_old_is_told_by_whoever_uses_it_and_not_at_import() -> None:
    assert ClusterSettings.model_fields["version"].validate_default is False


@pytest.mark.parametrize("name", ["Default", "a" * 21, "-a", "a_b"])
def test_a_group_whose_name_does_not_fit_into_aws(name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(dict[NodeGroupName, int]).validate_python({name: 1})
    assert caught.value.errors()[0]["msg"] == (
        "Value error, must have names of 20 small letters, digits and '-' at most, "
        f"not {name!r}; rename the group"
    )


def test_access_is_for_roles_and_users() -> None:
    assert cluster_errors(accessEntries={"arn:aws:sts::111122223333:assumed-role/dev/me": "view"}) == [
        (
            "accessEntries",
            (
                "must have keys such as arn:aws:iam::111122223333:role/platform, not "
                "'arn:aws:sts::111122223333:assumed-role/dev/me'; a person who signs in through a role has "
                "that role's ARN here"
            ),
        )
    ]


def test_all_errors_of_a_cluster_come_at_once() -> None:
    wrong = cluster_errors(logTypes=["everything"], logRetentionDays=31, addonVersions={"dns": "v1"})
    assert [key for key, _ in wrong] == ["logTypes.0", "logRetentionDays", "addonVersions.dns.[key]"]


def test_a_group_begins_with_its_fewest_nodes_unless_told_otherwise() -> None:
    assert NodeGroupSettings(instance_types=("m7i.large",), min_size=2).first_size == 2
    assert NodeGroupSettings(instance_types=("m7i.large",), desired_size=3).first_size == 3


@pytest.mark.parametrize(
    ("written", "takes"),
    [
        ({}, True),
        ({"minSize": 0}, False),
        ({"minSize": 0, "desiredSize": 1}, True),
        ({"taints": [{"key": "gpu"}]}, False),
    ],
)
def test_pods_of_the_system_need_a_node_that_takes_them(written: dict[str, Any], takes: bool) -> None:
    group = NodeGroupSettings.model_validate({"instanceTypes": ["m7i.large"], **written})
    assert group.takes_any_pod is takes


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"minSize": 4}, "minSize must be at most maxSize (3), not 4; raise maxSize"),
        (
            {"desiredSize": 5},
            "desiredSize must be from minSize to maxSize (1 to 3), not 5; change it, or leave it out",
        ),
        (
            {"instanceTypes": ["m7i.large", "m7g.large"]},
            (
                "instance types must all be amd64, and m7g.large is arm64; take another, "
                "or set architecture: arm64"
            ),
        ),
    ],
)
def test_a_group_that_contradicts_itself(written: dict[str, Any], message: str) -> None:
    assert group_errors(**written) == [("", message)]


@pytest.mark.parametrize(
    ("types", "message"),
    [
        (
            ["m7i.large", "m7i.hug"],
            ("must be EC2 instance types, and 'm7i.hug' is none; did you mean m7i.large?"),
        ),
        (
            ["m7i.large", "m7i.large"],
            "must name each type once, not m7i.large, m7i.large; drop the repeated one",
        ),
    ],
)
def test_instance_types_that_will_not_do(types: list[str], message: str) -> None:
    assert group_errors(instanceTypes=types) == [("instanceTypes", message)]


def test_two_taints_of_one_key_would_be_one_tag() -> None:
    assert group_errors(taints=[{"key": "a"}, {"key": "a", "effect": "NoExecute"}]) == [
        ("taints", "must have each key once, not a, a; drop or rename the repeated one")
    ]
