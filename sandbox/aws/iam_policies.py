"""IAM policies, instance profiles and OpenID Connect providers."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.iam_roles import document, same_policy
from sandbox.aws.resource import Aws, Resource, register, tag_changes, tag_list
from sandbox.cloud.listing import by_call
from sandbox.wire.values import Properties

_KEPT_VERSIONS = 5
_THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280"


@register
class Policy(Resource):
    """A managed policy of the account's own."""

    kind = "aws:iam/policy:Policy"
    listed = by_call(
        "iam", "list_policies", "Policies", "PolicyName", arguments={"Scope": "Local"}, is_global=True
    )
    replace_on = frozenset({"name", "namePrefix", "path", "description"})
    name_property = "name"
    name_limit = 128
    defaults: ClassVar[Mapping[str, Any]] = {"path": "/"}

    def create(self, aws: Aws, inputs: Properties) -> str:
        about = {"Description": inputs["description"]} if inputs.get("description") else {}
        created = aws.client("iam").create_policy(
            PolicyName=inputs["name"],
            Path=inputs["path"],
            PolicyDocument=document(inputs["policy"]),
            Tags=tag_list(inputs.get("tags")),
            **about,
        )
        return str(created["Policy"]["Arn"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        iam = aws.client("iam")
        policy = iam.get_policy(PolicyArn=physical)["Policy"]
        version = iam.get_policy_version(PolicyArn=physical, VersionId=policy["DefaultVersionId"])
        tags = {tag["Key"]: tag["Value"] for tag in policy.get("Tags", [])}
        return {
            "arn": physical,
            "name": policy["PolicyName"],
            "policyId": policy["PolicyId"],
            "attachmentCount": policy["AttachmentCount"],
            "policy": same_policy(inputs.get("policy"), version["PolicyVersion"]["Document"]),
            "tagsAll": tags,
            **({"tags": tags} if tags else {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Adds a version and makes it the default; IAM keeps five, so the oldest goes."""
        iam = aws.client("iam")
        if old["policy"] != new["policy"]:
            versions = iam.list_policy_versions(PolicyArn=physical)["Versions"]
            if len(versions) >= _KEPT_VERSIONS:
                oldest = min((item for item in versions if not item["IsDefaultVersion"]), key=_created)
                iam.delete_policy_version(PolicyArn=physical, VersionId=oldest["VersionId"])
            iam.create_policy_version(
                PolicyArn=physical, PolicyDocument=document(new["policy"]), SetAsDefault=True
            )
        gone, changed = tag_changes(old, new)
        if gone:
            iam.untag_policy(PolicyArn=physical, TagKeys=gone)
        if changed:
            iam.tag_policy(PolicyArn=physical, Tags=tag_list(changed))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        iam = aws.client("iam")
        for version in iam.list_policy_versions(PolicyArn=physical)["Versions"]:
            if not version["IsDefaultVersion"]:
                iam.delete_policy_version(PolicyArn=physical, VersionId=version["VersionId"])
        iam.delete_policy(PolicyArn=physical)


@register
class InstanceProfile(Resource):
    """What gives an instance its role."""

    kind = "aws:iam/instanceProfile:InstanceProfile"
    listed = by_call(
        "iam", "list_instance_profiles", "InstanceProfiles", "InstanceProfileName", is_global=True
    )
    replace_on = frozenset({"name", "namePrefix", "path"})
    name_property = "name"
    name_limit = 128
    defaults: ClassVar[Mapping[str, Any]] = {"path": "/"}

    def create(self, aws: Aws, inputs: Properties) -> str:
        iam, name = aws.client("iam"), inputs["name"]
        iam.create_instance_profile(
            InstanceProfileName=name, Path=inputs["path"], Tags=tag_list(inputs.get("tags"))
        )
        if inputs.get("role"):
            iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=inputs["role"])
        return str(name)

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        profile = aws.client("iam").get_instance_profile(InstanceProfileName=physical)["InstanceProfile"]
        return {
            "arn": profile["Arn"],
            "name": physical,
            "uniqueId": profile["InstanceProfileId"],
            "createDate": profile["CreateDate"].isoformat(),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes the role and the tags."""
        iam = aws.client("iam")
        if old.get("role") != new.get("role"):
            if old.get("role"):
                iam.remove_role_from_instance_profile(InstanceProfileName=physical, RoleName=old["role"])
            if new.get("role"):
                iam.add_role_to_instance_profile(InstanceProfileName=physical, RoleName=new["role"])
        gone, changed = tag_changes(old, new)
        if gone:
            iam.untag_instance_profile(InstanceProfileName=physical, TagKeys=gone)
        if changed:
            iam.tag_instance_profile(InstanceProfileName=physical, Tags=tag_list(changed))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        iam = aws.client("iam")
        for role in iam.get_instance_profile(InstanceProfileName=physical)["InstanceProfile"]["Roles"]:
            iam.remove_role_from_instance_profile(InstanceProfileName=physical, RoleName=role["RoleName"])
        iam.delete_instance_profile(InstanceProfileName=physical)


@register
class OpenIdConnectProvider(Resource):
    """An identity provider that IAM trusts, such as a cluster's."""

    kind = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
    listed = by_call(
        "iam", "list_open_id_connect_providers", "OpenIDConnectProviderList", "Arn", is_global=True
    )
    replace_on = frozenset({"url"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        created = aws.client("iam").create_open_id_connect_provider(
            Url=inputs["url"],
            ClientIDList=inputs["clientIdLists"],
            ThumbprintList=inputs.get("thumbprintLists", [_THUMBPRINT]),
            Tags=tag_list(inputs.get("tags")),
        )
        return str(created["OpenIDConnectProviderArn"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("iam").get_open_id_connect_provider(OpenIDConnectProviderArn=physical)
        return {
            "arn": physical,
            "url": inputs.get("url", f"https://{found['Url'].removeprefix('https://')}"),
            "clientIdLists": found["ClientIDList"],
            "thumbprintLists": found["ThumbprintList"],
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes clients, thumbprints and tags."""
        iam = aws.client("iam")
        for client in new["clientIdLists"]:
            iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=physical, ClientID=client)
        for client in (client for client in old["clientIdLists"] if client not in new["clientIdLists"]):
            iam.remove_client_id_from_open_id_connect_provider(
                OpenIDConnectProviderArn=physical, ClientID=client
            )
        if new.get("thumbprintLists"):
            iam.update_open_id_connect_provider_thumbprint(
                OpenIDConnectProviderArn=physical, ThumbprintList=new["thumbprintLists"]
            )
        gone, changed = tag_changes(old, new)
        if gone:
            iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=physical, TagKeys=gone)
        if changed:
            iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=physical, Tags=tag_list(changed))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=physical)


def _created(version: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a point in time
    return version["CreateDate"]
