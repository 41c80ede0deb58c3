"""Every stack file previews through the real engine and passes the policy pack."""

from __future__ import annotations

import pytest

from tests.sandbox.checkout import Checkout

pytestmark = pytest.mark.xdist_group("stacks")


def test_prod_previews_once_somebody_is_named_for_the_bill(fresh_checkout: Checkout) -> None:
    prod = Checkout(fresh_checkout.root, "prod")
    unnamed = prod.run("preview")
    assert unnamed.code != 0
    assert "names nobody to tell when the bill grows; set billing.email" in unnamed.output
    prod.change("billing.email", "platform@example.com")
    preview = prod.run("preview")
    assert preview.code == 0, preview.output
    for zone in ("use1-az1", "use1-az2", "use1-az4"):
        assert f"self-driving-eks-prod-network-nat-{zone}" in preview.output


def test_dev_previews_once_its_people_are_named(fresh_checkout: Checkout) -> None:
    dev = Checkout(fresh_checkout.root, "dev")
    dev.change("billing.email", "dev@example.com")
    dev.change("cluster.publicAccessCidrs", ["203.0.113.7/32"])
    preview = dev.run("preview")
    assert preview.code == 0, preview.output


def test_local_goes_up_and_away_without_any_aws_resource(fresh_checkout: Checkout) -> None:
    local = Checkout(fresh_checkout.root, "local")
    up = local.run("up")
    assert up.code == 0, up.output
    types = {resource["type"] for resource in local.resources()}
    assert not {kind for kind in types if kind.startswith(("aws:", "eks:"))}
    assert "kubernetes:helm.sh/v3:Release" in types
    assert local.run("destroy").code == 0
    assert local.inventory() == {}
