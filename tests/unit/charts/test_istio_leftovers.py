"""What Istio leaves behind goes when it goes, and nothing else."""

from __future__ import annotations

import re
from typing import Any

from tests.unit.charts.conftest import CHARTS, Helm, Refusal, Render


def containers(render: Render) -> list[dict[str, Any]]:
    pod = render("istio-leftovers").one("Job")["spec"]["template"]["spec"]
    return [*pod["initContainers"], *pod["containers"]]


def test_helm_lint_has_nothing_to_say(helm: Helm) -> None:
    done = helm("lint", "--strict", str(CHARTS / "istio-leftovers"))
    assert "1 chart(s) linted, 0 chart(s) failed" in done.stdout
    assert "[WARNING]" not in done.stdout


def test_nothing_runs_before_it_is_uninstalled(render: Render) -> None:
    rendered = render("istio-leftovers")
    assert rendered.kinds() == ["ClusterRole", "ClusterRoleBinding", "Job", "ServiceAccount"]
    assert {found["metadata"]["annotations"]["helm.sh/hook"] for found in rendered.objects} == {"pre-delete"}


def test_definitions_classes_and_root_certificates_go(render: Render) -> None:
    definitions, classes, certificates = (container["args"] for container in containers(render))
    assert definitions[:2] == ["delete", "customresourcedefinitions"]
    assert {name.partition(".")[2] for name in definitions if name.endswith(".istio.io")} == {
        f"{group}.istio.io" for group in ("extensions", "networking", "security", "telemetry")
    }
    assert classes[:2] == ["delete", "gatewayclasses"]
    assert "istio-waypoint" in classes
    assert certificates[1:4] == [
        "configmaps",
        "--all-namespaces",
        "--field-selector=metadata.name=istio-ca-root-cert",
    ]


def test_it_may_delete_what_it_deletes_and_no_more(render: Render) -> None:
    may = {
        name
        for rule in render("istio-leftovers").one("ClusterRole")["rules"]
        if "delete" in rule["verbs"]
        for name in rule["resourceNames"]
    }
    named = {name for found in containers(render)[:2] for name in found["args"][2:] if name[0] != "-"}
    assert may == named | {"istio-ca-root-cert"}


def test_every_wait_has_an_end(render: Render) -> None:
    minutes = [int(found) for found in re.findall(r"--timeout=(\d+)m", str(containers(render)))]
    job = render("istio-leftovers").one("Job")["spec"]
    assert len(minutes) == 3
    # A release has 600 seconds to go.
    assert sum(minutes) * 60 < job["activeDeadlineSeconds"] < 600


def test_it_runs_as_nobody_on_any_node(render: Render) -> None:
    pod = render("istio-leftovers").one("Job")["spec"]["template"]["spec"]
    assert (pod["securityContext"]["runAsNonRoot"], pod["tolerations"]) == (True, [{"operator": "Exists"}])
    assert [container["securityContext"] for container in containers(render)] == [
        {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
    ] * 3


def test_the_image_must_be_pinned(refusal: Refusal) -> None:
    assert "image" in refusal("istio-leftovers", {"image": "registry.k8s.io/kubectl"})
