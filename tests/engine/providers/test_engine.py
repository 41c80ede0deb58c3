"""Small programs through the real engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox import daemon
from sandbox.aws import catalogue
from sandbox.aws.resource import kinds
from sandbox.cloud.listing import Listing, Recorded
from tests.engine.providers.engine import Engine

_CHART = {
    "Chart.yaml": "apiVersion: v2\nname: small\nversion: 0.1.0\nappVersion: '2'\n",
    "templates/secret.yaml": (
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Release.Name }}\n"
        'stringData:\n  password: {{ required "a password is needed" .Values.password }}\n'
    ),
}


def add_chart(engine: Engine) -> Path:
    chart = engine.folder / "charts" / "small"
    for name, text in _CHART.items():
        path = chart / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return chart


def unlisted(engine: Engine) -> set[str]:
    """Types of which something is up, while the inventory shows nothing."""
    catalogue.load()
    shown = " ".join(engine.inventory())
    up = {token: kinds()[token].listed for token in engine.types() if token.startswith("aws:")}
    return {
        token
        for token, listed in up.items()
        if (isinstance(listed, Listing) and f"{listed.service} {listed.what}" not in shown)
        or (isinstance(listed, Recorded) and f"recorded {listed.table}" not in shown)
    }


def test_a_cluster_goes_up_stays_as_it_is_and_goes_away(engine_of: Callable[[str], Engine]) -> None:
    engine = engine_of("cluster.py")
    add_chart(engine)
    assert "+ 29 to create" in engine.preview().output
    up = engine.up()
    assert (up.code, "+ 29 created" in up.output) == (0, True), up.output
    assert unlisted(engine) == set()
    outputs = engine.outputs()
    assert outputs["autoscalingGroup"].startswith("eks-group-")
    assert outputs["nodeSecurityGroup"].startswith("sg-")
    assert outputs["oidc"].startswith(
        "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/"
    )
    assert outputs["kubeconfig"]["users"][0]["user"]["exec"]["command"] == "aws"
    assert outputs["status"] == "deployed"
    # The state survives the process.
    daemon.stop(engine.state)
    assert "29 unchanged" in engine.preview().output
    assert "29 unchanged" in engine.refresh().output
    assert "hidden-away" not in "".join(path.read_text() for path in engine.folder.parent.rglob("test.json"))
    destroyed = engine.destroy()
    assert destroyed.code == 0, destroyed.output
    assert engine.inventory() == {}


def test_a_chart_that_does_not_render_stops_the_update(engine_of: Callable[[str], Engine]) -> None:
    engine = engine_of("cluster.py")
    chart = add_chart(engine)
    (chart / "templates" / "broken.yaml").write_text('{{ fail "nobody is at home" }}')
    up = engine.up()
    assert up.code != 0
    assert "the chart ./charts/small does not render: " in up.output
    assert "nobody is at home" in up.output


def test_every_other_type_goes_up_stays_as_it_is_and_goes_away(engine_of: Callable[[str], Engine]) -> None:
    engine = engine_of("every_type.py")
    engine.set("aws:defaultTags.tags.Team", "core")
    up = engine.up()
    assert up.code == 0, up.output
    assert unlisted(engine) == set()
    assert "47 unchanged" in engine.preview().output
    assert "47 unchanged" in engine.refresh().output
    destroyed = engine.destroy()
    assert destroyed.code == 0, destroyed.output
    assert engine.inventory() == {}


def test_a_changed_tag_changes_that_tag_alone(engine_of: Callable[[str], Engine]) -> None:
    engine = engine_of("network.py")
    engine.up()
    arn = engine.outputs()["arn"]
    engine.set("small:name", "other")
    changed = engine.up()
    assert "~ 1 updated" in changed.output
    assert '~ Name: "net" => "other"' in changed.output
    assert engine.outputs()["arn"] == arn


def test_a_changed_cidr_replaces_the_subnet(engine_of: Callable[[str], Engine]) -> None:
    engine = engine_of("network.py")
    engine.up()
    engine.set("small:second", "10.0.2.0/24")
    assert "+-1 to replace" in engine.preview().output
    assert engine.up().code == 0
    assert "+-" not in engine.preview().output


def test_aws_s_refusal_is_what_a_person_reads(engine_of: Callable[[str], Engine]) -> None:
    engine = engine_of("network.py")
    engine.set("small:second", "10.0.0.128/25")
    up = engine.up()
    assert up.code != 0
    assert "CreateSubnet: InvalidSubnet.Conflict: The CIDR '10.0.0." in up.output


@pytest.mark.parametrize("command", ["preview", "up"])
def test_a_region_is_required(engine_of: Callable[[str], Engine], command: str) -> None:
    engine = engine_of("network.py")
    engine.set("aws:region", "")
    run = getattr(engine, command)()
    assert run.code != 0
    assert "aws:region is not set: set it in the stack's config" in run.output
