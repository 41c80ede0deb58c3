"""Logs of every pod and a share of the traces reach AWS, and are kept for as long as was said."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest
from pydantic import ValidationError

from components.handles import NO_MONITORING, MonitoringHandle
from components.observability.alerts.model import Alert
from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from components.services.telemetry.alerts import ALERTS, usd_a_day
from components.services.telemetry.collector import Destination
from components.services.telemetry.settings import TelemetrySettings
from tests.unit.components.cloud import UNKNOWN, Cloud, deploy
from tests.unit.components.clusters import cluster_elsewhere, cluster_on_aws
from tests.unit.components.observability.known_metrics import EXPORTED, metrics_of, unknown_labels

RELEASE = "kubernetes:helm.sh/v3:Release"
GROUP = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/c1/pods"


def services(**telemetry: Any) -> ServicesSettings:
    return ServicesSettings.model_validate({"telemetry": {"enabled": True, **telemetry}})


def installed(*, watched: bool = False, preview: bool = False, **telemetry: Any) -> Cloud:
    def build() -> dict[str, str]:
        monitoring = MonitoringHandle(
            namespace=pulumi.Output.from_input("monitoring"),
            labels={"release": "watch"},
            requires=[kubernetes.core.v1.ConfigMap("definitions")],
        )
        services_ = ClusterServices(
            "more",
            services(**telemetry),
            cluster_on_aws(),
            monitoring=monitoring if watched else NO_MONITORING,
        )
        return dict(services_.commands)

    return deploy(build, preview=preview)


def values(cloud: Cloud) -> dict[str, Any]:
    found: dict[str, Any] = cloud.one(RELEASE).inputs["values"]
    return found


def config(cloud: Cloud) -> dict[str, Any]:
    found: dict[str, Any] = values(cloud)["alternateConfig"]
    return found


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return installed()


@pytest.mark.parametrize("preview", [False, True])
def test_it_is_a_release_an_identity_and_a_log_group(preview: bool) -> None:
    assert installed(preview=preview).children("more") == {
        ("kubernetes:core/v1:Namespace", "more-telemetry-namespace"),
        (RELEASE, "more-telemetry"),
        ("aws:cloudwatch/logGroup:LogGroup", "more-telemetry-logs"),
        ("aws:cloudwatch/logStream:LogStream", "more-telemetry-logs"),
        ("aws:iam/role:Role", "more-telemetry-role"),
        ("aws:iam/rolePolicy:RolePolicy", "more-telemetry-policy"),
        ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "more-telemetry-identity"),
    }


def test_logs_end_after_as_many_days_as_the_settings_say(cloud: Cloud) -> None:
    group = cloud.one("aws:cloudwatch/logGroup:LogGroup").inputs
    assert group == {"name": "/aws/eks/c1/pods", "retentionInDays": 14}
    longer = installed(logRetentionDays=90).one("aws:cloudwatch/logGroup:LogGroup").inputs
    assert longer["retentionInDays"] == 90


def test_a_retention_that_cloudwatch_does_not_have_is_refused() -> None:
    with pytest.raises(ValidationError, match="Input should be 1, 3, 5, 7, 14"):
        services(logRetentionDays=15)


def test_it_writes_to_its_log_group_alone_and_can_make_none(cloud: Cloud) -> None:
    document = json.loads(cloud.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])
    logs, traces = document["Statement"]
    assert logs == {
        "Effect": "Allow",
        "Action": ["logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
        "Resource": [GROUP, f"{GROUP}:*"],
    }
    assert traces["Action"] == ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]


def test_it_starts_when_there_is_something_to_write_to_and_leave_to_write(cloud: Cloud) -> None:
    assert {"more-telemetry-logs", "more-telemetry-identity", "nodes"} <= cloud.one(RELEASE).dependencies


def test_it_reads_the_logs_of_every_pod_but_its_own() -> None:
    def read(cloud: Cloud, namespace: str) -> bool:
        files = config(cloud)["receivers"]["file_log"]
        path = f"/var/log/pods/{namespace}_shop-5d8f_0a1b/shop/0.log"
        return any(fnmatchcase(path, pattern) for pattern in files["include"]) and not any(
            fnmatchcase(path, pattern) for pattern in files["exclude"]
        )

    everything, less = installed(), installed(ignoredNamespaces=["noise"])
    assert [read(everything, name) for name in ("shop", "kube-system", "noise", "telemetry")] == [
        True,
        True,
        True,
        False,
    ]
    assert [read(less, name) for name in ("shop", "noise", "noise-not", "telemetry")] == [
        True,
        False,
        True,
        False,
    ]


def test_a_new_collector_goes_on_where_the_old_one_was(cloud: Cloud) -> None:
    assert config(cloud)["receivers"]["file_log"]["storage"] == "file_storage"
    directory = config(cloud)["extensions"]["file_storage"]["directory"]
    (volume,) = [v for v in values(cloud)["extraVolumes"] if v["hostPath"]["path"] == directory]
    mounts = {mount["name"]: mount for mount in values(cloud)["extraVolumeMounts"]}
    assert mounts[volume["name"]] == {"name": volume["name"], "mountPath": directory}


def test_logs_go_to_the_clusters_log_group_signed(cloud: Cloud) -> None:
    exporter = config(cloud)["exporters"]["otlp_http"]
    assert exporter["logs_endpoint"] == "https://logs.eu-west-1.amazonaws.com/v1/logs"
    assert exporter["headers"] == {"x-aws-log-group": "/aws/eks/c1/pods", "x-aws-log-stream": "pods"}
    stream = cloud.one("aws:cloudwatch/logStream:LogStream").inputs
    assert stream["name"] == exporter["headers"]["x-aws-log-stream"]
    assert config(cloud)["extensions"][exporter["auth"]["authenticator"]] == {
        "region": "eu-west-1",
        "service": "logs",
    }


def test_no_request_is_larger_than_cloudwatch_takes(cloud: Cloud) -> None:
    queue = config(cloud)["exporters"]["otlp_http"]["sending_queue"]
    assert queue["sizer"] == "bytes"
    assert queue["batch"]["max_size"] < 1_000_000


def test_what_waits_for_cloudwatch_outlives_the_collector(cloud: Cloud) -> None:
    queue = config(cloud)["exporters"]["otlp_http"]["sending_queue"]
    assert queue["storage"] == config(cloud)["receivers"]["file_log"]["storage"]


def test_a_line_carries_what_finds_its_pod_and_no_more(cloud: Cloud) -> None:
    removed = [
        o["field"] for o in config(cloud)["receivers"]["file_log"]["operators"] if o["type"] == "remove"
    ]
    assert removed == ['attributes["log.file.path"]', "attributes.logtag"]
    actions = {
        attribute["key"]: attribute["action"]
        for attribute in config(cloud)["processors"]["resource/logs"]["attributes"]
    }
    assert actions == {
        "k8s.node.name": "upsert",
        "k8s.pod.uid": "delete",
        "k8s.container.restart_count": "delete",
    }


def test_in_china_aws_has_another_name() -> None:
    assert Destination("cn-north-1", "c1", "pods").logs_endpoint == (
        "https://logs.cn-north-1.amazonaws.com.cn/v1/logs"
    )


def test_a_share_of_the_traces_goes_to_x_ray() -> None:
    few, all_ = config(installed()), config(installed(tracePercent=100))
    assert few["processors"]["probabilistic_sampler"] == {"sampling_percentage": 5}
    assert all_["processors"]["probabilistic_sampler"] == {"sampling_percentage": 100}
    assert few["service"]["pipelines"]["traces"]["receivers"] == ["otlp"]
    assert "probabilistic_sampler" in few["service"]["pipelines"]["traces"]["processors"]
    assert few["service"]["pipelines"]["traces"]["exporters"] == ["awsxray"]
    assert few["exporters"]["awsxray"] == {"region": "eu-west-1"}


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_a_share_is_above_nothing_and_all_at_most(percent: float) -> None:
    with pytest.raises(ValidationError, match=r"Input should be (greater than 0|less than or equal to 100)"):
        services(tracePercent=percent)


def test_each_part_of_a_pipeline_is_configured(cloud: Cloud) -> None:
    found = config(cloud)
    for pipeline in found["service"]["pipelines"].values():
        assert pipeline["processors"][0] == "memory_limiter"
        for kind in ("receivers", "processors", "exporters"):
            assert set(pipeline[kind]) <= found[kind].keys()
    assert set(found["service"]["extensions"]) == found["extensions"].keys()


def test_pods_reach_the_collector_of_their_own_node_and_no_port_of_the_node(cloud: Cloud) -> None:
    found = values(cloud)
    assert (found["mode"], found["service"]) == ("daemonset", {"enabled": True})
    ports = {name: port for name, port in found["ports"].items() if port["enabled"]}
    assert {name: port["containerPort"] for name, port in ports.items()} == {
        "otlp": 4317,
        "otlp-http": 4318,
        "metrics": 8888,
    }
    assert {port["hostPort"] for port in ports.values()} == {0}
    listening = config(cloud)["receivers"]["otlp"]["protocols"]
    assert {name: protocol["endpoint"].rpartition(":")[2] for name, protocol in listening.items()} == {
        "grpc": "4317",
        "http": "4318",
    }


def test_the_stack_tells_where_traces_go(cloud: Cloud) -> None:
    release = cloud.one(RELEASE).inputs
    told: list[str] = []

    def build() -> pulumi.Output[str]:
        handle = services().telemetry.handle(cluster_on_aws())
        assert handle is not None
        told.append(handle.endpoint)
        return handle.log_group_arn

    assert deploy(build).result == GROUP
    assert told == [f"http://{release['values']['fullnameOverride']}.{release['namespace']}:4318"]


def test_it_is_roots_reader_without_roots_powers(cloud: Cloud) -> None:
    context = values(cloud)["securityContext"]
    assert context == {
        "runAsUser": 0,
        "runAsGroup": 0,
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    mounts = {mount["mountPath"]: mount for mount in values(cloud)["extraVolumeMounts"]}
    assert mounts["/var/log/pods"]["readOnly"] is True
    assert values(cloud)["serviceAccount"]["automountServiceAccountToken"] is False


def test_its_namespace_allows_paths_of_the_node_because_it_reads_some(cloud: Cloud) -> None:
    labels = cloud.one("kubernetes:core/v1:Namespace").inputs["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "privileged"


def test_it_talks_to_names_to_aws_and_to_its_identitys_agent(cloud: Cloud) -> None:
    policy = values(cloud)["networkPolicy"]
    assert policy["enabled"] is True
    assert policy["allowIngressFrom"] == [{"namespaceSelector": {}}]
    assert policy["egressRules"] == [
        {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]},
        {"ports": [{"port": 443, "protocol": "TCP"}]},
        {
            "to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}],
            "ports": [{"port": 80, "protocol": "TCP"}],
        },
    ]


def test_it_runs_on_every_node_sick_ones_too(cloud: Cloud) -> None:
    assert values(cloud)["tolerations"] == [{"operator": "Exists"}]


def test_prometheus_watches_it_where_there_is_one() -> None:
    assert values(installed())["podMonitor"]["enabled"] is False
    watched = installed(watched=True)
    assert values(watched)["podMonitor"] == {
        "enabled": True,
        "metricsEndpoints": [{"port": "metrics"}],
        "extraLabels": {"release": "watch"},
    }
    assert "definitions" in watched.one(RELEASE).dependencies


def test_people_are_told_of_costly_and_of_lost_logs_where_prometheus_is() -> None:
    rule = "kubernetes:monitoring.coreos.com/v1:PrometheusRule"
    assert installed().of(rule) == []
    told = installed(watched=True).one(rule)
    assert told.inputs["metadata"]["labels"] == {"release": "watch"}
    assert told.dependencies == {"definitions", "more-telemetry-namespace"}
    (group,) = told.inputs["spec"]["groups"]
    assert [alert["alert"] for alert in group["rules"]] == ["LogsAreMany", "LogsNotDelivered"]


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
def test_an_alert_asks_only_for_what_a_collector_exports(alert: Alert) -> None:
    assert metrics_of(alert.expr)
    assert metrics_of(alert.expr) <= EXPORTED
    assert unknown_labels(alert.expr) == set()


def test_the_price_that_is_told_is_that_of_the_lines() -> None:
    # 500 lines of 500 bytes in each of 86,400 seconds are 21.6 GB, at half a dollar each.
    assert usd_a_day(500) == pytest.approx(10.8)
    assert "cost 11 USD a day or more" in ALERTS[0].summary


def test_it_is_pinned_and_its_image_is_the_charts(cloud: Cloud) -> None:
    release = cloud.one(RELEASE).inputs
    assert (release["chart"], release["version"]) == ("opentelemetry-collector", "0.170.0")
    assert "tag" not in release["values"]["image"]


def test_before_the_cluster_is_there_only_its_name_is_unknown() -> None:
    assert config(installed(preview=True))["exporters"]["awsxray"] == {"region": "eu-west-1"}
    assert UNKNOWN not in json.dumps(config(installed(preview=True))["receivers"])


def test_outside_of_aws_it_is_refused() -> None:
    def build() -> None:
        for refused in (
            lambda: services().telemetry.handle(cluster_elsewhere()),
            lambda: ClusterServices("more", services(), cluster_elsewhere()),
        ):
            with pytest.raises(ValueError, match="telemetry keeps logs in CloudWatch and traces in X-Ray"):
                refused()

    deploy(build)
    assert TelemetrySettings.needs_aws is True


def test_off_it_tells_of_nothing_anywhere() -> None:
    assert deploy(lambda: TelemetrySettings().handle(cluster_elsewhere())).result is None
