"""The workshop's checklist for a service in production, item by item, read from what is declared."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase

import pytest

from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_on_aws
from tests.unit.components.microservice.shop import IMAGE, container, of, pod, shop, spec

SELECTOR = {"app.kubernetes.io/name": "shop"}


def environment(cloud: Cloud) -> dict[str, str]:
    return {item["name"]: item["value"] for item in container(cloud)["env"]}


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return shop()


def test_pods_stand_in_all_zones_and_on_several_nodes(cloud: Cloud) -> None:
    assert [
        (rule["topologyKey"], rule["whenUnsatisfiable"]) for rule in pod(cloud)["topologySpreadConstraints"]
    ] == [
        ("topology.kubernetes.io/zone", "DoNotSchedule"),
        ("kubernetes.io/hostname", "ScheduleAnyway"),
    ]
    for rule in pod(cloud)["topologySpreadConstraints"]:
        assert rule["maxSkew"] == 1
        assert rule["labelSelector"] == {"matchLabels": SELECTOR}


def test_a_zone_of_cordoned_nodes_holds_no_pod_back(cloud: Cloud) -> None:
    assert {rule["nodeTaintsPolicy"] for rule in pod(cloud)["topologySpreadConstraints"]} == {"Honor"}


def test_there_are_two_pods_at_least(cloud: Cloud) -> None:
    assert spec(cloud, "HorizontalPodAutoscaler")["minReplicas"] == 2


def test_a_drain_takes_one_pod_at_a_time(cloud: Cloud) -> None:
    budget = spec(cloud, "PodDisruptionBudget")
    assert budget["maxUnavailable"] == 1
    assert budget["selector"] == {"matchLabels": SELECTOR}


def test_an_update_takes_no_pod_before_a_new_one_is_ready(cloud: Cloud) -> None:
    assert spec(cloud, "Deployment")["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_three_probes_tell_how_it_is() -> None:
    found = container(shop(health={"readyPath": "/ready", "livePath": "/live", "startupSeconds": 42}))
    assert found["startupProbe"]["httpGet"] == {"path": "/live", "port": "http"}
    assert found["startupProbe"]["failureThreshold"] * found["startupProbe"]["periodSeconds"] == 45
    assert found["readinessProbe"]["httpGet"] == {"path": "/ready", "port": "http"}
    assert found["livenessProbe"]["httpGet"] == {"path": "/live", "port": "http"}


def test_it_ends_what_it_does_before_it_goes() -> None:
    cloud = shop(health={"shutdownSeconds": 20})
    assert container(cloud)["lifecycle"] == {"preStop": {"sleep": {"seconds": 5}}}
    assert pod(cloud)["terminationGracePeriodSeconds"] == 25


def test_it_scales_on_cpu_and_on_requests_per_second() -> None:
    cloud = shop(scaling={"minReplicas": 3, "maxReplicas": 30, "cpuPercent": 60, "requestsPerSecond": 250})
    autoscaler = spec(cloud, "HorizontalPodAutoscaler")
    assert (autoscaler["minReplicas"], autoscaler["maxReplicas"]) == (3, 30)
    cpu, requests = autoscaler["metrics"]
    assert cpu["containerResource"] == {
        "name": "cpu",
        "container": container(cloud)["name"],
        "target": {"type": "Utilization", "averageUtilization": 60},
    }
    assert requests["pods"] == {
        "metric": {"name": "http_requests_per_second"},
        "target": {"type": "AverageValue", "averageValue": "250"},
    }
    assert autoscaler["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}


def test_nothing_else_says_how_many_pods_there_are(cloud: Cloud) -> None:
    assert "replicas" not in spec(cloud, "Deployment")


def test_without_monitoring_it_scales_on_cpu_alone() -> None:
    (metric,) = spec(shop(watched=False), "HorizontalPodAutoscaler")["metrics"]
    assert metric["type"] == "ContainerResource"


def test_it_is_told_how_large_it_should_be_and_nobody_acts_on_it(cloud: Cloud) -> None:
    recommended = spec(cloud, "VerticalPodAutoscaler")
    assert recommended["updatePolicy"] == {"updateMode": "Off"}
    assert recommended["targetRef"] == spec(cloud, "HorizontalPodAutoscaler")["scaleTargetRef"]


def test_it_requests_what_it_was_given_and_takes_no_more_memory() -> None:
    assert container(shop(cpu="250m", memory="512Mi"))["resources"] == {
        "requests": {"cpu": "250m", "memory": "512Mi"},
        "limits": {"memory": "512Mi"},
    }


def test_it_is_never_root(cloud: Cloud) -> None:
    assert pod(cloud)["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 65532,
        "runAsGroup": 65532,
        "fsGroup": 65532,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def test_it_writes_to_its_scratch_volume_alone_and_gains_no_privilege(cloud: Cloud) -> None:
    assert container(cloud)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container(cloud)["volumeMounts"] == [{"name": "scratch", "mountPath": "/tmp"}]


def test_nobody_reaches_it_and_it_reaches_nobody_but_those_that_it_needs(cloud: Cloud) -> None:
    assert spec(cloud, "NetworkPolicy", "-deny-everything") == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }
    needed = spec(cloud, "NetworkPolicy")
    labels = spec(cloud, "Deployment")["template"]["metadata"]["labels"]
    assert needed["podSelector"]["matchLabels"].items() <= labels.items()
    prometheus = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    assert [rule["from"] for rule in needed["ingress"]] == [[{"podSelector": {}}], [prometheus]]
    # Names of any server, and its own pods.
    assert [rule.get("to") for rule in needed["egress"]] == [None, [{"podSelector": {}}]]


def test_its_namespace_refuses_less_secure_pods(cloud: Cloud) -> None:
    labels = cloud.named("shop-namespace").inputs["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


def test_it_has_an_identity_of_its_own_and_no_way_into_the_api_server(cloud: Cloud) -> None:
    assert of(cloud, "ServiceAccount").inputs["automountServiceAccountToken"] is False
    assert pod(cloud)["serviceAccountName"] == "shop"
    assert pod(cloud)["automountServiceAccountToken"] is False


def test_others_find_it_by_its_name(cloud: Cloud) -> None:
    service = spec(cloud, "Service")
    assert service["selector"] == SELECTOR
    assert service["ports"] == [{"name": "http", "port": 80, "targetPort": "http"}]
    assert container(cloud)["ports"] == [{"name": "http", "containerPort": 8080, "protocol": "TCP"}]


def test_it_has_no_name_outside_unless_told(cloud: Cloud) -> None:
    assert cloud.of("kubernetes:networking.k8s.io/v1:Ingress") == []


def test_it_may_have_a_name_outside() -> None:
    ingress = spec(shop(ingress={"hostname": "shop.example.com", "className": "alb"}), "Ingress")
    assert ingress["ingressClassName"] == "alb"
    (rule,) = ingress["rules"]
    assert rule["host"] == "shop.example.com"
    assert rule["http"]["paths"][0]["backend"] == {"service": {"name": "shop", "port": {"name": "http"}}}


def test_prometheus_finds_its_metrics(cloud: Cloud) -> None:
    monitor = spec(cloud, "ServiceMonitor")
    service = of(cloud, "Service").inputs
    assert monitor["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    (endpoint,) = monitor["endpoints"]
    assert endpoint["port"] in {port["name"] for port in service["spec"]["ports"]}


def test_its_golden_signals_are_on_a_dashboard(cloud: Cloud) -> None:
    (file,) = of(cloud, "ConfigMap", "-dashboard").inputs["data"].values()
    panels = {panel["title"]: panel["targets"] for panel in json.loads(file)["panels"]}
    assert {"Latency", "Traffic", "Errors", "Saturation"} <= panels.keys()
    assert all('namespace="shop"' in target["expr"] for targets in panels.values() for target in targets)


def test_alerts_say_how_fast_the_objectives_errors_are_used_up() -> None:
    groups = spec(shop(successPercent=99), "PrometheusRule")["groups"]
    (alerts,) = [group["rules"] for group in groups if group["name"] == "shop.objective"]
    # 14.4 times and 6 times too fast, and as fast as 30 days allow: of one percent.
    assert [re.findall(r"> ([\d.]+)", alert["expr"]) for alert in alerts] == [
        ["0.144", "0.144"],
        ["0.06", "0.06"],
        ["0.01", "0.01"],
    ]
    assert [alert["labels"]["severity"] for alert in alerts] == ["critical", "critical", "warning"]


def test_traces_go_to_the_collector_of_the_cluster_through_opentelemetry() -> None:
    assert environment(shop(traced=True)) == {
        "OTEL_SERVICE_NAME": "shop",
        "OTEL_RESOURCE_ATTRIBUTES": "service.namespace=shop",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://telemetry.telemetry:4318",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_LOGS_EXPORTER": "none",
    }


def test_traces_go_to_another_collector_where_one_is_named() -> None:
    found = environment(shop(traced=True, otlpEndpoint="http://collector.tracing:4317"))
    assert found["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://collector.tracing:4317"
    assert found["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc"


def test_without_a_collector_nothing_is_said_of_traces(cloud: Cloud) -> None:
    assert environment(cloud) == {}


def test_its_logs_are_collected_without_its_doing(cloud: Cloud) -> None:
    settings = ServicesSettings.model_validate({"telemetry": {"enabled": True}})
    services = deploy(lambda: ClusterServices("more", settings, cluster_on_aws()).commands)
    files = services.named("more-telemetry").inputs["values"]["alternateConfig"]["receivers"]["file_log"]
    # Where the kubelet writes what a container says on standard output.
    deployment, name = of(cloud, "Deployment").inputs["metadata"], container(cloud)["name"]
    written = f"/var/log/pods/{deployment['namespace']}_{deployment['name']}-5d8f9_0a1b/{name}/0.log"
    assert any(fnmatchcase(written, pattern) for pattern in files["include"])
    assert not any(fnmatchcase(written, pattern) for pattern in files["exclude"])
    assert files["operators"][0]["type"] == "container"


def test_it_gets_its_variables_and_its_secrets_by_name() -> None:
    found = container(shop(env={"LEVEL": "info"}, secrets=["database"]))
    assert found["env"] == [{"name": "LEVEL", "value": "info"}]
    assert found["envFrom"] == [{"secretRef": {"name": "database"}}]


def test_it_runs_the_image_that_was_given(cloud: Cloud) -> None:
    assert container(cloud)["image"] == IMAGE


def test_pods_carry_the_labels_that_everything_selects(cloud: Cloud) -> None:
    labels = spec(cloud, "Deployment")["template"]["metadata"]["labels"]
    assert labels == {**SELECTOR, "track": "stable"}
    assert spec(cloud, "Deployment")["selector"] == {"matchLabels": labels}
