from typing import Any

import pytest

from tests.unit.charts.conftest import CHARTS, Helm, Refusal, Render


def pod(render: Render, **values: Any) -> dict[str, Any]:
    spec: dict[str, Any] = render("draino", **values).one("Deployment")["spec"]["template"]["spec"]
    return spec


def arguments(render: Render, **values: Any) -> list[str]:
    (container,) = pod(render, **values)["containers"]
    args: list[str] = container["args"]
    return args


def test_helm_lint_has_nothing_to_say(helm: Helm) -> None:
    done = helm("lint", "--strict", str(CHARTS / "draino"))
    assert "1 chart(s) linted, 0 chart(s) failed" in done.stdout
    assert "[WARNING]" not in done.stdout


def test_it_is_a_deployment_its_rights_its_budget_and_its_metrics(render: Render) -> None:
    assert render("draino").kinds() == [
        "ClusterRole",
        "ClusterRoleBinding",
        "Deployment",
        "PodDisruptionBudget",
        "Role",
        "RoleBinding",
        "Service",
        "ServiceAccount",
    ]


def test_no_api_is_one_that_kubernetes_has_dropped(render: Render) -> None:
    assert {found["apiVersion"] for found in render("draino").objects} == {
        "v1",
        "apps/v1",
        "policy/v1",
        "rbac.authorization.k8s.io/v1",
    }


def test_it_may_do_what_draino_does_and_no_more(render: Render) -> None:
    assert render("draino").one("ClusterRole")["rules"] == [
        {"apiGroups": [""], "resources": ["events"], "verbs": ["create", "patch", "update"]},
        {"apiGroups": [""], "resources": ["nodes"], "verbs": ["get", "list", "watch", "update"]},
        {"apiGroups": [""], "resources": ["nodes/status"], "verbs": ["patch", "update"]},
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]},
        {"apiGroups": [""], "resources": ["pods/eviction"], "verbs": ["create"]},
        {"apiGroups": ["apps"], "resources": ["daemonsets"], "verbs": ["get", "list", "watch"]},
        {"apiGroups": ["apps"], "resources": ["statefulsets"], "verbs": ["get"]},
    ]


def test_the_lock_is_an_endpoints_object_of_its_own_namespace(render: Render) -> None:
    role = render("draino").one("Role")
    assert role["metadata"]["namespace"] == "ns"
    assert role["rules"] == [
        {"apiGroups": [""], "resources": ["endpoints"], "verbs": ["create"]},
        {
            "apiGroups": [""],
            "resources": ["endpoints"],
            "resourceNames": ["draino-leader"],
            "verbs": ["get", "update"],
        },
    ]
    assert {"--namespace=ns", "--leader-election-token-name=draino-leader"} <= set(arguments(render))


def test_no_service_has_the_locks_name_and_fights_for_its_endpoints(render: Render) -> None:
    assert render("draino").one("Service")["metadata"]["name"] == "draino-metrics"


def test_both_bindings_are_for_its_service_account(render: Render) -> None:
    rendered = render("draino")
    for kind in ("ClusterRoleBinding", "RoleBinding"):
        assert rendered.one(kind)["subjects"] == [
            {"kind": "ServiceAccount", "name": "draino", "namespace": "ns"}
        ]
    assert pod(render)["serviceAccountName"] == "draino"


def test_it_fits_the_restricted_pod_security_standard(render: Render) -> None:
    spec = pod(render)
    assert spec["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 100,
        "runAsGroup": 101,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert spec["containers"][0]["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_the_cluster_keeps_it_and_spreads_it(render: Render) -> None:
    deployment = render("draino").one("Deployment")["spec"]
    spec = deployment["template"]["spec"]
    assert deployment["replicas"] == 2
    assert spec["priorityClassName"] == "system-cluster-critical"
    (spread,) = spec["topologySpreadConstraints"]
    assert (spread["topologyKey"], spread["whenUnsatisfiable"]) == (
        "kubernetes.io/hostname",
        "ScheduleAnyway",
    )
    assert spread["labelSelector"] == {"matchLabels": deployment["selector"]["matchLabels"]}


def test_its_budget_lets_one_go_even_where_there_is_but_one(render: Render) -> None:
    rendered = render("draino", replicas=1)
    budget = rendered.one("PodDisruptionBudget")["spec"]
    assert (budget["maxUnavailable"], budget["unhealthyPodEvictionPolicy"]) == (1, "AlwaysAllow")
    assert budget["selector"] == rendered.one("Deployment")["spec"]["selector"]


def test_it_does_not_evict_itself(render: Render) -> None:
    annotations = render("draino").one("Deployment")["spec"]["template"]["metadata"]["annotations"]
    assert annotations == {"selfdriving/keep-on-node": "true"}
    assert "--protected-pod-annotation=selfdriving/keep-on-node=true" in arguments(render)


def test_a_pod_that_the_autoscaler_must_not_evict_is_not_drained_either(render: Render) -> None:
    assert "--protected-pod-annotation=cluster-autoscaler.kubernetes.io/safe-to-evict=false" in arguments(
        render
    )


def test_the_conditions_come_last_and_as_they_were_written(render: Render) -> None:
    conditions = ["KernelDeadlock=True,1m", "Ready=Unknown,1m30s", "KernelDeadlock"]
    assert arguments(render, conditions=conditions)[-3:] == conditions


def test_times_are_handed_on(render: Render) -> None:
    given = {"drainBuffer": "30m", "maxGracePeriod": "1h", "evictionHeadroom": "1m30s"}
    assert {"--drain-buffer=30m", "--max-grace-period=1h", "--eviction-headroom=1m30s"} <= set(
        arguments(render, **given)
    )


def test_it_is_dry_only_on_demand(render: Render) -> None:
    assert "--dry-run" not in arguments(render)
    assert "--dry-run" in arguments(render, dryRun=True)


@pytest.mark.parametrize(
    ("kind", "flag"),
    [
        ("statefulSetPods", "--evict-statefulset-pods"),
        ("emptyDirPods", "--evict-emptydir-pods"),
        ("unreplicatedPods", "--evict-unreplicated-pods"),
    ],
)
def test_a_kind_of_pods_is_evicted_only_where_it_says_so(render: Render, kind: str, flag: str) -> None:
    nothing = dict.fromkeys(("statefulSetPods", "emptyDirPods", "unreplicatedPods"), False)
    assert not [argument for argument in arguments(render, evict=nothing) if argument.startswith("--evict-")]
    assert flag in arguments(render, evict={**nothing, kind: True})


def test_pods_of_daemonsets_are_never_evicted(render: Render) -> None:
    assert not [argument for argument in arguments(render) if "daemonset" in argument]


def test_it_is_measured_where_there_is_a_prometheus_operator(render: Render) -> None:
    rendered = render("draino", serviceMonitor={"enabled": True, "labels": {"release": "stack"}})
    monitor = rendered.one("ServiceMonitor")
    assert monitor["metadata"]["labels"]["release"] == "stack"
    assert monitor["spec"]["endpoints"] == [{"port": "metrics", "interval": "30s"}]
    service = rendered.one("Service")
    assert monitor["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    assert service["spec"]["ports"] == [{"name": "metrics", "port": 10002, "targetPort": "metrics"}]


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"image": "planetlabs/draino"}, "image"),
        ({"image": "planetlabs/draino:latest"}, "image"),
        ({"image": "host:5000/draino"}, "image"),
        ({"conditions": []}, "conditions"),
        ({"conditions": ["Ready=False"]}, "conditions"),
        ({"conditions": ["Ready=unknown,10m"]}, "conditions"),
        ({"conditions": ["Ready=Unknown,10"]}, "conditions"),
        ({"drainBuffer": "10"}, "drainBuffer"),
        ({"drainBuffer": 10}, "drainBuffer"),
        ({"replicas": 0}, "replicas"),
        ({"evict": {"daemonSetPods": True}}, "evict"),
        ({"protectedPodAnnotations": []}, "protectedPodAnnotations"),
        ({"drainbuffer": "10m"}, "drainbuffer"),
        ({"serviceMonitor": {"enabled": "yes"}}, "serviceMonitor"),
    ],
)
def test_a_wrong_value_is_refused_at_its_place(refusal: Refusal, values: dict[str, Any], where: str) -> None:
    said = refusal("draino", values)
    assert "values don't meet the specifications of the schema(s)" in said
    assert where in said


@pytest.mark.parametrize(
    "image", [f"a/b@sha256:{'0' * 64}", "host:5000/draino:1.2", f"a/b:latest@sha256:{'0' * 64}"]
)
def test_a_pinned_image_is_taken(render: Render, image: str) -> None:
    assert pod(render, image=image)["containers"][0]["image"] == image


def test_it_acts_on_all_nodes_unless_an_expression_says_which(render: Render) -> None:
    assert not [argument for argument in arguments(render) if argument.startswith("--node-label")]
    expression = "'karpenter.sh/nodepool' in metadata.labels"
    assert f"--node-label-expr={expression}" in arguments(render, nodeLabelExpression=expression)
