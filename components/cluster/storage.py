"""The StorageClass that a pod gets a disk from when it names none."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_kubernetes as kubernetes

from components.kubernetes_object import KubernetesObject


def declare_default_storage_class(
    parent: pulumi.Resource,
    name: str,
    provider: kubernetes.Provider,
    *,
    auto_mode_tags: Mapping[str, str] | None,
) -> KubernetesObject:
    """``gp3``, encrypted; a disk is made in the zone of the first pod that uses it.

    ``auto_mode_tags`` go on the disks where EKS Auto Mode makes them; None where the add-on does, which has
    settings of its own for that.
    """
    tags = auto_mode_tags or {}
    return KubernetesObject(
        f"{name}-gp3",
        {
            "apiVersion": "storage.k8s.io/v1",
            "kind": "StorageClass",
            "metadata": {
                "name": "gp3",
                "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
            },
            "provisioner": "ebs.csi.aws.com" if auto_mode_tags is None else "ebs.csi.eks.amazonaws.com",
            "parameters": {
                "type": "gp3",
                "encrypted": "true",
                **{
                    f"tagSpecification_{n}": f"{key}={value}"
                    for n, (key, value) in enumerate(tags.items(), 1)
                },
            },
            "volumeBindingMode": "WaitForFirstConsumer",
            "allowVolumeExpansion": True,
            "reclaimPolicy": "Delete",
        },
        pulumi.ResourceOptions(parent=parent, provider=provider),
    )
