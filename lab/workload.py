"""Workloads as manifests: what stands in the way of a drain, and what moves."""

from __future__ import annotations

from dataclasses import dataclass, field

from lab.api import Json
from lab.kubelet import ENDS_IN, STARTS_IN
from lab.nodes import POOL, ZONE

_IMAGE = "registry.example/app:1"


@dataclass(frozen=True)
class Workload:
    """A Deployment, or a DaemonSet where ``replicas`` is None, with its PodDisruptionBudget.

    ``min_available`` is a budget's (a number or a percentage); None makes no budget. Times are seconds.
    """

    name: str
    replicas: int | None
    namespace: str = "default"
    pool: str | None = None
    """The only node group that its pods may run on."""
    min_available: int | str | None = None
    starts_in: float = 0
    ends_in: float = 0
    grace: int = 30
    """The pods' own terminationGracePeriodSeconds."""
    unreachable_for: int = 300
    """How long its pods may stay on an unreachable node: Kubernetes' default."""
    pod_annotations: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The API path of its objects."""
        kind = "daemonsets" if self.replicas is None else "deployments"
        return f"/apis/apps/v1/namespaces/{self.namespace}/{kind}"

    def manifest(self) -> Json:
        """The Deployment or DaemonSet."""
        labels = {"app": self.name}
        spec: Json = {
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels, "annotations": self._annotations()},
                "spec": self._pod(),
            },
        }
        if self.replicas is not None:
            spec["replicas"] = self.replicas
        return {"metadata": {"name": self.name}, "spec": spec}

    def budget(self) -> Json:
        """The PodDisruptionBudget."""
        return {
            "metadata": {"name": self.name},
            "spec": {"minAvailable": self.min_available, "selector": {"matchLabels": {"app": self.name}}},
        }

    def _annotations(self) -> dict[str, str]:
        return {STARTS_IN: f"{self.starts_in:g}s", ENDS_IN: f"{self.ends_in:g}s", **self.pod_annotations}

    def _pod(self) -> Json:
        spec: Json = {
            "containers": [
                {
                    "name": "app",
                    "image": _IMAGE,
                    "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}},
                }
            ],
            "terminationGracePeriodSeconds": self.grace,
            "tolerations": self._tolerations(),
        }
        if self.pool is not None:
            spec["nodeSelector"] = {POOL: self.pool}
        if self.replicas is not None:
            spec["topologySpreadConstraints"] = [
                _spread(self.name, ZONE),
                _spread(self.name, "kubernetes.io/hostname"),
            ]
        return spec

    def _tolerations(self) -> list[Json]:
        if self.replicas is None:
            return [{"operator": "Exists"}]
        return [
            {
                "key": f"node.kubernetes.io/{taint}",
                "operator": "Exists",
                "effect": "NoExecute",
                "tolerationSeconds": self.unreachable_for,
            }
            for taint in ("unreachable", "not-ready")
        ]


def _spread(app: str, key: str) -> Json:
    return {
        "maxSkew": 1,
        "topologyKey": key,
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": {"app": app}},
    }
