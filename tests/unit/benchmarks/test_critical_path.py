"""The critical path is the longest chain of waits, whatever the order of the export."""

from typing import Any

from benchmarks.critical_path import Durations, graph, longest_path, shortest_possible

_DURATIONS = Durations(
    by_type={
        "aws:eks/cluster:Cluster": 9.0,
        "aws:eks/nodeGroup:NodeGroup": 2.5,
        "kubernetes:helm.sh/v3:Release": 0.5,
    },
    by_release={"kube-prometheus-stack": 1.5},
    otherwise=0.01,
)


def _resource(kind: str, name: str, *, after: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {
        "urn": f"urn:pulumi:s::p::{kind}::{name}",
        "type": kind,
        "custom": True,
        "inputs": {},
        "dependencies": list(after),
        **more,
    }


def _urn(kind: str, name: str) -> str:
    return f"urn:pulumi:s::p::{kind}::{name}"


CLUSTER = _urn("aws:eks/cluster:Cluster", "c")
NODES = _urn("aws:eks/nodeGroup:NodeGroup", "n")


def _stack() -> list[dict[str, Any]]:
    return [
        _resource("aws:eks/cluster:Cluster", "c"),
        _resource("aws:eks/nodeGroup:NodeGroup", "n", after=(CLUSTER,)),
        _resource(
            "kubernetes:helm.sh/v3:Release",
            "stack",
            after=(NODES,),
            inputs={"chart": "kube-prometheus-stack"},
        ),
        _resource(
            "kubernetes:helm.sh/v3:Release", "draino", after=(NODES,), inputs={"chart": "./charts/draino"}
        ),
    ]


def test_parallel_releases_count_once() -> None:
    nodes = graph(_stack(), _DURATIONS)
    assert longest_path(nodes).minutes == 13.0
    assert shortest_possible(nodes) == 13.0


def test_a_needless_dependency_lengthens_the_path() -> None:
    resources = _stack()
    resources[3]["dependencies"].append(resources[2]["urn"])
    path = longest_path(graph(resources, _DURATIONS))
    assert path.minutes == 13.5
    assert [node.name for node in path.chain] == ["c", "n", "stack", "draino"]


def test_a_resource_waits_for_what_its_provider_waits_for() -> None:
    provider = _resource("pulumi:providers:kubernetes", "k8s", after=(CLUSTER,))
    namespace = _resource("kubernetes:core/v1:Namespace", "ns", provider=f"{provider['urn']}::some-id")
    path = longest_path(graph([*_stack()[:1], provider, namespace], _DURATIONS))
    assert path.minutes == 9.01
    assert [node.name for node in path.chain] == ["c", "k8s", "ns"]


def test_property_dependencies_count_as_waits() -> None:
    resource = _resource("aws:iam/role:Role", "r", propertyDependencies={"name": [CLUSTER]})
    assert longest_path(graph([*_stack()[:1], resource], _DURATIONS)).minutes == 9.01


def test_components_take_no_time_of_their_own() -> None:
    component = _resource("selfdriving:index:Network", "net", custom=False)
    assert longest_path(graph([component], _DURATIONS)).minutes == 0.0
