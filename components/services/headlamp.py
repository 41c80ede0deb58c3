"""Headlamp: a dashboard of the cluster, read-only by default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Literal

import pulumi
from pydantic import Field

from components.charts import HEADLAMP
from components.cluster_service import ClusterService
from components.endpoints import Endpoint, Token
from components.extra_values import ChartValues
from components.helm_values import container_security, pod_security, resources
from components.install_context import InstallContext
from components.kubernetes_object import KubernetesObject
from components.services.contract import ServiceSettings

_NAME = "headlamp"
_PORT = 80

# Of the image; the cluster refuses a name where it can't see that it isn't root.
_USER, _GROUP = 100, 101

_OF_THE_CLUSTER = {
    "": ["nodes", "persistentvolumes"],
    "metrics.k8s.io": ["nodes", "pods"],
    "storage.k8s.io": ["storageclasses", "csinodes", "volumeattachments"],
    "apiextensions.k8s.io": ["customresourcedefinitions"],
}
"""API group -> what belongs to no namespace, and what nodes and pods use; none of it holds a secret."""


_OWNED = {
    "clusterRoleBinding": "set services.headlamp.role",
    "config/sessionTTL": "set services.headlamp.tokenMinutes",
    "config/unsafeUseServiceAccountToken": "who reaches the port would have the service account's rights",
    "service": "the stack's command and `make dashboard` open this port",
}


class HeadlampSettings(ServiceSettings):
    """The dashboard. Nothing leads to it from outside: a person forwards a port and logs in with a token."""

    namespace: ClassVar[str] = _NAME
    charts: ClassVar[Mapping[str, ChartValues]] = {_NAME: ChartValues(HEADLAMP, _OWNED)}
    portable: ClassVar[Sequence[str]] = (_NAME,)

    role: Literal["view", "edit", "admin"] = "view"
    """What a person with its token may do in every namespace: ``view`` reads all but secrets. There is no
    cluster-admin. Nodes and volumes can be looked at in any case."""
    token_minutes: Annotated[int, Field(ge=10, le=480)] = 60
    """How long a token lives, in minutes."""

    def releases(self, context: InstallContext) -> Sequence[ClusterService]:
        """One release, and leave to look at what belongs to no namespace."""
        _declare_sight_of_the_cluster(context)
        return [
            ClusterService(
                name=_NAME,
                chart=HEADLAMP,
                namespace=context.namespace,
                values={
                    "fullnameOverride": _NAME,
                    "serviceAccount": {"create": True, "name": _NAME},
                    "clusterRoleBinding": {"create": True, "clusterRoleName": self.role},
                    "config": {
                        "sessionTTL": self.token_minutes * 60,
                        # Else whoever reaches the port would have the service account's rights.
                        "unsafeUseServiceAccountToken": False,
                        "enableHelm": False,
                    },
                    "service": {"type": "ClusterIP", "port": _PORT},
                    "ingress": {"enabled": False},
                    **_hardened(),
                    "resources": resources("20m", "64Mi", "256Mi"),
                },
            )
        ]

    def endpoints(self) -> Sequence[Endpoint]:
        """The dashboard, with a token for its login page."""
        return [
            Endpoint(
                name="dashboard",
                namespace=_NAME,
                service=_NAME,
                port=_PORT,
                local_port=4466,  # Headlamp's own
                selector=f"app.kubernetes.io/name={_NAME}",
                login=Token(_NAME, self.token_minutes),
            )
        ]


def _declare_sight_of_the_cluster(context: InstallContext) -> None:
    """Kubernetes' roles for people are about namespaces: they don't show a single node."""
    name = f"{_NAME}-cluster"
    opts = pulumi.ResourceOptions(parent=context.parent, provider=context.cluster.provider)
    rbac = "rbac.authorization.k8s.io"
    role = {
        "apiVersion": f"{rbac}/v1",
        "kind": "ClusterRole",
        "metadata": {"name": name},
        "rules": [
            {"apiGroups": [group], "resources": resources, "verbs": ["get", "list", "watch"]}
            for group, resources in _OF_THE_CLUSTER.items()
        ],
    }
    binding = {
        "apiVersion": f"{rbac}/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": name},
        "roleRef": {"apiGroup": rbac, "kind": "ClusterRole", "name": name},
        "subjects": [{"kind": "ServiceAccount", "name": _NAME, "namespace": context.namespace}],
    }
    for manifest in (role, binding):
        KubernetesObject(f"{context.prefix}-{name}", manifest, opts)


def _hardened() -> dict[str, object]:
    """What the restricted Pod Security Standard asks for, and a read-only root file system."""
    return {
        "podSecurityContext": pod_security(),
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": _USER,
            "runAsGroup": _GROUP,
            "privileged": False,
            **container_security(),
        },
        "volumes": [{"name": "scratch", "emptyDir": {"sizeLimit": "64Mi"}}],
        "volumeMounts": [{"name": "scratch", "mountPath": "/tmp"}],  # noqa: S108 - in the container
    }
