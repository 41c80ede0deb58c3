"""KMS keys that encrypted the cluster's secrets."""

from __future__ import annotations

from collections.abc import Iterable

from botocore.exceptions import ClientError
from typing_extensions import override

from cli.leftovers import prices
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope

_PATTERNS = (
    r"alias/eks/{cluster}",
    r"{cluster}-secrets",  # this program's Name tag
)
_WAIT_DAYS = 7  # the shortest that AWS takes


class KmsKeys(LeftoverKind):
    """A key is never deleted at once: AWS keeps it for a week, free of charge, and so does the list."""

    title = "KMS key"
    waits = False

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        aliases = self._aliases(scope)
        used = {arn: cluster.name for cluster in scope.living for arn in cluster.key_arns}
        for page in scope.region.kms.get_paginator("list_keys").paginate():
            for key in page["Keys"]:
                metadata = scope.region.kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
                if metadata.get("KeyManager") == "AWS":
                    continue
                tags = self._tags(scope, key["KeyId"])
                names = [*aliases.get(key["KeyId"], []), tags.get("Name", "")]
                found = scope.claim(tags, names, _PATTERNS)
                if found is None:
                    continue
                going = ""
                if metadata.get("KeyState") == "PendingDeletion":
                    going = f"AWS deletes it on {metadata['DeletionDate']:%Y-%m-%d}"
                rival = used.get(key["KeyArn"], "")
                yield scope.leftover(
                    self.title,
                    key["KeyId"],
                    found,
                    doubt=f"the living cluster {rival} encrypts with it" if rival else "",
                    going=going,
                    usd_per_month=0.0 if going else prices.monthly("kms_key"),
                )

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.kms.schedule_key_deletion(KeyId=identifier, PendingWindowInDays=_WAIT_DAYS)

    @staticmethod
    def _aliases(scope: Scope) -> dict[str, list[str]]:
        aliases: dict[str, list[str]] = {}
        for page in scope.region.kms.get_paginator("list_aliases").paginate():
            for alias in page["Aliases"]:
                aliases.setdefault(alias.get("TargetKeyId", ""), []).append(alias["AliasName"])
        return aliases

    @staticmethod
    def _tags(scope: Scope, key_id: str) -> dict[str, str]:
        try:
            answer = scope.region.kms.list_resource_tags(KeyId=key_id)
        except ClientError as error:
            # A key's own policy may shut out everybody but its owner: such a key is not ours to list.
            if error.response.get("Error", {}).get("Code") == "AccessDeniedException":
                return {}
            raise
        return {tag["TagKey"]: tag["TagValue"] for tag in answer["Tags"]}
