"""IAM roles and instance profiles of nodes and controllers."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map

_ROLE_PATTERNS = (r"KarpenterNodeRole-{cluster}", r"eksctl-{cluster}-(cluster|nodegroup-.*|addon-.*)")


class InstanceProfiles(LeftoverKind):
    """Go before the roles in them. The identifier is the name."""

    title = "instance profile"
    is_global = True

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        for page in scope.region.iam.get_paginator("list_instance_profiles").paginate():
            for profile in page["InstanceProfiles"]:
                name = profile["InstanceProfileName"]
                described = scope.region.iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
                found = scope.claim(tag_map(described.get("Tags")))
                if found is not None:
                    yield scope.leftover(self.title, name, found)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        iam = scope.region.iam
        profile = iam.get_instance_profile(InstanceProfileName=identifier)["InstanceProfile"]
        for role in profile["Roles"]:
            iam.remove_role_from_instance_profile(InstanceProfileName=identifier, RoleName=role["RoleName"])
        iam.delete_instance_profile(InstanceProfileName=identifier)


class Roles(LeftoverKind):
    """The identifier is the name. Service-linked roles are AWS's and have no cluster."""

    title = "IAM role"
    is_global = True

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        used = {arn: f"{c.name} in {c.region}" for c in scope.living for arn in c.role_arns}
        pages = scope.region.iam.get_paginator("get_account_authorization_details").paginate(Filter=["Role"])
        for role in (role for page in pages for role in page["RoleDetailList"]):
            found = scope.claim(tag_map(role.get("Tags")), [role["RoleName"]], _ROLE_PATTERNS)
            if found is not None:
                user = used.get(role["Arn"], "")
                doubt = f"the living cluster {user} uses it" if user else ""
                yield scope.leftover(self.title, role["RoleName"], found, doubt=doubt)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        iam = scope.region.iam
        for attached in iam.list_attached_role_policies(RoleName=identifier)["AttachedPolicies"]:
            iam.detach_role_policy(RoleName=identifier, PolicyArn=attached["PolicyArn"])
        for name in iam.list_role_policies(RoleName=identifier)["PolicyNames"]:
            iam.delete_role_policy(RoleName=identifier, PolicyName=name)
        for profile in iam.list_instance_profiles_for_role(RoleName=identifier)["InstanceProfiles"]:
            iam.remove_role_from_instance_profile(
                InstanceProfileName=profile["InstanceProfileName"], RoleName=identifier
            )
        iam.delete_role(RoleName=identifier)
