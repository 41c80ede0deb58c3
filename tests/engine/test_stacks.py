"""Every stack file previews through the real engine and passes the policy pack.

What the engine tells packs of dev and prod has to be what tests/unit/guardrails breaks: where a condition,
a tag or a resource has come or gone, the matrix of breaks would be about a program of the past.
"""

from __future__ import annotations

import re

import pytest

from testing.checkout import Checkout, Run
from tests.unit.guardrails import record
from tests.unit.guardrails.mutations.matrix import places
from tests.unit.guardrails.mutations.stack import load

pytestmark = pytest.mark.xdist_group("stacks")


def recorded_preview(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A preview with everything answered; rules look at the same places in it as in the recorded one."""
    record.answer(checkout)
    for name, value in record.write_to(checkout.stack, checkout.root).items():
        monkeypatch.setenv(name, value)
    preview = checkout.run("preview", *record.RECORDER)
    assert preview.code == 0, preview.output
    now, before = (load(checkout.stack, "preview", folder) for folder in (checkout.root, record.FOLDER))
    assert sorted(places(now) ^ places(before)) == [], f"record it again: {record.COMMAND}"
    return preview


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_a_stack_file_previews_in_the_sandbox_before_a_person_has_named_anybody(
    fresh_checkout: Checkout, stack: str
) -> None:
    preview = Checkout(fresh_checkout.root, stack).run("preview")
    assert preview.code == 0, preview.output
    assert f"Pulumi.{stack}.yaml leaves these to you; here they are examples: " in preview.output
    assert "billing.email = somebody@example.com." in preview.output


def test_prod_is_the_recorded_one(fresh_checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    prod = Checkout(fresh_checkout.root, "prod")
    preview = recorded_preview(prod, monkeypatch)
    for zone in ("use1-az1", "use1-az2", "use1-az4"):
        assert f"self-driving-eks-prod-network-nat-{zone}" in preview.output


def test_dev_is_the_recorded_one(fresh_checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded_preview(Checkout(fresh_checkout.root, "dev"), monkeypatch)


def test_local_goes_up_and_away_without_any_aws_resource(fresh_checkout: Checkout) -> None:
    local = Checkout(fresh_checkout.root, "local")
    up = local.run("up")
    assert up.code == 0, up.output
    types = {resource["type"] for resource in local.resources()}
    assert not {kind for kind in types if kind.startswith(("aws:", "eks:"))}
    assert "kubernetes:helm.sh/v3:Release" in types
    assert local.run("destroy").code == 0
    assert local.inventory() == {}


def test_dev_can_be_tried_with_overrides_on_the_command_line_alone(fresh_checkout: Checkout) -> None:
    dev = Checkout(fresh_checkout.root, "dev")
    file = dev.root / "Pulumi.dev.yaml"
    before = file.read_text()
    overrides = (
        "billing.email=dev@example.com",
        "cluster.publicAccessCidrs[0]=203.0.113.7/32",
        "nodeGroups.default.maxSize=6",
        "services.headlamp.enabled=true",
    )
    words = [word for override in overrides for word in ("--config", override)]
    preview = dev.run("preview", "--diff", *words)
    assert preview.code == 0, preview.output
    assert re.search(r"maxSize\s*: 6\b", preview.output)
    assert "services-headlamp" in preview.output
    assert file.read_text() == before


def test_a_version_newer_than_our_calendar_is_previewed_with_a_warning(fresh_checkout: Checkout) -> None:
    dev = Checkout(fresh_checkout.root, "dev")
    overrides = (
        "billing.email=dev@example.com",
        "cluster.publicAccessCidrs[0]=203.0.113.7/32",
        "cluster.version=1.38",
    )
    words = [word for override in overrides for word in ("--config", override)]
    preview = dev.run("preview", *words)
    assert preview.code == 0, preview.output
    assert 'warning: cluster.version = "1.38": is newer than the calendar of ' in preview.output
    assert "eks-version-support-ends-soon" in preview.output
    assert "run `make facts`" in preview.output
