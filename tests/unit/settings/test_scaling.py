from __future__ import annotations

from typing import Any

import pytest

from settings import Config, ConfigError, Stack, parse

GROUP = {"instanceTypes": ["m7i.large"], "minSize": 2}
POOL = {"instanceFamilies": ["m7i", "m6i"]}
REPAIRED = {"system": {**GROUP, "nodeRepair": True}}
TAGS = {"tags": {"selfdriving:cluster": "p-test"}}


def read(scaler: str = "karpenter", **changed: Any) -> Stack:
    written: dict[str, Any] = {
        "cluster": {"nodeScaler": scaler},
        "nodeGroups": REPAIRED,
        "nodePools": {"blue": POOL},
        "billing": {"email": "me@example.com"},
        **changed,
    }
    config = {"aws:region": "us-east-1", "aws:defaultTags": TAGS}
    return parse(Config("p", "test", config | {f"p:{key}": value for key, value in written.items()}))


def problems(scaler: str = "karpenter", **changed: Any) -> list[str]:
    with pytest.raises(ConfigError) as error:
        read(scaler, **changed)
    return [str(problem) for problem in error.value.problems]


def test_karpenter_and_draino_need_node_repair_in_node_groups() -> None:
    assert read().settings.cluster.node_scaler == "karpenter"
    (problem,) = problems(nodeGroups={"system": GROUP})
    assert problem == (
        "nodeGroups.system.nodeRepair = false: set it to true, or remediation.engine to pitstop: Karpenter "
        "removes no node of a node group that draino has drained, so EKS repairs those"
    )


def test_pitstop_needs_it_nowhere() -> None:
    engine = {"engine": "pitstop", "pitstop": {"image": "r.example/pitstop:v1"}}
    assert read(remediation=engine, nodeGroups={"system": GROUP}).settings.pool_repair is False
    (problem,) = problems(remediation=engine)
    assert problem.startswith(
        "nodeGroups.system.nodeRepair = true: set it to false, or remediation.engine to"
    )


def test_karpenter_repairs_its_own_nodes_where_eks_does_those_of_groups() -> None:
    assert read(remediation={"engine": "eks-node-repair"}).settings.pool_repair is True
    assert read().settings.pool_repair is False
    assert read(remediation={"engine": "eks-node-repair", "enabled": False}).settings.pool_repair is False


def test_karpenter_without_a_pool_is_refused() -> None:
    (problem,) = problems(nodePools={})
    assert problem == (
        "nodePools = {}: must name at least one pool with cluster.nodeScaler karpenter, or no node is ever "
        "started; add nodePools.default with instanceFamilies, such as [m7i, m6i, m5]"
    )


def test_karpenter_itself_needs_a_node_group() -> None:
    (problem,) = problems(nodeGroups={}, remediation={"enabled": False})
    assert problem == (
        "nodeGroups = {}: must name at least one node group, or cluster DNS and Karpenter itself have "
        "nowhere to run; add nodeGroups.default with instanceTypes"
    )


def test_a_node_group_that_nobody_grows_is_refused() -> None:
    groups = {**REPAIRED, "burst": {**GROUP, "minSize": 0, "nodeRepair": True}}
    (problem,) = problems(nodeGroups=groups)
    assert problem == (
        "nodeGroups.burst.minSize = 0: would stay without nodes: Karpenter starts them in node pools alone; "
        "raise it, or make this group a pool"
    )


def test_pools_mean_nothing_to_cluster_autoscaler() -> None:
    (problem,) = problems("cluster-autoscaler", nodeGroups={"system": GROUP})
    assert problem == (
        'nodePools = ["blue"]: mean nothing to cluster-autoscaler; set cluster.nodeScaler to karpenter, or '
        "remove them"
    )


def test_settings_of_an_autoscaler_that_is_not_there_are_refused() -> None:
    (problem,) = problems(remediation={"autoscaler": {"scaleDownUnneededTime": "2m"}})
    assert problem == (
        'remediation.autoscaler = {"scaleDownUnneededTime": "2m"}: is about cluster-autoscaler, and '
        "karpenter scales; remove it, or change cluster.nodeScaler"
    )


def test_a_pool_that_keeps_empty_nodes_keeps_drained_ones() -> None:
    pools = {"blue": {**POOL, "consolidateAfter": "Never"}}
    (problem,) = problems(nodePools=pools)
    assert problem == (
        'nodePools.blue.consolidateAfter = "Never": would keep what draino has drained, for ever; set a '
        "duration such as 1m, or remediation.engine to pitstop"
    )
    assert read(nodePools=pools, remediation={"enabled": False}).settings.node_pools.keys() == {"blue"}


def test_pools_mean_nothing_without_aws() -> None:
    with pytest.raises(ConfigError) as error:
        parse(Config("p", "test", {"p:target": "kubeconfig", "p:nodePools": {"blue": POOL}}))
    assert str(error.value.problems[0]).startswith("nodePools = ")


def test_auto_mode_has_no_groups_no_pools_and_no_addons() -> None:
    found = problems(
        "auto-mode",
        cluster={
            "nodeScaler": "auto-mode",
            "nodeMonitoringAgent": True,
            "addonVersions": {"coredns": "v1.12.4-eksbuild.1"},
        },
        services={"nodeLocalDns": {"enabled": True}},
        remediation={"engine": "eks-node-repair"},
    )
    assert [problem.partition(": ")[0] for problem in found] == [
        'nodeGroups = ["system"]',
        "cluster.nodeMonitoringAgent = true",
        'cluster.addonVersions = {"coredns"',
        "services.nodeLocalDns.enabled = true",
        'nodePools = ["blue"]',
    ]


@pytest.mark.parametrize("engine", ["draino", "pitstop"])
def test_no_engine_runs_beside_auto_mode(engine: str) -> None:
    remediation = {"engine": engine, "pitstop": {"image": "r.example/pitstop:v1"}}
    (problem,) = problems("auto-mode", nodeGroups={}, nodePools={}, remediation=remediation)
    assert problem == (
        f'remediation.engine = "{engine}": can\'t be with cluster.nodeScaler auto-mode: EKS repairs nodes of '
        "Auto Mode itself, which can't be switched off, and two would act on one node; set it to "
        "eks-node-repair"
    )


@pytest.mark.parametrize(
    ("scaler", "engine", "message"),
    [
        ("karpenter", "draino", "EKS would go on to repair nodes; set it to false, or"),
        (
            "karpenter",
            "eks-node-repair",
            "EKS and Karpenter would go on to repair nodes; set it to false, or",
        ),
        ("cluster-autoscaler", "eks-node-repair", "EKS would go on to repair nodes; set it to false, or"),
        ("auto-mode", "eks-node-repair", "EKS would go on to repair nodes; set it to false"),
    ],
)
def test_a_dry_run_is_refused_where_somebody_would_not_heed_it(
    scaler: str, engine: str, message: str
) -> None:
    nodes = {} if scaler == "auto-mode" else REPAIRED
    pools = {"blue": POOL} if scaler == "karpenter" else {}
    remediation = {"engine": engine, "dryRun": True}
    (problem,) = problems(scaler, nodeGroups=nodes, nodePools=pools, remediation=remediation)
    instead = "" if scaler == "auto-mode" else " remediation.engine to pitstop"
    assert problem == f"remediation.dryRun = true: would hold nobody back: {message}{instead}"


def test_a_dry_run_holds_draino_back() -> None:
    read("cluster-autoscaler", nodeGroups={"system": GROUP}, nodePools={}, remediation={"dryRun": True})
