"""EKS node repair: Amazon replaces the sick nodes; there is nothing to install."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.install_context import InstallContext
from components.remediation.settings import EngineName, RemediationSettings

_AGENT = "eks-node-monitoring-agent"


def eks_node_repair(_: RemediationSettings, __: InstallContext) -> None:
    """Nothing: the node groups have it on, see ``node_repair_problems``."""


@dataclass(frozen=True)
class SettingProblem:
    """A setting that contradicts another: where, what it is, and what to do."""

    key: str
    value: bool | str
    fix: str


def node_repair_problems(
    engine: EngineName, node_repair: Mapping[str, bool], *, by_eks: bool, monitoring_agent: bool
) -> Sequence[SettingProblem]:
    """What keeps exactly one remediator on each node group.

    ``node_repair`` has the flag of each node group by its name, empty where the cluster is not on EKS;
    ``by_eks`` tells whether EKS is to repair the node groups beside this engine (see ``repair.TABLE``), and
    ``monitoring_agent`` whether the add-on that node repair acts on is installed.
    """
    if not by_eks:
        return [
            SettingProblem(
                f"nodeGroups.{name}.nodeRepair",
                True,
                f"set it to false, or remediation.engine to eks-node-repair: {engine} acts on it already",
            )
            for name, on in node_repair.items()
            if on
        ]
    if not node_repair:
        return [
            SettingProblem(
                "remediation.engine", engine, "set it to draino: only node groups of EKS have node repair"
            )
        ]
    problems = [
        SettingProblem(f"nodeGroups.{name}.nodeRepair", False, _missing(engine))
        for name, on in node_repair.items()
        if not on
    ]
    if engine == "eks-node-repair" and not monitoring_agent:
        problems.append(
            SettingProblem(
                "remediation.engine",
                engine,
                f"turn the add-on {_AGENT} on, or set it to draino: it tells what is sick",
            )
        )
    return problems


def _missing(engine: EngineName) -> str:
    if engine == "eks-node-repair":
        return "set it to true, or remediation.engine to draino: nothing else repairs this node group"
    return (
        f"set it to true, or remediation.engine to pitstop: Karpenter removes no node of a node group that "
        f"{engine} has drained, so EKS repairs those"
    )
