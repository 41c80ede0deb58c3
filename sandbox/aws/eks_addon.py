"""EKS add-ons. moto has none, so they are recorded, with EKS's own checks."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from sandbox.aws.eks_cluster import cluster_version, require_cluster
from sandbox.aws.eks_rules import check_role
from sandbox.aws.resource import Aws, Resource, register
from sandbox.cloud.listing import Recorded
from sandbox.cloud.records import Record
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties

# One plausible version each: EKS offers many per Kubernetes version; {minor} is the cluster's.
_VERSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "adot": "v0.131.0-eksbuild.1",
        "amazon-cloudwatch-observability": "v4.5.0-eksbuild.1",
        "aws-ebs-csi-driver": "v1.53.0-eksbuild.1",
        "aws-efs-csi-driver": "v2.1.13-eksbuild.1",
        "aws-mountpoint-s3-csi-driver": "v2.2.0-eksbuild.1",
        "cert-manager": "v1.19.1-eksbuild.1",
        "coredns": "v1.12.4-eksbuild.1",
        "eks-node-monitoring-agent": "v1.4.2-eksbuild.1",
        "eks-pod-identity-agent": "v1.3.10-eksbuild.1",
        "external-dns": "v0.19.0-eksbuild.2",
        "kube-proxy": "v{minor}.0-eksbuild.1",
        "kube-state-metrics": "v2.17.0-eksbuild.1",
        "metrics-server": "v0.8.0-eksbuild.2",
        "prometheus-node-exporter": "v1.10.2-eksbuild.1",
        "snapshot-controller": "v8.3.0-eksbuild.1",
        "vpc-cni": "v1.20.4-eksbuild.1",
    }
)


@register
class Addon(Resource):
    """An add-on of one cluster."""

    kind = "aws:eks/addon:Addon"
    listed = Recorded("eks.addons")
    replace_on = frozenset({"addonName", "clusterName"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        cluster, name = inputs["clusterName"], inputs["addonName"]
        require_cluster(aws, cluster)
        addon_version(name, cluster_version(aws, cluster))
        if (aws.region, cluster, name) in _addons(aws):
            raise RefusalError("CreateAddon: ResourceInUseException: Addon already exists.")
        _check(aws, inputs)
        now = _now()
        _addons(aws)[aws.region, cluster, name] = {"inputs": inputs, "created": now, "modified": now}
        return f"{cluster}:{name}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        cluster, name = physical.split(":", 1)
        record = _addons(aws).get((aws.region, cluster, name))
        if record is None:
            return None
        known: Properties = record["inputs"]
        return {
            **known,
            "arn": aws.arn("eks", f"addon/{cluster}/{name}/sandbox"),
            "addonVersion": known.get("addonVersion") or addon_version(name, cluster_version(aws, cluster)),
            "configurationValues": known.get("configurationValues", ""),
            "namespaceConfig": known.get("namespaceConfig", {"namespace": "kube-system"}),
            "createdAt": record["created"],
            "modifiedAt": record["modified"],
            "tagsAll": known.get("tags", {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes version, configuration and role."""
        _check(aws, new)
        cluster, name = physical.split(":", 1)
        record = _addons(aws).get((aws.region, cluster, name))
        if record is None:
            raise RefusalError(
                f"UpdateAddon: ResourceNotFoundException: No addon: {name} found in cluster: {cluster}"
            )
        record |= {"inputs": new, "modified": _now()}

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        cluster, name = physical.split(":", 1)
        _addons(aws).pop((aws.region, cluster, name), None)


def addon_version(name: str, kubernetes: str) -> str:
    """The version that EKS would pick. Raises RefusalError for an add-on that EKS does not have."""
    version = _VERSIONS.get(name)
    if version is None:
        raise RefusalError(
            f"InvalidParameterException: Addon {name} specified is not supported in {kubernetes}"
        )
    return version.format(minor=kubernetes)


def _check(aws: Aws, inputs: Properties) -> None:
    """Roles must exist, configuration must be JSON or YAML that is an object."""
    roles = [inputs.get("serviceAccountRoleArn")]
    roles += [association["roleArn"] for association in inputs.get("podIdentityAssociations", [])]
    for role in roles:
        if role:
            check_role(aws, role)
    values = inputs.get("configurationValues")
    if values:
        try:
            json.loads(values)
        except json.JSONDecodeError as error:
            raise RefusalError(
                f"InvalidParameterException: ConfigurationValue provided in request is not supported: {error}"
            ) from error


def _addons(aws: Aws) -> dict[tuple[str, ...], Record]:
    return aws.records.table("eks.addons")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
