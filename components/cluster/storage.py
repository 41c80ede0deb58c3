"""The StorageClass that a pod gets a disk from when it names none."""

from __future__ import annotations

import pulumi
import pulumi_kubernetes as kubernetes


def declare_default_storage_class(
    parent: pulumi.Resource, name: str, provider: kubernetes.Provider
) -> kubernetes.storage.v1.StorageClass:
    """``gp3``, encrypted; a disk is made in the zone of the first pod that uses it."""
    return kubernetes.storage.v1.StorageClass(
        f"{name}-gp3",
        metadata=kubernetes.meta.v1.ObjectMetaArgs(
            name="gp3", annotations={"storageclass.kubernetes.io/is-default-class": "true"}
        ),
        provisioner="ebs.csi.aws.com",
        parameters={"type": "gp3", "encrypted": "true"},
        volume_binding_mode="WaitForFirstConsumer",
        allow_volume_expansion=True,
        reclaim_policy="Delete",
        opts=pulumi.ResourceOptions(parent=parent, provider=provider),
    )
