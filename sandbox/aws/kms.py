"""KMS keys and their aliases."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sandbox.aws.iam_roles import document, same_policy
from sandbox.aws.resource import Aws, Resource, register, tag_changes, tag_list
from sandbox.cloud.listing import Listing, by_call
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties

_ROTATION_DAYS = 365


_OF_AWS = "alias/aws/"
"""How the alias of a key begins that AWS keeps for itself."""


def _keys(api: Any) -> Iterable[str]:  # noqa: ANN401 - boto3's clients are made at run time
    keys = [api.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in api.list_keys()["Keys"]]
    # moto makes AWS's own keys on first use, and calls them the customer's.
    aliases = [alias for alias in api.list_aliases()["Aliases"] if alias["AliasName"].startswith(_OF_AWS)]
    theirs = {alias.get("TargetKeyId") for alias in aliases}
    return [
        str(key["KeyId"])
        for key in keys
        if key["KeyId"] not in theirs and key["KeyState"] != "PendingDeletion"
    ]


@register
class Key(Resource):
    """A key. Its deletion is only planned in AWS; here it is gone for the program at once, as there."""

    kind = "aws:kms/key:Key"
    listed = Listing("kms", "Keys", _keys)
    replace_on = frozenset({"customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId"})
    defaults: ClassVar[Mapping[str, Any]] = {
        "bypassPolicyLockoutSafetyCheck": False,
        "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "enableKeyRotation": False,
        "isEnabled": True,
        "keyUsage": "ENCRYPT_DECRYPT",
    }

    def create(self, aws: Aws, inputs: Properties) -> str:
        kms = aws.client("kms")
        policy = {"Policy": document(inputs["policy"])} if inputs.get("policy") else {}
        key: str = kms.create_key(
            Description=inputs.get("description", ""),
            KeySpec=inputs["customerMasterKeySpec"],
            KeyUsage=inputs["keyUsage"],
            MultiRegion=inputs.get("multiRegion", False),
            Tags=tag_list(inputs.get("tags"), "TagKey", "TagValue"),
            **policy,
        )["KeyMetadata"]["KeyId"]
        self._set_switches(aws, key, inputs)
        return key

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        kms = aws.client("kms")
        about = kms.describe_key(KeyId=physical)["KeyMetadata"]
        if about["KeyState"] == "PendingDeletion":
            return None
        policy = kms.get_key_policy(KeyId=physical, PolicyName="default")["Policy"]
        tags = {tag["TagKey"]: tag["TagValue"] for tag in kms.list_resource_tags(KeyId=physical)["Tags"]}
        return {
            "arn": about["Arn"],
            "keyId": physical,
            "description": about["Description"],
            "isEnabled": about["Enabled"],
            "enableKeyRotation": kms.get_key_rotation_status(KeyId=physical)["KeyRotationEnabled"],
            "multiRegion": about.get("MultiRegion", False),
            "rotationPeriodInDays": inputs.get("rotationPeriodInDays", _ROTATION_DAYS),
            "policy": same_policy(inputs.get("policy"), policy),
            "tagsAll": tags,
            **({"tags": tags} if tags else {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes description, policy, switches and tags."""
        kms = aws.client("kms")
        kms.update_key_description(KeyId=physical, Description=new.get("description", ""))
        if new.get("policy") and old.get("policy") != new["policy"]:
            kms.put_key_policy(KeyId=physical, PolicyName="default", Policy=document(new["policy"]))
        self._set_switches(aws, physical, new)
        gone, changed = tag_changes(old, new)
        if gone:
            kms.untag_resource(KeyId=physical, TagKeys=gone)
        if changed:
            kms.tag_resource(KeyId=physical, Tags=tag_list(changed, "TagKey", "TagValue"))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        days = outputs.get("deletionWindowInDays", 30)
        aws.client("kms").schedule_key_deletion(KeyId=physical, PendingWindowInDays=days)

    @staticmethod
    def _set_switches(aws: Aws, key: str, inputs: Properties) -> None:
        kms = aws.client("kms")
        symmetric = inputs["customerMasterKeySpec"] == "SYMMETRIC_DEFAULT"
        if symmetric and inputs["enableKeyRotation"]:
            kms.enable_key_rotation(KeyId=key)
        elif symmetric:
            kms.disable_key_rotation(KeyId=key)
        if inputs["isEnabled"]:
            kms.enable_key(KeyId=key)
        else:
            kms.disable_key(KeyId=key)


@register
class Alias(Resource):
    """A name for a key."""

    kind = "aws:kms/alias:Alias"
    listed = by_call(
        "kms",
        "list_aliases",
        "Aliases",
        "AliasName",
        keep=lambda alias: not alias["AliasName"].startswith(_OF_AWS),
    )
    replace_on = frozenset({"name", "namePrefix"})
    name_property = "name"

    def create(self, aws: Aws, inputs: Properties) -> str:
        name = inputs["name"]
        if not name.startswith("alias/"):
            raise RefusalError(f"CreateAlias: ValidationException: {name!r} must start with 'alias/'")
        aws.client("kms").create_alias(AliasName=name, TargetKeyId=inputs["targetKeyId"])
        return str(name)

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        kms = aws.client("kms")
        aliases = (
            alias for page in kms.get_paginator("list_aliases").paginate() for alias in page["Aliases"]
        )
        alias = next((alias for alias in aliases if alias["AliasName"] == physical), None)
        if alias is None:
            return None
        target = kms.describe_key(KeyId=alias["TargetKeyId"])["KeyMetadata"]
        return {
            "arn": alias["AliasArn"],
            "name": physical,
            "targetKeyArn": target["Arn"],
            "targetKeyId": inputs.get("targetKeyId", target["KeyId"]),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Names another key."""
        aws.client("kms").update_alias(AliasName=physical, TargetKeyId=new["targetKeyId"])

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("kms").delete_alias(AliasName=physical)
