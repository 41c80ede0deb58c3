import pulumi

from components.handles import NO_MONITORING, MonitoringHandle
from components.helm_values import container_security, pod_security, resources, service_monitor


def test_a_container_has_no_limit_of_cpu() -> None:
    assert resources("50m", "64Mi", "128Mi") == {
        "requests": {"cpu": "50m", "memory": "64Mi"},
        "limits": {"memory": "128Mi"},
    }


def test_without_a_limit_of_memory_there_are_no_limits() -> None:
    assert resources("50m", "64Mi") == {"requests": {"cpu": "50m", "memory": "64Mi"}}


def test_a_pod_is_never_root() -> None:
    assert pod_security() == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


def test_a_pods_group_owns_its_volumes() -> None:
    context = pod_security(user=7, group=8)
    assert (context["runAsUser"], context["runAsGroup"], context["fsGroup"]) == (7, 8, 8)


def test_a_container_gains_no_privilege_and_writes_to_its_volumes_alone() -> None:
    assert container_security() == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_without_prometheus_there_is_no_service_monitor() -> None:
    assert service_monitor(NO_MONITORING, "additionalLabels") == {"enabled": False, "additionalLabels": {}}


def test_a_service_monitor_has_the_labels_of_prometheus_under_the_charts_own_key() -> None:
    prometheus = MonitoringHandle(pulumi.Output.from_input("monitoring"), {"release": "watch"}, [])
    assert service_monitor(prometheus, "selector") == {"enabled": True, "selector": {"release": "watch"}}
