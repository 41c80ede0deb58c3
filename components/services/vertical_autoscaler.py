"""The vertical autoscaler: says what a workload needs, from what it used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from components.charts import VERTICAL_POD_AUTOSCALER
from components.cluster_service import ClusterService
from components.extra_values import ChartValues
from components.helm_values import container_security, pod_security, resources
from components.install_context import InstallContext
from components.services.contract import ServiceSettings

NAME = "vertical-pod-autoscaler"


_OWNED = {
    "recommender/enabled": "it is what the service is for",
    "updater/enabled": "set services.verticalAutoscaler.mode",
    "admissionController/enabled": "set services.verticalAutoscaler.mode",
}


class VerticalAutoscalerSettings(ServiceSettings):
    """Recommendations of requests, for whatever has a VerticalPodAutoscaler object."""

    namespace: ClassVar[str] = NAME
    charts: ClassVar[Mapping[str, ChartValues]] = {NAME: ChartValues(VERTICAL_POD_AUTOSCALER, _OWNED)}
    needs_metrics: ClassVar[bool] = True

    mode: Literal["recommend", "apply"] = "recommend"
    """``recommend`` only tells, in each object's status. ``apply`` also evicts pods and starts them with
    what was recommended, where the object asks for it."""

    def releases(self, context: InstallContext) -> Sequence[ClusterService]:
        """One release, with the resource definitions."""
        applies = self.mode == "apply"
        return [
            ClusterService(
                name=NAME,
                chart=VERTICAL_POD_AUTOSCALER,
                namespace=context.namespace,
                values={
                    "fullnameOverride": NAME,
                    # The definitions go with the release: kept ones would outlive the stack.
                    "crds": {"enabled": True, "keep": False},
                    "podSecurityContext": pod_security(user=65534),
                    "containerSecurityContext": container_security(),
                    "recommender": {"enabled": True, **_replicas()},
                    "updater": {"enabled": applies, **_replicas()},
                    "admissionController": {"enabled": applies, **_replicas()},
                },
            )
        ]


def _replicas() -> dict[str, object]:
    """Two, of which one leads, so that a drain takes no part of it away."""
    return {
        "replicas": 2,
        "podDisruptionBudget": {"enabled": True, "minAvailable": 1},
        "resources": resources("50m", "256Mi", "512Mi"),
    }
