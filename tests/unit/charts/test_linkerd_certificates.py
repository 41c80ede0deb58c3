"""Linkerd's certificates renew themselves, under the names that its own charts look for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.charts.conftest import CHARTS, Helm, Refusal, Render

AUTHORITIES = ("linkerd-trust-anchor", "linkerd-webhooks")
WEBHOOKS = ("linkerd-policy-validator", "linkerd-proxy-injector", "linkerd-sp-validator")


def named(render: Render, kind: str) -> dict[str, dict[str, Any]]:
    found = render("linkerd-certificates").objects
    return {one["metadata"]["name"]: one["spec"] for one in found if one["kind"] == kind}


def hours(text: str) -> int:
    return int(text.removesuffix("h"))


def test_helm_lint_has_nothing_to_say(helm: Helm) -> None:
    done = helm("lint", "--strict", str(CHARTS / "linkerd-certificates"))
    assert "1 chart(s) linted, 0 chart(s) failed" in done.stdout
    assert "[WARNING]" not in done.stdout


def test_two_authorities_and_what_they_sign(render: Render) -> None:
    signed_by = {name: spec["issuerRef"]["name"] for name, spec in named(render, "Certificate").items()}
    assert signed_by == {
        **dict.fromkeys(AUTHORITIES, "linkerd-self-signed"),
        "linkerd-identity-issuer": "linkerd-trust-anchor",
        **dict.fromkeys(WEBHOOKS, "linkerd-webhooks"),
    }
    assert named(render, "Issuer") == {
        "linkerd-self-signed": {"selfSigned": {}},
        **{name: {"ca": {"secretName": name}} for name in AUTHORITIES},
    }


def test_secrets_have_the_names_that_linkerd_mounts(render: Render) -> None:
    secrets = {name: spec["secretName"] for name, spec in named(render, "Certificate").items()}
    assert secrets["linkerd-identity-issuer"] == "linkerd-identity-issuer"
    assert {secrets[name] for name in WEBHOOKS} == {f"{name}-k8s-tls" for name in WEBHOOKS}


def test_every_key_is_of_the_kind_that_linkerd_accepts(render: Render) -> None:
    keys = [spec["privateKey"] for spec in named(render, "Certificate").values()]
    assert {(key["algorithm"], key["size"]) for key in keys} == {("ECDSA", 256)}


def test_what_signs_identities_gets_a_new_key_every_ten_days(render: Render) -> None:
    issuer = named(render, "Certificate")["linkerd-identity-issuer"]
    assert issuer["privateKey"]["rotationPolicy"] == "Always"
    assert hours(issuer["duration"]) - hours(issuer["renewBefore"]) == 10 * 24
    assert issuer["isCA"] is True


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_an_authority_is_renewed_every_year_and_keeps_its_key(render: Render, authority: str) -> None:
    spec = named(render, "Certificate")[authority]
    # Another key would be trusted by no proxy that runs already.
    assert spec["privateKey"]["rotationPolicy"] == "Never"
    assert hours(spec["duration"]) - hours(spec["renewBefore"]) == 365 * 24


@pytest.mark.parametrize("webhook", WEBHOOKS)
def test_what_the_api_server_calls_has_the_name_of_its_service(render: Render, webhook: str) -> None:
    assert named(render, "Certificate")[webhook]["dnsNames"] == [f"{webhook}.ns.svc"]


def test_proxies_are_told_the_anchors_certificate_and_never_its_key(render: Render) -> None:
    bundle = named(render, "Bundle")["linkerd-identity-trust-roots"]
    assert bundle["sources"] == [{"secret": {"name": "linkerd-trust-anchor", "key": "tls.crt"}}]
    assert bundle["target"] == {
        "configMap": {"key": "ca-bundle.crt"},
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ns"}},
    }


def test_nothing_reaches_beyond_its_namespace(render: Render) -> None:
    cluster_wide = {found["kind"] for found in render("linkerd-certificates").objects} - {
        found["kind"]
        for found in render("linkerd-certificates").objects
        if found["metadata"].get("namespace") == "ns"
    }
    assert cluster_wide == {"Bundle"}


def test_there_is_nothing_to_set(refusal: Refusal) -> None:
    assert re.search("'?duration'?", refusal("linkerd-certificates", {"duration": "1h"}))
