"""The pack through the real engine, on a program that is not ours."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from testing.checkout import Checkout

pytestmark = pytest.mark.xdist_group("guardrails-engine")

PROGRAM = Path(__file__).parent / "third_party"
OWN = ("aws:ec2/vpc:Vpc", "aws:iam/role:Role", "aws:ec2/launchTemplate:LaunchTemplate")


@pytest.fixture
def shop(tmp_path: Path, warm_tools: Path) -> Iterator[Checkout]:
    """The program with the pack and an empty cloud."""
    checkout = Checkout.copy(tmp_path, tools=warm_tools)
    for name in ("__main__.py", "Pulumi.yaml", "Pulumi.sandbox.yaml"):
        shutil.copyfile(PROGRAM / name, tmp_path / name)
    configure(checkout, {})
    set_value(checkout, "days", 30)
    yield checkout
    checkout.stop()


def configure(checkout: Checkout, more: dict[str, Any]) -> None:
    """Give the pack the program's settings and ``more``."""
    settings = {**json.loads((PROGRAM / "guardrails.json").read_text()), **more}
    (checkout.root / "policies" / "config" / "sandbox.json").write_text(json.dumps(settings))


def set_value(checkout: Checkout, key: str, value: object) -> None:
    """Set a key of the program's own config; None takes it away."""
    file = checkout.root / "Pulumi.sandbox.yaml"
    document = yaml.safe_load(file.read_text())
    document["config"][f"shop:{key}"] = value
    document["config"] = {name: kept for name, kept in document["config"].items() if kept is not None}
    file.write_text(yaml.safe_dump(document))


def built(checkout: Checkout) -> dict[str, dict[str, Any]]:
    """What the program's own resources came to be, by type."""
    return {state["type"]: state["outputs"] for state in checkout.resources() if state["type"] in OWN}


def test_a_violation_stops_the_update_before_anything_is_created(shop: Checkout) -> None:
    set_value(shop, "type", "p4d.24xlarge")
    up = shop.run("up")
    assert up.code != 0
    assert (
        "[mandatory] [severity: high]  billing-safe-instance-types  (aws:ec2:LaunchTemplate: web)"
        in up.output
    )
    assert (
        "aws:ec2/launchTemplate:LaunchTemplate 'web', instanceType: p4d.24xlarge (21.9576 USD/h, 96 vCPU) "
        "costs more than 0.5 USD/h"
    ) in up.output
    assert shop.inventory() == {}


def test_remediation_fills_in_tags_where_default_tags_do_not_reach(shop: Checkout) -> None:
    up = shop.run("up")
    assert up.code == 0, up.output
    assert "[remediate]  required-tags" in up.output
    resources = built(shop)
    assert resources["aws:ec2/vpc:Vpc"]["tags"]["Project"] == "shop"
    launched = resources["aws:ec2/launchTemplate:LaunchTemplate"]["tagSpecifications"]
    assert {entry["resourceType"]: entry["tags"] for entry in launched} == {
        kind: {"Owner": "team-shop", "Project": "shop"}
        for kind in ("instance", "volume", "network-interface")
    }


def test_what_a_preview_can_not_see_is_said_and_judged_in_the_update(shop: Checkout) -> None:
    set_value(shop, "late", True)
    preview = shop.run("preview")
    assert preview.code == 0, preview.output
    assert (
        "not known before the update: aws:ec2/launchTemplate:LaunchTemplate 'web': instanceType"
        in preview.output
    )
    up = shop.run("up")
    assert up.code != 0
    assert "has no known price" in up.output
    assert "aws:ec2/launchTemplate:LaunchTemplate" not in built(shop)


def test_a_waiver_is_shown_and_lets_the_program_through(shop: Checkout) -> None:
    set_value(shop, "days", None)
    refused = shop.run("preview")
    assert refused.code != 0
    until = (datetime.now(tz=UTC) + timedelta(days=1)).date().isoformat()
    waiver = {"resource": "web", "reason": "the auditors want them for ever", "until": until}
    configure(shop, {"log-groups-have-retention": {"waivers": [waiver]}})
    passed = shop.run("preview")
    assert passed.code == 0, passed.output
    assert (
        f"which log-groups-have-retention lets pass until {until}: the auditors want them for ever"
        in passed.output
    )


def test_settings_that_do_not_fit_a_rules_schema_are_refused_by_the_engine(shop: Checkout) -> None:
    configure(shop, {"monthly-budget": {"worstUsd": "much"}})
    preview = shop.run("preview")
    assert preview.code != 0
    assert "monthly-budget: worstUsd: Invalid type. Expected: number, given: string" in preview.output
