"""Namespaces as resources: Helm leaves behind a namespace that it made itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pulumi

from components.handles import ClusterHandle
from components.kubernetes_object import KubernetesObject

PodSecurity = Literal["privileged", "baseline", "restricted"]
"""A level of Kubernetes' Pod Security Standards."""


def namespace(
    parent: pulumi.Resource,
    name: str,
    namespace_name: str,
    cluster: ClusterHandle,
    level: PodSecurity,
    *,
    labels: Mapping[str, str] | None = None,
) -> pulumi.Output[str]:
    """Declare ``{name}-namespace``, where the API server refuses pods beyond ``level``; returns its name.

    ``labels`` are for who looks at namespaces to know what to do with their pods, such as a mesh.
    """
    declared = KubernetesObject(
        f"{name}-namespace",
        {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {
                "name": namespace_name,
                "labels": {
                    "pod-security.kubernetes.io/enforce": level,
                    "app.kubernetes.io/managed-by": "pulumi",
                    **(labels or {}),
                },
            },
        },
        pulumi.ResourceOptions(parent=parent, provider=cluster.provider),
    )
    return declared.metadata.apply(lambda metadata: str(metadata["name"]))
