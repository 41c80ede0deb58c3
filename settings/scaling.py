"""Contradictions between the node scaler, the nodes there are, and what repairs them."""

from __future__ import annotations

from collections.abc import Iterator

from components.cluster.first_nodes import node_groups_problem
from components.cluster.settings import NodeGroupSettings
from components.node_pools.settings import NodePoolSettings
from components.node_scaler import NodeScaler
from components.remediation.engines.eks_node_repair import node_repair_problems
from components.remediation.repair import REFUSED, TABLE
from settings.errors import Problem
from settings.model import StackSettings

_WITHOUT_DRY_RUN = {"eks": "EKS", "karpenter": "Karpenter"}
"""What acts on sick nodes whatever ``remediation.dryRun`` says."""


def scaling_problems(settings: StackSettings) -> Iterator[Problem]:
    """For a cluster on AWS: what can't be together with ``cluster.nodeScaler``."""
    scaler, groups = settings.cluster.node_scaler, settings.node_groups
    if fix := node_groups_problem(scaler, groups):
        yield Problem("nodeGroups", list(groups) or {}, fix)
    if scaler == "karpenter":
        yield from _groups_never_grow(groups)
        yield from _some_pool(settings.node_pools, scaler)
    elif scaler == "auto-mode":
        yield from _eks_has_its_own(settings)
    if settings.node_pools and scaler != "karpenter":
        yield Problem(
            "nodePools",
            list(settings.node_pools),
            f"mean nothing to {scaler}; set cluster.nodeScaler to karpenter, or remove them",
        )
    if scaler != "cluster-autoscaler" and settings.remediation.autoscaler.model_fields_set:
        yield Problem(
            "remediation.autoscaler",
            settings.remediation.autoscaler,
            f"is about cluster-autoscaler, and {scaler} scales; remove it, or change cluster.nodeScaler",
        )


def repair_problems(settings: StackSettings) -> Iterator[Problem]:
    """With remediation: two engines on one node, or none."""
    scaler, engine = settings.cluster.node_scaler, settings.remediation.engine
    if refusal := REFUSED.get((scaler, engine)):
        fix = f"can't be with cluster.nodeScaler {scaler}: {refusal.why}; set it to {refusal.instead}"
        yield Problem("remediation.engine", engine, fix)
        return
    cell = TABLE[scaler, engine]
    if settings.remediation.dry_run and (
        others := sorted({cell.groups, cell.pools} & _WITHOUT_DRY_RUN.keys())
    ):
        who = " and ".join(_WITHOUT_DRY_RUN[other] for other in others)
        elsewise = "" if scaler == "auto-mode" else ", or remediation.engine to pitstop"
        fix = f"would hold nobody back: {who} would go on to repair nodes; set it to false{elsewise}"
        yield Problem("remediation.dryRun", True, fix)
    if cell.groups == "nobody":
        return
    yield from (
        Problem(problem.key, problem.value, problem.fix)
        for problem in node_repair_problems(
            engine,
            {name: group.node_repair for name, group in settings.node_groups.items()},
            by_eks=cell.groups == "eks",
            monitoring_agent=monitoring_agent(settings),
        )
    )
    if cell.pools == "engine" and engine == "draino":
        yield from _drained_nodes_go(settings.node_pools)


def monitoring_agent(settings: StackSettings) -> bool:
    """Whether EKS' monitoring agent will be on the nodes."""
    cluster = settings.cluster
    return (
        cluster.node_monitoring_agent
        or cluster.node_scaler == "auto-mode"
        or any(group.node_repair for group in settings.node_groups.values())
    )


def _eks_has_its_own(settings: StackSettings) -> Iterator[Problem]:
    cluster = settings.cluster
    for key, value in (
        ("nodeMonitoringAgent", cluster.node_monitoring_agent),
        ("addonVersions", cluster.addon_versions),
    ):
        if value:
            fix = "is about add-ons, and auto-mode has them built in; remove it"
            yield Problem(f"cluster.{key}", value, fix)
    if settings.services.node_local_dns.enabled:
        fix = "would answer for what each node of auto-mode answers itself; set it to false"
        yield Problem("services.nodeLocalDns.enabled", True, fix)


def _groups_never_grow(groups: dict[str, NodeGroupSettings]) -> Iterator[Problem]:
    for name, group in groups.items():
        if group.first_size == 0:
            yield Problem(
                f"nodeGroups.{name}.minSize",
                group.min_size,
                "would stay without nodes: Karpenter starts them in node pools alone; raise it, or make this "
                "group a pool",
            )


def _some_pool(pools: dict[str, NodePoolSettings], scaler: NodeScaler) -> Iterator[Problem]:
    if not pools:
        yield Problem(
            "nodePools",
            {},
            f"must name at least one pool with cluster.nodeScaler {scaler}, or no node is ever started; add "
            "nodePools.default with instanceFamilies, such as [m7i, m6i, m5]",
        )


def _drained_nodes_go(pools: dict[str, NodePoolSettings]) -> Iterator[Problem]:
    for name, pool in pools.items():
        if pool.consolidate_after is None:
            yield Problem(
                f"nodePools.{name}.consolidateAfter",
                "Never",
                "would keep what draino has drained, for ever; set a duration such as 1m, or "
                "remediation.engine to pitstop",
            )
