"""The calendar of database engines against the versions that CloudFormation's registry lists."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from guardrails.figures.database_calendar import engines, major_version, supported_on

# Older than any version that RDS still runs.
GONE = {("mysql", "5.5"), *(("postgres", version) for version in ("9", "9.3", "9.4", "9.5"))}


def registered() -> set[tuple[str, str]]:
    """Every engine and version that the registry knows for a DB instance."""
    spec = importlib.util.find_spec("cfnlint")
    assert spec is not None
    folder = Path(str(spec.origin)).parent / "data" / "schemas" / "extensions" / "aws_rds_dbinstance"
    conditions: list[dict[str, Any]] = json.loads((folder / "engine_version.json").read_text())["allOf"]
    return {
        (condition["if"]["properties"]["Engine"]["const"], version)
        for condition in conditions
        for version in condition["then"]["properties"].get("EngineVersion", {}).get("enum", ())
    }


def test_every_version_that_the_registry_knows_is_in_the_calendar() -> None:
    ours = {(engine, version) for engine, version in registered() if engine in engines()}
    missing = {
        (engine, ".".join(version.split(".")[:2]))
        for engine, version in ours
        if major_version(engine, version) is None
    }
    assert missing == GONE
    assert len(ours) > 300


@pytest.mark.parametrize(
    ("engine", "version", "major"),
    [
        ("mysql", "8.0.36", "8.0"),
        ("mysql", "5.7.44-rds.20240208", "5.7"),
        ("postgres", "16", "16"),
        ("postgres", "9.6.24", "9.6"),
        ("aurora-mysql", "8.0.mysql_aurora.3.04.0", "8.0"),
        ("aurora", "5.6.10a", "5.6"),
    ],
)
def test_a_major_version_is_read_out_of_the_full_one(engine: str, version: str, major: str) -> None:
    found = major_version(engine, version)
    assert found is not None
    assert found.version == major


@pytest.mark.parametrize(
    ("engine", "day", "first"),
    [
        ("postgres", date(2026, 2, 28), "13"),
        ("postgres", date(2026, 3, 1), "14"),
        ("aurora-mysql", date(2026, 8, 1), "8.0"),
        ("mysql", date(2026, 8, 1), "8.4"),
    ],
)
def test_a_version_is_supported_through_its_last_day(engine: str, day: date, first: str) -> None:
    assert supported_on(engine, day)[0] == first
