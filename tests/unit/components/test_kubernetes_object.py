"""A KubernetesObject is declared as the SDK's class for its kind would declare it."""

from __future__ import annotations

from collections.abc import Callable

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from components.kubernetes_object import KubernetesObject
from tests.unit.components.cloud import deploy

LABELS = {"team": "shop"}


def config_map() -> kubernetes.core.v1.ConfigMap:
    metadata = kubernetes.meta.v1.ObjectMetaArgs(name="it", labels=LABELS)
    return kubernetes.core.v1.ConfigMap("it", metadata=metadata, data={"key": "value"})


def storage_class() -> kubernetes.storage.v1.StorageClass:
    metadata = kubernetes.meta.v1.ObjectMetaArgs(name="it", labels=LABELS)
    return kubernetes.storage.v1.StorageClass(
        "it", metadata=metadata, provisioner="ebs.csi.aws.com", allow_volume_expansion=True
    )


@pytest.mark.parametrize(
    ("version", "kind", "body", "by_the_sdk"),
    [
        ("v1", "ConfigMap", {"data": {"key": "value"}}, config_map),
        (
            "storage.k8s.io/v1",
            "StorageClass",
            {"provisioner": "ebs.csi.aws.com", "allowVolumeExpansion": True},
            storage_class,
        ),
    ],
)
def test_type_and_inputs_are_those_of_the_sdk_s_class(
    version: str, kind: str, body: dict[str, object], by_the_sdk: Callable[[], pulumi.Resource]
) -> None:
    manifest = {
        "apiVersion": version,
        "kind": kind,
        "metadata": {"name": "it", "labels": LABELS},
        **body,
    }
    (ours,) = deploy(lambda: KubernetesObject("it", manifest, pulumi.ResourceOptions()).urn).resources
    (theirs,) = deploy(lambda: by_the_sdk().urn).resources
    assert (ours.type, ours.inputs) == (theirs.type, theirs.inputs)


def test_its_metadata_is_an_output_also_in_a_preview() -> None:
    def build() -> pulumi.Output[object]:
        manifest = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}
        made = KubernetesObject("it", manifest, pulumi.ResourceOptions())
        return made.metadata.apply(lambda metadata: metadata["name"])

    assert deploy(build).result == "shop"
    assert deploy(build, preview=True).result == "shop"
