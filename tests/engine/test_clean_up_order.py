"""A service with a secret value that removes records from AWS: what the state says, and when it goes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from testing.checkout import Checkout, Run

pytestmark = pytest.mark.xdist_group("clean-up-order")

SECRET = "not-in-the-sandbox"


@pytest.fixture(scope="module")
def up(checkout: Checkout) -> Run:
    checkout.change("observability.enabled", False)
    checkout.change(
        "services",
        {"externalDns": {"enabled": True, "hostedZoneIds": ["Z0123456789ABC"], "policy": "sync"}},
    )
    encrypted = {"secure": "v1:with-a-key-that-is-elsewhere"}
    checkout.change("services.externalDns.values", {"secretConfiguration": {"data": {"token": encrypted}}})
    return checkout.run("up")


def events(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.output.splitlines() if line.startswith('{"sequence"')]


def at(told: list[dict[str, Any]], kind: str, name: str) -> int:
    (found,) = (
        index
        for index, event in enumerate(told)
        if event.get(kind, {}).get("metadata", {}).get("urn", "").endswith(f"::{name}")
    )
    return found


def test_a_secret_value_is_a_secret_in_the_state_and_nowhere_to_be_read(checkout: Checkout, up: Run) -> None:
    assert up.code == 0, up.output
    assert SECRET not in up.output
    exported = checkout.run("pulumi", "stack", "export").output
    assert SECRET not in exported
    (release,) = (r for r in checkout.resources() if r["urn"].endswith("::services-external-dns"))
    values = release["inputs"]["values"]
    assert "ciphertext" in values["secretConfiguration"]["data"]["token"]
    assert values["policy"] == "sync"


def test_the_farewell_is_over_before_what_removes_records_goes(checkout: Checkout, up: Run) -> None:
    assert up.code == 0, up.output
    copy = str(checkout.state / "workspace" / "Pulumi.sandbox.yaml")
    options = ("--yes", "--skip-preview", "--json", "--config-file", copy)
    destroyed = checkout.run("pulumi", "destroy", *options)
    assert destroyed.code == 0, destroyed.output
    told = events(destroyed)
    over = at(told, "resOutputsEvent", "self-driving-eks-sandbox-farewell")
    for name in (
        "services-external-dns",
        "services-external-dns-identity",
        "services-external-dns-policy",
        "self-driving-eks-sandbox-default-nodes",
    ):
        assert over < at(told, "resourcePreEvent", name), name
