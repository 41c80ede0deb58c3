"""Access to a cluster: access entries, their policies, and pod identities. moto has none of them."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from sandbox.aws.eks_cluster import authentication_mode, require_cluster
from sandbox.aws.eks_rules import check_role
from sandbox.aws.resource import Aws, Resource, register
from sandbox.cloud.listing import Recorded
from sandbox.cloud.records import Record
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties


@register
class AccessEntry(Resource):
    """An IAM principal that a cluster knows."""

    kind = "aws:eks/accessEntry:AccessEntry"
    listed = Recorded("eks.access_entries")
    replace_on = frozenset({"clusterName", "principalArn", "type"})
    defaults: ClassVar[Mapping[str, Any]] = {"type": "STANDARD"}

    def create(self, aws: Aws, inputs: Properties) -> str:
        cluster, principal = inputs["clusterName"], inputs["principalArn"]
        require_cluster(aws, cluster)
        if authentication_mode(aws, cluster) == "CONFIG_MAP":
            raise RefusalError(
                "CreateAccessEntry: InvalidRequestException: The cluster's authentication mode must be "
                "set to one "
                "of [API, API_AND_CONFIG_MAP] to perform this operation."
            )
        if (aws.region, cluster, principal) in _entries(aws):
            raise RefusalError(
                "CreateAccessEntry: ResourceInUseException: The specified access entry resource is "
                "already in use "
                "on this cluster."
            )
        if ":role/" in principal:
            check_role(aws, principal)
        now = _now()
        _entries(aws)[aws.region, cluster, principal] = {"inputs": inputs, "created": now, "modified": now}
        return f"{cluster}:{principal}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        cluster, principal = physical.split(":", 1)
        record = _entries(aws).get((aws.region, cluster, principal))
        if record is None:
            return None
        known: Properties = record["inputs"]
        role = principal.rsplit("/", 1)[-1]
        return {
            **known,
            "accessEntryArn": aws.arn("eks", f"access-entry/{cluster}/role/{aws.account}/{role}/sandbox"),
            "kubernetesGroups": known.get("kubernetesGroups", []),
            "userName": known.get(
                "userName", f"arn:{aws.partition}:sts::{aws.account}:assumed-role/{role}/{{{{SessionName}}}}"
            ),
            "createdAt": record["created"],
            "modifiedAt": record["modified"],
            "tagsAll": known.get("tags", {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes groups, user name and tags."""
        cluster, principal = physical.split(":", 1)
        _entries(aws)[aws.region, cluster, principal] |= {"inputs": new, "modified": _now()}

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        cluster, principal = physical.split(":", 1)
        _entries(aws).pop((aws.region, cluster, principal), None)
        policies = _policies(aws)
        for key in [key for key in policies if key[:3] == (aws.region, cluster, principal)]:
            del policies[key]


@register
class AccessPolicyAssociation(Resource):
    """What an access entry may do."""

    kind = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
    listed = Recorded("eks.access_policies")
    replace_on = frozenset({"clusterName", "principalArn", "policyArn", "accessScope"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        cluster, principal, policy = inputs["clusterName"], inputs["principalArn"], inputs["policyArn"]
        require_cluster(aws, cluster)
        if (aws.region, cluster, principal) not in _entries(aws):
            raise RefusalError(
                "AssociateAccessPolicy: ResourceNotFoundException: The specified principalArn could not "
                "be found. "
                "You can view your available access entries with 'list-access-entries'."
            )
        if ":aws:cluster-access-policy/" not in policy:
            raise RefusalError(
                "AssociateAccessPolicy: InvalidParameterException: The specified policyArn is invalid: "
                "invalid policy"
            )
        scope = inputs["accessScope"]
        if (scope["type"] == "namespace") != bool(scope.get("namespaces")):
            raise RefusalError(
                "AssociateAccessPolicy: InvalidParameterException: namespaces go with the access scope "
                "'namespace', "
                "and only with it"
            )
        now = _now()
        _policies(aws)[aws.region, cluster, principal, policy] = {
            "inputs": inputs,
            "created": now,
            "modified": now,
        }
        return f"{cluster}#{principal}#{policy}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        record = _policies(aws).get((aws.region, *physical.split("#")))
        if record is None:
            return None
        return {**record["inputs"], "associatedAt": record["created"], "modifiedAt": record["modified"]}

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        _policies(aws).pop((aws.region, *physical.split("#")), None)


@register
class PodIdentityAssociation(Resource):
    """The IAM role of one service account."""

    kind = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
    listed = Recorded("eks.pod_identities")
    replace_on = frozenset({"clusterName", "namespace", "serviceAccount"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        cluster = inputs["clusterName"]
        require_cluster(aws, cluster)
        check_role(aws, inputs["roleArn"])
        account = (inputs["namespace"], inputs["serviceAccount"])
        taken = next(
            (
                key[2]
                for key, record in _identities(aws).items()
                if key[:2] == (aws.region, cluster)
                and (record["inputs"]["namespace"], record["inputs"]["serviceAccount"]) == account
            ),
            None,
        )
        if taken is not None:
            raise RefusalError(
                f"CreatePodIdentityAssociation: ResourceInUseException: Association already exists: {taken}"
            )
        association = f"a-{uuid.uuid4().hex[:17]}"
        _identities(aws)[aws.region, cluster, association] = {"inputs": inputs}
        return association

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        key, record = self._find(aws, physical)
        if record is None:
            return None
        known: Properties = record["inputs"]
        return {
            **known,
            "associationArn": aws.arn("eks", f"podidentityassociation/{key[1]}/{physical}"),
            "associationId": physical,
            "disableSessionTags": known.get("disableSessionTags", False),
            "externalId": "",
            "tagsAll": known.get("tags", {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes the role and tags."""
        check_role(aws, new["roleArn"])
        key, _ = self._find(aws, physical)
        _identities(aws)[key] = {"inputs": new}

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        _identities(aws).pop(self._find(aws, physical)[0], None)

    @staticmethod
    def _find(aws: Aws, association: str) -> tuple[tuple[str, ...], Record | None]:
        rows = _identities(aws).items()
        return next(
            ((key, row) for key, row in rows if (key[0], key[2]) == (aws.region, association)), ((), None)
        )


def _entries(aws: Aws) -> dict[tuple[str, ...], Record]:
    return aws.records.table("eks.access_entries")


def _policies(aws: Aws) -> dict[tuple[str, ...], Record]:
    return aws.records.table("eks.access_policies")


def _identities(aws: Aws) -> dict[tuple[str, ...], Record]:
    return aws.records.table("eks.pod_identities")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
