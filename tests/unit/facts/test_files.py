from __future__ import annotations

import json
import re
from datetime import date

import pytest

from facts.files import NAMES, age, copies, load, path, stale_copies, text

TABLES = {
    "ec2_types": {"types"},
    "ec2_prices": {"types"},
    "eks_versions": {"versions"},
    "aws_prices": {"usd_per_hour", "usd_per_gb", "usd_per_gb_month", "usd_per_month"},
    "service_prices": {
        "usd_per_hour",
        "shapes",
        "alike",
        "flat",
        "environment_usd_per_hour",
        "storage_usd_per_gib_month",
        "capacity_usd_per_hour",
        "ebs_performance_usd_per_month",
    },
    "image_references": set(),
}


def test_every_copy_is_equal() -> None:
    """Otherwise: `make facts`."""
    assert stale_copies() == []


def test_every_file_has_a_copy_in_the_pack() -> None:
    assert [(original, copy.name) for original, copy in copies()] == [
        (path(name), f"{name}.json") for name in NAMES
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_file_says_where_it_is_from_and_when(name: str) -> None:
    content = load(name)
    assert content["source"]
    assert content["region"]
    assert date.fromisoformat(content["as_of"]) <= date(2026, 11, 29)
    assert {key for key, value in content.items() if isinstance(value, dict)} == TABLES[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_written_as_it_is_read(name: str) -> None:
    assert text(load(name)) == path(name).read_text()
    assert json.loads(text(load(name))) == load(name)


def test_an_age_is_told_in_days() -> None:
    assert age("eks_versions", date(2026, 12, 1)) == 8


def test_every_price_is_of_a_type_that_has_a_size() -> None:
    types = load("ec2_types")["types"]
    assert [name for name in load("ec2_prices")["types"] if name not in types] == []
    assert [name for name in types if not re.fullmatch(r"[a-z][a-z0-9-]*\.[a-z0-9-]+", name)] == []
