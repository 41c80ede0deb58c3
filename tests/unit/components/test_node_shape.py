"""What a node group and a node pool have in common is declared once, and refused in the same words."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.cluster.settings import NodeGroupSettings
from components.node_pools.settings import NodePoolSettings
from components.node_shape import NodeShape

pytestmark = pytest.mark.parametrize("model", [NodeGroupSettings, NodePoolSettings])


def refused(model: type[NodeShape], **written: Any) -> list[tuple[str, str]]:
    """(key, message) of everything that is wrong with nodes of the type m7i.large."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"instanceTypes": ["m7i.large"], **written})
    return [
        (".".join(map(str, error["loc"])), error["msg"].removeprefix("Value error, "))
        for error in caught.value.errors()
    ]


def test_only_which_types_there_may_be_is_said_by_each(model: type[NodeShape]) -> None:
    assert NodeShape.__annotations__.keys() & model.__annotations__.keys() == {"instance_types"}


def test_a_type_that_does_not_exist_is_told_with_the_nearest(model: type[NodeShape]) -> None:
    assert refused(model, instanceTypes=["m7i.hug"]) == [
        ("instanceTypes", "must be EC2 instance types, and 'm7i.hug' is none; did you mean m7i.large?")
    ]


def test_all_types_have_the_architecture(model: type[NodeShape]) -> None:
    message = (
        "instance types must all be amd64, and m7g.large is arm64; take another, or set architecture: arm64"
    )
    assert refused(model, instanceTypes=["m7i.large", "m7g.large"]) == [("", message)]


@pytest.mark.parametrize(
    ("label", "message"),
    [
        (
            {"node-role.kubernetes.io/worker": ""},
            (
                "must not have 'node-role.kubernetes.io/worker': nodes may not set what is kept for "
                "node-role.kubernetes.io; use a domain of your own"
            ),
        ),
        (
            {"two words": "x"},
            "must have label keys such as team or example.com/team, not 'two words'; rename it",
        ),
        (
            {"team": "a team"},
            "must be letters, digits, '-', '_' and '.', 63 at most, not 'a team'; shorten or rename it",
        ),
    ],
)
def test_labels_and_taints_that_kubernetes_refuses(
    model: type[NodeShape], label: dict[str, str], message: str
) -> None:
    ((key, value),) = label.items()
    assert [(where.partition(".")[0], text) for where, text in refused(model, labels=label)] == [
        ("labels", message)
    ]
    assert [text for _, text in refused(model, taints=[{"key": key, "value": value}])] == [message]


def test_a_disk_has_room_for_images(model: type[NodeShape]) -> None:
    assert refused(model, diskGib=10) == [("diskGib", "Input should be greater than or equal to 20")]
