"""A workload's manifest says what stands in the way of its drain."""

from __future__ import annotations

from lab.workload import Workload


def test_a_daemon_set_tolerates_everything_and_has_no_count() -> None:
    agent = Workload("agent", None)

    assert agent.path == "/apis/apps/v1/namespaces/default/daemonsets"
    assert "replicas" not in agent.manifest()["spec"]
    assert agent.manifest()["spec"]["template"]["spec"]["tolerations"] == [{"operator": "Exists"}]


def test_times_reach_the_kubelet_as_annotations() -> None:
    template = Workload("web", 2, starts_in=0.5, ends_in=3).manifest()["spec"]["template"]

    assert template["metadata"]["annotations"] == {"lab/starts-in": "0.5s", "lab/ends-in": "3s"}


def test_a_budget_selects_the_workloads_pods() -> None:
    assert Workload("web", 2, min_available="50%").budget()["spec"] == {
        "minAvailable": "50%",
        "selector": {"matchLabels": {"app": "web"}},
    }
