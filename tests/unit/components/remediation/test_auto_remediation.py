from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from components.handles import NO_MONITORING, ClusterHandle, MonitoringHandle
from components.remediation.auto_remediation import AutoRemediation
from components.remediation.monitors import definition_files
from components.remediation.settings import DEFAULT_CONDITIONS, RemediationSettings
from tests.unit.components.cloud import UNKNOWN, Cloud, deploy
from tests.unit.components.clusters import cluster_elsewhere, cluster_on_aws

RELEASE = "kubernetes:helm.sh/v3:Release"
NAMESPACE = "kubernetes:core/v1:Namespace"


def remediation(cluster: ClusterHandle, *, monitored: bool = False, **settings: Any) -> pulumi.Output[str]:
    monitoring = NO_MONITORING
    if monitored:
        monitoring = MonitoringHandle(
            namespace=pulumi.Output.from_input("monitoring"),
            labels={"release": "stack"},
            requires=[kubernetes.core.v1.ConfigMap("crds")],
        )
    return AutoRemediation(
        "heal", RemediationSettings.model_validate(settings), cluster, monitoring=monitoring
    ).namespace


def values(cloud: Cloud, name: str) -> dict[str, Any]:
    found: dict[str, Any] = cloud.named(name).inputs["values"]
    return found


@pytest.fixture(scope="module")
def on_aws() -> Cloud:
    return deploy(lambda: remediation(cluster_on_aws(), monitored=True))


@pytest.fixture(scope="module")
def elsewhere() -> Cloud:
    return deploy(lambda: remediation(cluster_elsewhere()))


@pytest.mark.parametrize("preview", [False, True])
def test_on_aws_there_are_a_detector_an_engine_and_an_autoscaler_with_its_identity(preview: bool) -> None:
    cloud = deploy(lambda: remediation(cluster_on_aws(), monitored=True), preview=preview)
    assert cloud.children("heal") == {
        (NAMESPACE, "heal-detector-namespace"),
        (NAMESPACE, "heal-namespace"),
        (RELEASE, "heal-node-problem-detector"),
        (RELEASE, "heal-draino"),
        (RELEASE, "heal-cluster-autoscaler"),
        ("aws:iam/role:Role", "heal-cluster-autoscaler-role"),
        ("aws:iam/rolePolicy:RolePolicy", "heal-cluster-autoscaler-policy"),
        ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "heal-cluster-autoscaler-identity"),
    }


def test_elsewhere_there_is_nothing_of_aws(elsewhere: Cloud) -> None:
    assert elsewhere.children("heal") == {
        (NAMESPACE, "heal-detector-namespace"),
        (NAMESPACE, "heal-namespace"),
        (RELEASE, "heal-node-problem-detector"),
        (RELEASE, "heal-draino"),
    }


def test_with_node_repair_there_is_no_engine_to_run() -> None:
    cloud = deploy(lambda: remediation(cluster_on_aws(), engine="eks-node-repair"))
    assert {release.name for release in cloud.of(RELEASE)} == {
        "heal-node-problem-detector",
        "heal-cluster-autoscaler",
    }


def test_only_the_detector_may_run_privileged(on_aws: Cloud) -> None:
    levels = {
        namespace.inputs["metadata"]["name"]: namespace.inputs["metadata"]["labels"][
            "pod-security.kubernetes.io/enforce"
        ]
        for namespace in on_aws.of(NAMESPACE)
    }
    assert levels == {"node-problem-detector": "privileged", "auto-remediation": "restricted"}


def test_the_engine_and_the_autoscaler_share_the_namespace_that_is_told(on_aws: Cloud) -> None:
    assert on_aws.result == "auto-remediation"
    assert on_aws.named("heal-draino").inputs["namespace"] == "auto-remediation"
    assert on_aws.named("heal-cluster-autoscaler").inputs["namespace"] == "auto-remediation"
    assert on_aws.named("heal-node-problem-detector").inputs["namespace"] == "node-problem-detector"


def test_everything_goes_through_the_clusters_own_provider(on_aws: Cloud) -> None:
    assert {
        r.provider for r in on_aws.resources if r.parent == "heal" and r.type.startswith("kubernetes:")
    } == {"cluster"}


def test_every_release_is_all_or_nothing_within_five_minutes(on_aws: Cloud) -> None:
    for release in on_aws.of(RELEASE):
        assert (release.inputs["atomic"], release.inputs["timeout"]) == (True, 300)


def test_a_release_waits_for_nodes_and_for_what_it_needs_and_not_for_the_others(on_aws: Cloud) -> None:
    assert on_aws.named("heal-node-problem-detector").dependencies == {
        "nodes",
        "crds",
        "heal-detector-namespace",
    }
    assert on_aws.named("heal-draino").dependencies == {"nodes", "crds", "heal-namespace"}
    assert on_aws.named("heal-cluster-autoscaler").dependencies == {
        "nodes",
        "crds",
        "heal-namespace",
        "heal-cluster-autoscaler-identity",
    }


def test_the_charts_are_pinned(on_aws: Cloud) -> None:
    detector = on_aws.named("heal-node-problem-detector").inputs
    assert detector["chart"] == "oci://ghcr.io/deliveryhero/helm-charts/node-problem-detector"
    assert detector["version"] == "2.4.1"
    assert on_aws.named("heal-draino").inputs["chart"] == "./charts/draino"
    autoscaler = on_aws.named("heal-cluster-autoscaler").inputs
    assert (autoscaler["chart"], autoscaler["version"]) == ("cluster-autoscaler", "9.59.0")
    assert autoscaler["repositoryOpts"] == {"repo": "https://kubernetes.github.io/autoscaler"}


def test_the_detector_gets_our_monitors_and_none_of_its_own(elsewhere: Cloud) -> None:
    assert values(elsewhere, "heal-node-problem-detector")["settings"] == {
        "custom_monitor_definitions": definition_files(),
        "log_monitors": ["/custom-config/kernel-log.json", "/custom-config/kernel-fatal.json"],
        "custom_plugin_monitors": [
            "/custom-config/disks-read-only.json",
            "/custom-config/disks-shut-down.json",
            "/custom-config/chrony.json",
            "/custom-config/kubelet.json",
            "/custom-config/containerd.json",
            "/custom-config/kubelet-restarts.json",
            "/custom-config/containerd-restarts.json",
            "/custom-config/unregister-netdevice.json",
        ],
    }


def test_the_detector_is_on_every_node_whatever_its_taints(elsewhere: Cloud) -> None:
    assert values(elsewhere, "heal-node-problem-detector")["tolerations"] == [{"operator": "Exists"}]


def test_the_detector_can_enter_the_nodes_namespaces(elsewhere: Cloud) -> None:
    detector = values(elsewhere, "heal-node-problem-detector")
    assert (detector["hostPID"], detector["securityContext"]) == (True, {"privileged": True})


def test_draino_gets_the_conditions_and_the_times(elsewhere: Cloud) -> None:
    assert values(elsewhere, "heal-draino") == {
        "image": "planetlabs/draino:e0d5277",
        "conditions": [str(condition) for condition in DEFAULT_CONDITIONS],
        "dryRun": False,
        "drainBuffer": "10m",
        "maxGracePeriod": "8m",
        "evictionHeadroom": "30s",
        "evict": {"statefulSetPods": True, "emptyDirPods": True, "unreplicatedPods": False},
        "serviceMonitor": {"enabled": False, "labels": {}},
    }


def test_what_a_person_sets_reaches_draino() -> None:
    cloud = deploy(
        lambda: remediation(
            cluster_elsewhere(),
            dryRun=True,
            conditions=["KernelDeadlock"],
            draino={"drainBuffer": "30m", "evictUnreplicatedPods": True, "image": "mine/draino:1"},
        )
    )
    draino = values(cloud, "heal-draino")
    assert (draino["dryRun"], draino["conditions"], draino["drainBuffer"]) == (
        True,
        ["KernelDeadlock=True,0s"],
        "30m",
    )
    assert (draino["evict"]["unreplicatedPods"], draino["image"]) == (True, "mine/draino:1")


def test_without_monitoring_nobody_asks_for_a_monitor(elsewhere: Cloud) -> None:
    assert values(elsewhere, "heal-node-problem-detector")["metrics"] == {
        "enabled": False,
        "serviceMonitor": {"enabled": False, "additionalLabels": {}},
    }


def test_with_monitoring_everything_reports(on_aws: Cloud) -> None:
    assert values(on_aws, "heal-node-problem-detector")["metrics"] == {
        "enabled": True,
        "serviceMonitor": {"enabled": True, "additionalLabels": {"release": "stack"}},
    }
    assert values(on_aws, "heal-draino")["serviceMonitor"] == {
        "enabled": True,
        "labels": {"release": "stack"},
    }
    assert values(on_aws, "heal-cluster-autoscaler")["serviceMonitor"] == {
        "enabled": True,
        "interval": "30s",
        "namespace": "auto-remediation",
        "selector": {"release": "stack"},
    }


def test_the_autoscaler_is_fast_and_is_not_held_by_what_a_drain_leaves(on_aws: Cloud) -> None:
    assert values(on_aws, "heal-cluster-autoscaler")["extraArgs"] == {
        "expander": "least-waste",
        "balance-similar-node-groups": "true",
        "scale-down-unneeded-time": "1m",
        "scale-down-unready-time": "3m",
        "scale-down-delay-after-add": "1m",
        "unremovable-node-recheck-timeout": "1m",
        "skip-nodes-with-local-storage": "false",
        "skip-nodes-with-system-pods": "false",
    }


def test_the_autoscaler_finds_its_groups_and_is_of_the_clusters_minor() -> None:
    cloud = deploy(lambda: remediation(cluster_on_aws("1.33")))
    autoscaler = values(cloud, "heal-cluster-autoscaler")
    assert autoscaler["autoDiscovery"] == {"clusterName": "c1"}
    assert autoscaler["awsRegion"] == "eu-west-1"
    assert autoscaler["image"] == {"tag": "v1.33.3"}


def test_the_autoscalers_identity_is_its_service_account_and_nothing_else(on_aws: Cloud) -> None:
    association = on_aws.named("heal-cluster-autoscaler-identity").inputs
    assert association == {
        "clusterName": "c1",
        "namespace": "auto-remediation",
        "serviceAccount": "cluster-autoscaler",
        "roleArn": "arn:aws:mock:::heal-cluster-autoscaler-role",
    }
    assert values(on_aws, "heal-cluster-autoscaler")["rbac"] == {
        "serviceAccount": {"name": "cluster-autoscaler"}
    }


def test_a_preview_leaves_the_role_unknown_until_it_exists() -> None:
    cloud = deploy(lambda: remediation(cluster_on_aws()), preview=True)
    assert cloud.named("heal-cluster-autoscaler-identity").inputs["roleArn"] == UNKNOWN


def test_where_karpenter_scales_there_is_no_other_autoscaler_and_draino_keeps_to_its_nodes() -> None:
    cloud = deploy(lambda: remediation(cluster_on_aws(scaler="karpenter")))
    assert [found.name for found in cloud.of("kubernetes:helm.sh/v3:Release")] == [
        "heal-draino",
        "heal-node-problem-detector",
    ]
    assert values(cloud, "heal-draino")["nodeLabelExpression"] == "'karpenter.sh/nodepool' in metadata.labels"
