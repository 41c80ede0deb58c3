from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from components.node_pools.settings import NodePoolSettings


def read(**written: Any) -> NodePoolSettings:
    return NodePoolSettings.model_validate({"instanceFamilies": ["m7i"], **written})


def told(**written: Any) -> str:
    with pytest.raises(ValidationError) as error:
        read(**written)
    (problem,) = error.value.errors()
    return problem["msg"].removeprefix("Value error, ")


def test_a_pool_has_an_end_from_the_start() -> None:
    pool = read()
    assert (pool.max_vcpu, pool.max_vcpu_per_node, pool.capacity_types) == (8, 4, ("ON_DEMAND",))
    assert (pool.consolidate_after, pool.expire_after) == (timedelta(minutes=1), timedelta(days=30))


@pytest.mark.parametrize(
    "written", [{"instanceFamilies": []}, {"instanceTypes": ["m7i.large"], "instanceFamilies": ["m7i"]}]
)
def test_types_or_families_are_named_and_not_both(written: dict[str, Any]) -> None:
    assert told(**written).startswith("must name either instanceTypes or instanceFamilies, such as")


def test_a_family_that_does_not_exist_is_told_with_the_nearest() -> None:
    assert told(instanceFamilies=["m7x"]).startswith(
        "must be families of EC2 instance types, and 'm7x' is none; did you mean m7"
    )


def test_a_type_is_no_family() -> None:
    assert "did you mean m7i" in told(instanceFamilies=["m7i.large"])


@pytest.mark.parametrize(
    "written",
    [{"instanceFamilies": ["m7g"]}, {"instanceFamilies": [], "instanceTypes": ["m7g.large"]}],
)
def test_types_and_families_have_the_architecture(written: dict[str, Any]) -> None:
    assert told(**written).endswith("is arm64; take another, or set architecture: arm64")
    assert read(**written, architecture="arm64").architecture == "arm64"


def test_never_is_written_as_karpenter_writes_it() -> None:
    pool = read(consolidateAfter="Never", expireAfter="Never")
    assert (pool.consolidate_after, pool.expire_after) == (None, None)
    assert pool.model_dump(mode="json", by_alias=True)["consolidateAfter"] == "Never"


@pytest.mark.parametrize("wrong", ["never", "10", 10])
def test_a_bad_duration_is_told_with_never(wrong: object) -> None:
    assert told(consolidateAfter=wrong).endswith("or Never")


@pytest.mark.parametrize(
    ("budget", "message"),
    [
        ({"nodes": "ten"}, "must be a share such as '10%' or a number such as '1', in quotes, not 'ten'"),
        ({"nodes": "101%"}, "must be a share such as '10%' or a number such as '1', in quotes, not '101%'"),
        ({"nodes": "0", "schedule": "@daily"}, "must have both schedule and duration, or neither"),
        ({"nodes": "0", "duration": "8h"}, "must have both schedule and duration, or neither"),
        ({"nodes": "0", "schedule": "daily", "duration": "8h"}, "must be five fields of cron in UTC"),
        (
            {"nodes": "0", "schedule": "@daily", "duration": "90s"},
            "duration must be whole minutes, not 1m30s",
        ),
    ],
)
def test_a_budget_that_karpenter_would_refuse_is_told(budget: dict[str, Any], message: str) -> None:
    assert told(disruptionBudgets=[budget]).startswith(message)


@pytest.mark.parametrize("version", ["latest", "v20260801", "v1.50.0", "1.50.0"])
def test_an_image_can_be_held_at_a_version(version: str) -> None:
    assert read(amiVersion=version).ami_version == version


def test_a_version_that_no_image_has_is_told() -> None:
    assert told(amiVersion="newest").startswith(
        "must be latest, v20260801 (AL2023) or v1.50.0 (Bottlerocket)"
    )
