"""A stack hands its services over to Argo CD, and none is uninstalled; the statements build on each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml

from cli.drift.command import report
from cli.render.command import render
from cli.render.folder import Changes
from cli.stack_engine import StackEngine
from components.charts import EXTERNAL_DNS, HEADLAMP, NODE_LOCAL_DNS, Chart
from sandbox import daemon
from settings import from_files, parse
from testing.checkout import Checkout, Run
from tests.unit.cli.render.chart_repository import ChartRepository, serve

pytestmark = pytest.mark.xdist_group("gitops")

RELEASES = {"external-dns", "headlamp", "node-local-dns"}
TEMPLATES = """apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  values: {{ toJson .Values | quote }}
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, warm_tools: Path) -> Iterator[Checkout]:
    """Nothing is up: the services are there from the beginning."""
    copy = Checkout.copy(tmp_path_factory.mktemp("checkout"), tools=warm_tools)
    yield copy
    copy.stop()


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory, checkout: Checkout) -> Iterator[ChartRepository]:
    """The services' charts on loopback, where the checkout's catalogue now says that they are."""
    with pytest.MonkeyPatch.context() as patch, serve(tmp_path_factory.mktemp("charts")) as repository:
        patch.setenv("SSL_CERT_FILE", str(repository.authority))
        for place in ("CACHE", "CONFIG", "DATA"):
            patch.setenv(f"HELM_{place}_HOME", str(repository.folder / "helm"))
        for chart in (EXTERNAL_DNS, HEADLAMP, NODE_LOCAL_DNS):
            repository.add(chart.name, chart.version, TEMPLATES)
            move(checkout, chart, f"{repository.address}/charts")
        yield repository


def move(checkout: Checkout, chart: Chart, to: str) -> None:
    catalogue = checkout.root / "components" / "charts.py"
    assert chart.repository is not None
    scheme = chart.repository.partition("://")[0]
    text = catalogue.read_text()
    assert chart.repository in text
    catalogue.write_text(text.replace(chart.repository, f"{scheme}://{to}"))


@pytest.fixture(scope="module")
def first(checkout: Checkout, charts: ChartRepository) -> Run:
    """The first `up`: the stack installs everything itself."""
    checkout.change("services.headlamp", {"enabled": True})
    checkout.change("services.nodeLocalDns", {"enabled": True})
    checkout.change("services.externalDns", {"enabled": True, "hostedZoneIds": ["Z0123456789ABC"]})
    hand_over(checkout, "none")
    return checkout.run("up")


def hand_over(checkout: Checkout, how: str) -> None:
    repository = "https://git.example.com/team/cluster"
    checkout.change("services.argoCd", {"enabled": True, "repository": repository, "handOver": how})


def engine(checkout: Checkout) -> StackEngine:
    return StackEngine(checkout.stack, checkout.root, options=("--state", str(checkout.state)))


def rendered(checkout: Checkout) -> Changes:
    stack = parse(from_files(checkout.root, checkout.stack))
    return render(engine(checkout), stack, checkout.root / "rendered")


def installed(checkout: Checkout) -> set[str]:
    """The cluster's releases of services, whatever the state says."""
    found = [name for kind, names in checkout.inventory().items() if "release" in kind for name in names]
    return {release for release in RELEASES if any(release in name for name in found)}


def in_state(checkout: Checkout, type_: str) -> dict[str, dict[str, Any]]:
    return {r["inputs"]["name"]: r for r in checkout.resources() if r["type"] == type_}


def checkpoint(checkout: Checkout) -> bytes:
    (file,) = (checkout.state / "backend" / ".pulumi" / "stacks").glob(f"*/{checkout.stack}.json")
    return file.read_bytes()


def test_the_stack_installs_its_services_itself(checkout: Checkout, first: Run) -> None:
    assert first.code == 0, first.output
    assert installed(checkout) == RELEASES


def test_manifests_are_rendered_from_the_stacks_own_settings(checkout: Checkout, first: Run) -> None:
    assert rendered(checkout).written == tuple(
        f"{release}/{kind}.yaml" for release in sorted(RELEASES) for kind in ("configmap", "serviceaccount")
    )
    found = yaml.safe_load((checkout.root / "rendered" / "node-local-dns" / "configmap.yaml").read_text())
    assert found["metadata"]["namespace"] == "kube-system"
    # Known only to the engine: the range is what EKS gave the cluster.
    assert '"dnsServer":"172.20.0.10"' in found["data"]["values"]


def test_nothing_has_drifted_and_looking_writes_nothing(
    checkout: Checkout, first: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    before = checkpoint(checkout)
    assert report(engine(checkout)) == 0
    assert capsys.readouterr().out == "Nothing has drifted: sandbox is as its settings say.\n"
    assert checkpoint(checkout) == before


def test_handing_over_unprepared_is_refused_before_anything_changes(checkout: Checkout, first: Run) -> None:
    before = checkpoint(checkout)
    hand_over(checkout, "done")
    refused = checkout.run("up")
    assert refused.code != 0
    assert (
        "services.argoCd.handOver = done: the stack has installed external-dns, headlamp, node-local-dns, "
        "and would uninstall that; set it to prepared, go up, then set it to done"
    ) in refused.output
    assert "Traceback" not in refused.output
    assert checkpoint(checkout) == before
    assert installed(checkout) == RELEASES


def test_two_steps_hand_over_and_uninstall_nothing(checkout: Checkout, first: Run) -> None:
    hand_over(checkout, "prepared")
    prepared = checkout.run("up")
    assert prepared.code == 0, prepared.output
    assert prepared.counts == {}
    hand_over(checkout, "done")
    done = checkout.run("up")
    assert done.code == 0, done.output
    assert done.counts == {"created": 3, "deleted": 3}
    assert done.output.count("[retain]") >= 3
    assert installed(checkout) == RELEASES
    assert not RELEASES & in_state(checkout, "kubernetes:helm.sh/v3:Release").keys()
    assert in_state(checkout, "selfdriving:index:HandedOver").keys() == RELEASES
    names = {resource["urn"].rpartition("::")[2] for resource in checkout.resources()}
    assert {
        "services-external-dns-role",
        "services-external-dns-identity",
        "services-headlamp-namespace",
    } <= names


def test_what_was_handed_over_renders_to_the_same_manifests(checkout: Checkout, first: Run) -> None:
    assert rendered(checkout) == Changes((), ())


def test_it_can_not_be_taken_back_as_if_nothing_had_been(checkout: Checkout, first: Run) -> None:
    hand_over(checkout, "none")
    refused = checkout.run("preview")
    assert refused.code != 0
    assert "Argo CD has external-dns, headlamp, node-local-dns" in refused.output
    hand_over(checkout, "done")


def test_what_changed_behind_the_stacks_back_is_named(
    checkout: Checkout, first: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    resources = {resource["urn"].rpartition("::")[2]: resource for resource in checkout.resources()}
    role = resources["services-external-dns-policy"]["outputs"]
    boto3.client("iam", **account(checkout)).delete_role_policy(
        RoleName=role["role"], PolicyName=role["name"]
    )
    vpc = resources["self-driving-eks-sandbox-network-vpc"]["id"]
    boto3.client("ec2", **account(checkout)).create_tags(
        Resources=[vpc], Tags=[{"Key": "Name", "Value": "somebody's"}]
    )
    before = checkpoint(checkout)
    assert report(engine(checkout)) == 2
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Not as the settings of sandbox say:"
    assert "  aws:iam/rolePolicy:RolePolicy services-external-dns-policy is gone" in said
    assert any(
        line.startswith("  aws:ec2/vpc:Vpc self-driving-eks-sandbox-network-vpc is different: tags")
        for line in said
    )
    assert checkpoint(checkout) == before


def account(checkout: Checkout) -> dict[str, Any]:
    """Where the sandbox's AWS is, for somebody who goes past the engine."""
    return {
        "region_name": "us-east-1",
        "endpoint_url": daemon.ensure(checkout.state / "providers").endpoint,
        "aws_access_key_id": "sandbox",
        "aws_secret_access_key": "sandbox",
    }


def test_a_service_that_is_turned_off_loses_its_files(checkout: Checkout, first: Run) -> None:
    checkout.change("services.headlamp", {"enabled": False})
    assert rendered(checkout) == Changes((), ("headlamp/configmap.yaml", "headlamp/serviceaccount.yaml"))
    assert not (checkout.root / "rendered" / "headlamp").exists()


def test_destroy_leaves_nothing(checkout: Checkout, first: Run) -> None:
    destroyed = checkout.run("destroy")
    assert destroyed.code == 0, destroyed.output
    assert checkout.inventory() == {}
