from components.cluster_service import ClusterService
from components.install_context import InstallContext
from components.remediation.engines import ENGINES
from components.remediation.engines.eks_node_repair import SettingProblem, node_repair_problems
from components.remediation.settings import RemediationSettings
from tests.unit.components.cloud import deploy
from tests.unit.components.clusters import cluster_elsewhere


def test_there_is_nothing_to_install() -> None:
    installed: list[ClusterService | None] = []

    def install() -> None:
        context = InstallContext(cluster_elsewhere(), {"ns": "ns"})
        installed.append(ENGINES["eks-node-repair"](RemediationSettings(), context))

    deploy(install)
    assert installed == [None]


def test_draino_and_node_repair_on_one_node_group_are_refused() -> None:
    assert node_repair_problems(
        "draino", {"blue": True, "green": False}, by_eks=False, monitoring_agent=False
    ) == [
        SettingProblem(
            "nodeGroups.blue.nodeRepair",
            True,
            "set it to false, or remediation.engine to eks-node-repair: draino acts on it already",
        )
    ]


def test_draino_alone_is_fine() -> None:
    assert node_repair_problems("draino", {"blue": False}, by_eks=False, monitoring_agent=True) == []


def test_draino_needs_no_node_group() -> None:
    assert node_repair_problems("draino", {}, by_eks=False, monitoring_agent=False) == []


def test_node_repair_wants_every_node_group() -> None:
    assert node_repair_problems(
        "eks-node-repair", {"blue": True, "green": False}, by_eks=True, monitoring_agent=True
    ) == [
        SettingProblem(
            "nodeGroups.green.nodeRepair",
            False,
            "set it to true, or remediation.engine to draino: nothing else repairs this node group",
        )
    ]


def test_node_repair_wants_the_agent_that_tells_what_is_sick() -> None:
    assert node_repair_problems("eks-node-repair", {"blue": True}, by_eks=True, monitoring_agent=False) == [
        SettingProblem(
            "remediation.engine",
            "eks-node-repair",
            "turn the add-on eks-node-monitoring-agent on, or set it to draino: it tells what is sick",
        )
    ]


def test_node_repair_wants_eks() -> None:
    assert node_repair_problems("eks-node-repair", {}, by_eks=True, monitoring_agent=False) == [
        SettingProblem(
            "remediation.engine",
            "eks-node-repair",
            "set it to draino: only node groups of EKS have node repair",
        )
    ]


def test_node_repair_on_every_group_with_the_agent_is_fine() -> None:
    assert node_repair_problems("eks-node-repair", {"blue": True}, by_eks=True, monitoring_agent=True) == []


def test_where_draino_has_nobody_to_remove_a_drained_node_eks_repairs_the_group() -> None:
    (problem,) = node_repair_problems("draino", {"blue": False}, by_eks=True, monitoring_agent=False)
    assert (problem.key, problem.value) == ("nodeGroups.blue.nodeRepair", False)
    assert problem.fix.startswith(
        "set it to true, or remediation.engine to pitstop: Karpenter removes no node"
    )
    assert node_repair_problems("draino", {"blue": True}, by_eks=True, monitoring_agent=True) == []
