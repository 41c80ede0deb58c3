import json
import re
from dataclasses import replace
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from components.handles import ClusterHandle, TelemetryHandle
from components.observability.observability import Observability
from components.observability.settings import ObservabilitySettings
from tests.unit.components.cloud import UNKNOWN, Cloud, deploy
from tests.unit.components.clusters import cluster_elsewhere, cluster_on_aws

RELEASE = "kubernetes:helm.sh/v3:Release"

PRODUCTION = {
    "storageClass": "fast",
    "prometheus": {"replicas": 2, "retentionDays": 30, "volumeGib": 200, "memoryGib": 8},
    "alertmanager": {"replicas": 3, "volumeGib": 4},
    "receivers": [{"name": "hook", "kind": "webhook", "secret": "hook"}],
}


def observability(cluster: ClusterHandle, **settings: Any) -> Observability:
    return Observability("watch", ObservabilitySettings.model_validate(settings), cluster)


def values(cloud: Cloud, name: str = "watch-kube-prometheus-stack") -> dict[str, Any]:
    found: dict[str, Any] = cloud.named(name).inputs["values"]
    return found


@pytest.fixture(scope="module")
def small() -> Cloud:
    return deploy(lambda: observability(cluster_on_aws()).handle.namespace)


@pytest.fixture(scope="module")
def production() -> Cloud:
    return deploy(lambda: observability(cluster_on_aws(), **PRODUCTION).handle.namespace)


@pytest.mark.parametrize("preview", [False, True])
def test_it_is_three_releases_a_namespace_and_a_dashboard(preview: bool) -> None:
    cloud = deploy(lambda: observability(cluster_elsewhere()).handle.namespace, preview=preview)
    assert cloud.children("watch") == {
        ("kubernetes:core/v1:Namespace", "watch-namespace"),
        (RELEASE, "watch-prometheus-operator-crds"),
        (RELEASE, "watch-kube-prometheus-stack"),
        (RELEASE, "watch-prometheus-adapter"),
        ("kubernetes:core/v1:ConfigMap", "watch-dashboard-remediation-loop"),
    }


def test_karpenter_is_watched_where_it_scales(small: Cloud) -> None:
    cloud = deploy(lambda: observability(cluster_on_aws(scaler="karpenter")).handle.namespace)
    monitor = cloud.one("kubernetes:monitoring.coreos.com/v1:ServiceMonitor")
    assert monitor.inputs["spec"] == {
        "namespaceSelector": {"matchNames": ["kube-system"]},
        "selector": {"matchLabels": {"app.kubernetes.io/name": "karpenter"}},
        "endpoints": [{"port": "http-metrics", "interval": "30s"}],
    }
    assert monitor.inputs["metadata"]["labels"] == {"release": "kube-prometheus-stack"}
    assert "watch-prometheus-operator-crds" in monitor.dependencies
    assert small.of("kubernetes:monitoring.coreos.com/v1:ServiceMonitor") == []


def test_without_grafana_there_is_no_dashboard() -> None:
    cloud = deploy(lambda: observability(cluster_elsewhere(), grafana={"enabled": False}).handle.namespace)
    assert "watch-dashboard-remediation-loop" not in {r.name for r in cloud.resources}
    assert values(cloud)["grafana"]["enabled"] is False


def test_the_definitions_wait_for_no_node_and_the_stack_waits_for_them(small: Cloud) -> None:
    assert small.named("watch-prometheus-operator-crds").dependencies == {"watch-namespace"}
    assert small.named("watch-kube-prometheus-stack").dependencies == {
        "nodes",
        "watch-namespace",
        "watch-prometheus-operator-crds",
    }
    assert small.named("watch-prometheus-adapter").dependencies == {"nodes", "watch-namespace"}
    assert small.named("watch-dashboard-remediation-loop").dependencies == {"watch-namespace"}


def test_every_release_is_pinned_and_all_or_nothing(small: Cloud) -> None:
    pinned = {
        release.inputs["chart"]: (
            release.inputs["version"],
            release.inputs["atomic"],
            release.inputs["timeout"],
        )
        for release in small.of(RELEASE)
    }
    assert pinned == {
        "prometheus-operator-crds": ("31.0.1", True, 300),
        "kube-prometheus-stack": ("88.5.3", True, 900),
        "prometheus-adapter": ("5.3.0", True, 300),
    }


def test_others_wait_for_the_definitions_alone() -> None:
    def build() -> list[str]:
        handle = observability(cluster_on_aws()).handle
        assert handle.labels == {"release": "kube-prometheus-stack"}
        return [resource._name for resource in handle.requires]

    assert deploy(build).result == ["watch-prometheus-operator-crds"]


def test_the_namespace_is_told_and_lets_node_exporter_in(small: Cloud) -> None:
    assert small.result == "monitoring"
    assert small.named("watch-namespace").inputs["metadata"] == {
        "name": "monitoring",
        "labels": {
            "pod-security.kubernetes.io/enforce": "privileged",
            "app.kubernetes.io/managed-by": "pulumi",
        },
    }


def test_helm_never_installs_definitions_that_it_would_not_upgrade(small: Cloud) -> None:
    assert values(small)["crds"] == {"enabled": False}


@pytest.mark.parametrize("hidden", ["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"])
def test_what_eks_hides_is_not_asked_for(small: Cloud, hidden: str) -> None:
    assert values(small)[hidden] == {"enabled": False}


def test_everybodys_monitors_and_rules_are_found(small: Cloud) -> None:
    spec = values(small)["prometheus"]["prometheusSpec"]
    assert {key: value for key, value in spec.items() if key.endswith("NilUsesHelmValues")} == {
        "serviceMonitorSelectorNilUsesHelmValues": False,
        "podMonitorSelectorNilUsesHelmValues": False,
        "probeSelectorNilUsesHelmValues": False,
        "ruleSelectorNilUsesHelmValues": False,
        "scrapeConfigSelectorNilUsesHelmValues": False,
    }


def test_prometheus_keeps_what_its_volume_can_hold(production: Cloud) -> None:
    spec = values(production)["prometheus"]["prometheusSpec"]
    assert (spec["replicas"], spec["retention"], spec["retentionSize"]) == (2, "30d", "170GiB")
    assert spec["storageSpec"] == {
        "volumeClaimTemplate": {
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": "200Gi"}},
                "storageClassName": "fast",
            }
        }
    }
    assert spec["resources"] == {
        "requests": {"cpu": "200m", "memory": "8Gi"},
        "limits": {"memory": "8Gi"},
    }


def test_volumes_are_of_the_clusters_default_class_unless_told(small: Cloud) -> None:
    assert "storageClassName" not in json.dumps(values(small))


def test_volumes_go_with_what_they_belong_to(production: Cloud) -> None:
    gone = {"whenDeleted": "Delete", "whenScaled": "Delete"}
    found = values(production)
    assert found["prometheus"]["prometheusSpec"]["persistentVolumeClaimRetentionPolicy"] == gone
    assert found["alertmanager"]["alertmanagerSpec"]["persistentVolumeClaimRetentionPolicy"] == gone


def test_samples_say_which_cluster_they_are_of(small: Cloud) -> None:
    assert values(small)["prometheus"]["prometheusSpec"]["externalLabels"] == {"cluster": "c1"}


def test_several_replicas_are_drained_one_at_a_time(production: Cloud) -> None:
    found = values(production)
    assert found["prometheus"]["podDisruptionBudget"] == {"enabled": True, "minAvailable": 1}
    assert found["alertmanager"]["podDisruptionBudget"] == {"enabled": True, "minAvailable": 2}
    assert found["alertmanager"]["alertmanagerSpec"]["replicas"] == 3


def test_a_single_replica_has_no_budget_that_would_hold_its_node_for_ever(small: Cloud) -> None:
    found = values(small)
    assert found["prometheus"]["podDisruptionBudget"]["enabled"] is False
    assert found["alertmanager"]["podDisruptionBudget"]["enabled"] is False


def test_grafana_makes_up_its_own_password_and_nobody_gets_in_without(small: Cloud) -> None:
    grafana = values(small)["grafana"]
    assert grafana["adminPassword"] == ""
    assert grafana["grafana.ini"]["auth.anonymous"] == {"enabled": False}
    assert grafana["grafana.ini"]["users"] == {"allow_sign_up": False}


def test_grafana_keeps_its_volume_over_an_upgrade(production: Cloud) -> None:
    grafana = values(production)["grafana"]
    assert grafana["persistence"] == {"enabled": True, "size": "5Gi", "storageClassName": "fast"}
    assert grafana["deploymentStrategy"] == {"type": "Recreate"}


def test_receivers_reach_alertmanager_with_their_secrets(production: Cloud) -> None:
    alertmanager = values(production)["alertmanager"]
    assert alertmanager["alertmanagerSpec"]["secrets"] == ["hook"]
    assert [receiver["name"] for receiver in alertmanager["config"]["receivers"]] == ["nobody", "hook"]


def test_node_exporter_is_on_every_node_and_names_it(small: Cloud) -> None:
    exporter = values(small)["prometheus-node-exporter"]
    assert exporter["tolerations"] == [{"operator": "Exists"}]
    assert exporter["prometheus"]["monitor"]["relabelings"] == [
        {"sourceLabels": ["__meta_kubernetes_pod_node_name"], "targetLabel": "node"}
    ]


def test_the_rules_of_the_loop_come_with_the_stack(small: Cloud) -> None:
    groups = values(small)["additionalPrometheusRulesMap"]["remediation"]["groups"]
    assert [group["name"] for group in groups] == ["remediation.recordings", "remediation.alerts"]


def test_the_dashboard_has_the_label_that_grafana_looks_for(small: Cloud) -> None:
    dashboard = small.named("watch-dashboard-remediation-loop").inputs
    assert dashboard["metadata"]["labels"] == {"grafana_dashboard": "1"}
    assert json.loads(dashboard["data"]["remediation-loop.json"])["title"] == "Remediation loop"


def test_the_adapter_asks_the_stacks_prometheus(small: Cloud) -> None:
    assert values(small, "watch-prometheus-adapter")["prometheus"] == {
        "url": "http://kube-prometheus-stack-prometheus.monitoring.svc",
        "port": 9090,
    }


def test_the_adapter_serves_cpu_memory_and_requests_per_second(small: Cloud) -> None:
    rules = values(small, "watch-prometheus-adapter")["rules"]
    assert rules["default"] is False
    assert set(rules["resource"]) == {"cpu", "memory", "window"}
    (requests,) = rules["custom"]
    assert requests["name"] == {"matches": "^http_requests_total$", "as": "http_requests_per_second"}


def test_the_adapter_can_lose_a_node(small: Cloud) -> None:
    adapter = values(small, "watch-prometheus-adapter")
    assert adapter["replicas"] == 2
    assert adapter["podDisruptionBudget"] == {"enabled": True, "maxUnavailable": 1}


def in_aws(**settings: Any) -> Cloud:
    """With logs and traces in AWS."""

    def build() -> pulumi.Output[str] | None:
        group = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/c1/pods"
        telemetry = TelemetryHandle(
            endpoint="http://telemetry.telemetry:4318",
            log_group=pulumi.Output.from_input("/aws/eks/c1/pods"),
            log_group_arn=pulumi.Output.from_input(group),
        )
        parsed = ObservabilitySettings.model_validate(settings)
        return Observability("watch", parsed, cluster_on_aws(), telemetry=telemetry).handle.namespace

    return deploy(build)


def test_grafana_shows_the_logs_and_the_traces_that_are_in_aws() -> None:
    grafana = values(in_aws())["grafana"]
    logs, traces = grafana["additionalDataSources"]
    assert (logs["type"], traces["type"]) == ("cloudwatch", "grafana-x-ray-datasource")
    assert logs["jsonData"] == {
        "authType": "default",
        "defaultRegion": "eu-west-1",
        "logGroups": [
            {
                "name": "/aws/eks/c1/pods",
                "arn": "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/c1/pods:*",
            }
        ],
        "tracingDatasourceUid": traces["uid"],
    }
    assert grafana["grafana.ini"]["plugins"] == {"preinstall": "grafana-x-ray-datasource@2.17.1"}


def test_grafana_may_read_the_pods_logs_and_no_others_and_write_nothing() -> None:
    cloud = in_aws()
    document = json.loads(cloud.named("watch-kube-prometheus-stack-policy").inputs["policy"])
    group, everything = document["Statement"]
    assert group["Resource"] == [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/c1/pods",
        "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/c1/pods:*",
    ]
    verbs = {action.partition(":")[2] for action in (*group["Action"], *everything["Action"])}
    assert all(re.match("Get|BatchGet|Filter|Describe|StartQuery|StopQuery", verb) for verb in verbs)
    # What reads the lines themselves is held to the group.
    assert not {"logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery"} & set(everything["Action"])
    identity = cloud.named("watch-kube-prometheus-stack-identity").inputs
    assert identity["serviceAccount"] == "kube-prometheus-stack-grafana"


def test_grafana_has_its_identity_before_it_starts() -> None:
    assert (
        "watch-kube-prometheus-stack-identity" in in_aws().named("watch-kube-prometheus-stack").dependencies
    )


def test_without_logs_in_aws_or_without_grafana_there_is_no_identity(small: Cloud) -> None:
    for cloud in (small, in_aws(grafana={"enabled": False})):
        assert cloud.of("aws:iam/role:Role") == []
        assert "additionalDataSources" not in values(cloud)["grafana"]
        assert "plugins" not in values(cloud)["grafana"]["grafana.ini"]


def test_a_persons_commands_open_what_there_is() -> None:
    def build() -> dict[str, str]:
        return dict(observability(cluster_elsewhere()).commands)

    assert deploy(build).result == {
        "prometheus": "kubectl -n monitoring port-forward svc/kube-prometheus-stack-prometheus 9090:9090",
        "alertmanager": "kubectl -n monitoring port-forward svc/kube-prometheus-stack-alertmanager 9093:9093",
        "grafana": "kubectl -n monitoring port-forward svc/kube-prometheus-stack-grafana 3000:80",
        "grafanaPassword": (
            "kubectl -n monitoring get secret kube-prometheus-stack-grafana"
            " -o jsonpath='{.data.admin-password}' | base64 -d"
        ),
    }


def test_in_a_preview_the_clusters_name_may_be_unknown() -> None:
    def build() -> pulumi.Output[str] | None:
        cluster = cluster_elsewhere()
        unknown = replace(cluster, name=kubernetes.core.v1.ConfigMap("cluster-to-be").id)
        return observability(unknown).handle.namespace

    cloud = deploy(build, preview=True)
    assert values(cloud)["prometheus"]["prometheusSpec"]["externalLabels"] == {"cluster": UNKNOWN}
