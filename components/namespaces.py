"""Namespaces as resources: Helm leaves behind a namespace that it made itself."""

from __future__ import annotations

from typing import Literal

import pulumi
import pulumi_kubernetes as kubernetes

from components.handles import ClusterHandle

PodSecurity = Literal["privileged", "baseline", "restricted"]
"""A level of Kubernetes' Pod Security Standards."""


def namespace(
    parent: pulumi.Resource, name: str, namespace_name: str, cluster: ClusterHandle, level: PodSecurity
) -> pulumi.Output[str]:
    """Declare ``{name}-namespace``, where the API server refuses pods beyond ``level``; returns its name."""
    declared = kubernetes.core.v1.Namespace(
        f"{name}-namespace",
        metadata=kubernetes.meta.v1.ObjectMetaArgs(
            name=namespace_name,
            labels={
                "pod-security.kubernetes.io/enforce": level,
                "app.kubernetes.io/managed-by": "pulumi",
            },
        ),
        opts=pulumi.ResourceOptions(parent=parent, provider=cluster.provider),
    )
    return declared.metadata.name
