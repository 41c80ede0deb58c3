"""Kinds of Kubernetes objects that belong to no namespace."""

from __future__ import annotations

from typing import Final

BUILT_IN: Final = {
    "": ("Namespace", "Node", "PersistentVolume"),
    "admissionregistration.k8s.io": (
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
    ),
    "apiextensions.k8s.io": ("CustomResourceDefinition",),
    "apiregistration.k8s.io": ("APIService",),
    "authentication.k8s.io": ("SelfSubjectReview", "TokenReview"),
    "authorization.k8s.io": ("SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"),
    "certificates.k8s.io": ("CertificateSigningRequest", "ClusterTrustBundle"),
    "flowcontrol.apiserver.k8s.io": ("FlowSchema", "PriorityLevelConfiguration"),
    "internal.apiserver.k8s.io": ("StorageVersion",),
    "networking.k8s.io": ("IPAddress", "IngressClass", "ServiceCIDR"),
    "node.k8s.io": ("RuntimeClass",),
    "rbac.authorization.k8s.io": ("ClusterRole", "ClusterRoleBinding"),
    "resource.k8s.io": ("DeviceClass", "DeviceTaintRule", "ResourcePoolStatusRequest", "ResourceSlice"),
    "scheduling.k8s.io": ("PriorityClass",),
    "storage.k8s.io": ("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"),
    "storagemigration.k8s.io": ("StorageVersionMigration",),
}
"""API group -> the kinds of Kubernetes 1.36. A test holds them against a client made from its API."""

CUSTOM: Final = {
    "cert-manager.io": ("ClusterIssuer",),
    "eks.amazonaws.com": ("NodeClass",),
    "gateway.networking.k8s.io": ("GatewayClass",),
    "karpenter.k8s.aws": ("EC2NodeClass",),
    "karpenter.sh": ("NodeClaim", "NodeOverlay", "NodePool"),
    "trust.cert-manager.io": ("Bundle",),
}
"""The same of what a stack installs; ``scope`` in each project's resource definitions."""

_ALL: Final = frozenset(
    (group, kind) for found in (BUILT_IN, CUSTOM) for group in found for kind in found[group]
)


def is_cluster_scoped(api_version: str, kind: str) -> bool:
    """Whether ``kind`` has no namespace; ``api_version`` is ``v1`` or ``group/v1``, as in YAML."""
    return (api_version.rpartition("/")[0], kind) in _ALL
