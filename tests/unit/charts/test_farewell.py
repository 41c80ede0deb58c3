import re
from typing import Any

import pytest

from components.cluster.farewell import farewell
from tests.unit.charts.conftest import CHARTS, Helm, Refusal, Render


def job(render: Render, **values: Any) -> dict[str, Any]:
    spec: dict[str, Any] = render("farewell", **values).one("Job")["spec"]
    return spec


def containers(render: Render, **values: Any) -> list[dict[str, Any]]:
    pod = job(render, **values)["template"]["spec"]
    return [*pod["initContainers"], *pod["containers"]]


def test_helm_lint_has_nothing_to_say(helm: Helm) -> None:
    done = helm("lint", "--strict", str(CHARTS / "farewell"))
    assert "1 chart(s) linted, 0 chart(s) failed" in done.stdout
    assert "[WARNING]" not in done.stdout


def test_nothing_runs_before_it_is_uninstalled(render: Render) -> None:
    rendered = render("farewell")
    assert rendered.kinds() == ["ClusterRole", "ClusterRoleBinding", "Job", "ServiceAccount"]
    assert {found["metadata"]["annotations"]["helm.sh/hook"] for found in rendered.objects} == {"pre-delete"}


def test_rights_are_there_before_the_job_and_gone_after_it(render: Render) -> None:
    rendered = render("farewell")
    hooks = {found["kind"]: found["metadata"]["annotations"] for found in rendered.objects}
    assert {kind: int(hook["helm.sh/hook-weight"]) for kind, hook in hooks.items()} == {
        "ServiceAccount": -10,
        "ClusterRole": -10,
        "ClusterRoleBinding": -5,
        "Job": 0,
    }
    assert {hook["helm.sh/hook-delete-policy"] for hook in hooks.values()} == {
        "before-hook-creation,hook-succeeded"
    }


def test_who_would_make_them_anew_goes_before_load_balancers_and_volumes_go_last(render: Render) -> None:
    assert [" ".join(container["args"]) for container in containers(render)] == [
        (
            "delete statefulsets,deployments --all-namespaces "
            "--selector=app.kubernetes.io/part-of in (argocd,flux) --cascade=foreground --timeout=1m"
        ),
        "delete services --all-namespaces --field-selector=spec.type=LoadBalancer --timeout=8m",
        "delete ingresses --all --all-namespaces --timeout=5m",
        "delete customresourcedefinitions gateways.gateway.networking.k8s.io --ignore-not-found --timeout=3m",
        (
            "delete statefulsets,deployments --all-namespaces "
            "--field-selector=metadata.namespace!=kube-system "
            "--selector=selfdriving/cleans-up-in-aws!=true --wait=false"
        ),
        "delete persistentvolumeclaims --all --all-namespaces --timeout=7m",
        "delete persistentvolumes --all --timeout=5m",
    ]


def test_it_may_delete_what_it_deletes_and_no_more(render: Render) -> None:
    verbs = ["get", "list", "watch", "delete"]
    assert render("farewell").one("ClusterRole")["rules"] == [
        {
            "apiGroups": [""],
            "resources": ["services", "persistentvolumeclaims", "persistentvolumes"],
            "verbs": verbs,
        },
        {"apiGroups": ["networking.k8s.io"], "resources": ["ingresses"], "verbs": verbs},
        {"apiGroups": ["apps"], "resources": ["statefulsets", "deployments"], "verbs": verbs},
        {
            "apiGroups": ["apiextensions.k8s.io"],
            "resources": ["customresourcedefinitions"],
            "resourceNames": ["gateways.gateway.networking.k8s.io"],
            "verbs": verbs,
        },
    ]


def test_nodes_of_karpenter_go_last_with_their_machines(render: Render) -> None:
    arguments = [" ".join(container["args"]) for container in containers(render, karpenter=True)]
    assert arguments[-3:] == [
        "delete persistentvolumes --all --timeout=5m",
        "delete nodepools.karpenter.sh --all --timeout=3m",
        "delete nodeclaims.karpenter.sh --all --timeout=40m",
    ]
    assert render("farewell", karpenter=True).one("ClusterRole")["rules"][-1] == {
        "apiGroups": ["karpenter.sh"],
        "resources": ["nodepools", "nodeclaims"],
        "verbs": ["get", "list", "watch", "delete"],
    }


def test_it_does_not_run_on_a_node_that_it_removes(render: Render) -> None:
    pod = job(render, karpenter=True)["template"]["spec"]
    (term,) = pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"][
        "nodeSelectorTerms"
    ]
    assert term == {"matchExpressions": [{"key": "karpenter.sh/nodepool", "operator": "DoesNotExist"}]}
    assert "affinity" not in job(render)["template"]["spec"]


def test_controllers_that_clean_up_have_a_minute_before_anything_else_goes(render: Render) -> None:
    commands = [" ".join(container["args"]) for container in containers(render, cleaners=True)]
    pause = "get services --all-namespaces --watch-only --request-timeout=60s"
    assert commands == [
        *(" ".join(container["args"]) for container in containers(render)[:4]),
        pause,
        *(" ".join(container["args"]) for container in containers(render)[4:]),
    ]


@pytest.mark.parametrize("karpenter", [False, True])
@pytest.mark.parametrize("cleaners", [False, True])
def test_every_wait_has_an_end_and_they_end_in_order(render: Render, karpenter: bool, cleaners: bool) -> None:
    service = farewell(karpenter=karpenter, cleaners=cleaners)
    commands = str(containers(render, **service.values))
    minutes = sum(map(int, re.findall(r"--timeout=(\d+)m", commands)))
    seconds = sum(map(int, re.findall(r"--request-timeout=(\d+)s", commands)))
    deadline = job(render, **service.values)["activeDeadlineSeconds"]
    assert minutes * 60 + seconds < deadline < service.timeout


def test_it_runs_as_nobody_on_any_node(render: Render) -> None:
    pod = job(render)["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 65532
    assert pod["tolerations"] == [{"operator": "Exists"}]
    assert [container["securityContext"] for container in containers(render)] == [
        {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
    ] * 7


def test_the_image_must_be_pinned(refusal: Refusal) -> None:
    assert "image" in refusal("farewell", {"image": "registry.k8s.io/kubectl"})


def test_a_value_that_nobody_reads_is_refused(refusal: Refusal) -> None:
    assert "images" in refusal("farewell", {"images": "registry.k8s.io/kubectl:v1.35.0"})
