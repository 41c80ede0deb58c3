"""IAM roles and the policies on them."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import unquote

from moto.core.exceptions import ServiceException
from moto.iam.policy_validation import IAMTrustPolicyDocumentValidator

from sandbox.aws.resource import Aws, Resource, register, tag_changes, tag_list
from sandbox.cloud.listing import Within, by_call
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties


@register
class Role(Resource):
    """A role; policies are attached by resources of their own."""

    kind = "aws:iam/role:Role"
    listed = by_call(
        "iam",
        "list_roles",
        "Roles",
        "RoleName",
        keep=lambda role: "/aws-service-role/" not in role["Path"],
        is_global=True,
    )
    replace_on = frozenset({"name", "namePrefix", "path"})
    name_property = "name"
    name_limit = 64
    defaults: ClassVar[Mapping[str, Any]] = {
        "maxSessionDuration": 3600,
        "path": "/",
        "forceDetachPolicies": False,
    }

    def create(self, aws: Aws, inputs: Properties) -> str:
        iam = aws.client("iam")
        _check_trust(inputs["assumeRolePolicy"])
        optional = {
            "Description": inputs.get("description"),
            "PermissionsBoundary": inputs.get("permissionsBoundary"),
            "Tags": tag_list(inputs.get("tags")),
        }
        iam.create_role(
            RoleName=inputs["name"],
            AssumeRolePolicyDocument=document(inputs["assumeRolePolicy"]),
            Path=inputs["path"],
            MaxSessionDuration=inputs["maxSessionDuration"],
            **{key: value for key, value in optional.items() if value},
        )
        for arn in inputs.get("managedPolicyArns", []):
            iam.attach_role_policy(RoleName=inputs["name"], PolicyArn=arn)
        for inline in inputs.get("inlinePolicies", []):
            iam.put_role_policy(
                RoleName=inputs["name"], PolicyName=inline["name"], PolicyDocument=inline["policy"]
            )
        return str(inputs["name"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        iam = aws.client("iam")
        role = iam.get_role(RoleName=physical)["Role"]
        attached = iam.list_attached_role_policies(RoleName=physical)["AttachedPolicies"]
        tags = {tag["Key"]: tag["Value"] for tag in role.get("Tags", [])}
        return {
            "arn": role["Arn"],
            "name": physical,
            "uniqueId": role["RoleId"],
            "createDate": role["CreateDate"].isoformat(),
            "assumeRolePolicy": same_policy(inputs.get("assumeRolePolicy"), role["AssumeRolePolicyDocument"]),
            "managedPolicyArns": sorted(policy["PolicyArn"] for policy in attached),
            "inlinePolicies": inputs.get("inlinePolicies", []),
            "tagsAll": tags,
            **({"tags": tags} if tags else {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes trust, description, duration and tags."""
        iam = aws.client("iam")
        if old["assumeRolePolicy"] != new["assumeRolePolicy"]:
            iam.update_assume_role_policy(RoleName=physical, PolicyDocument=document(new["assumeRolePolicy"]))
        iam.update_role(
            RoleName=physical,
            Description=new.get("description", ""),
            MaxSessionDuration=new["maxSessionDuration"],
        )
        gone, changed = tag_changes(old, new)
        if gone:
            iam.untag_role(RoleName=physical, TagKeys=gone)
        if changed:
            iam.tag_role(RoleName=physical, Tags=tag_list(changed))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        iam = aws.client("iam")
        # Only what the role itself was declared with goes with it; what else is attached makes AWS refuse.
        attached = iam.list_attached_role_policies(RoleName=physical)["AttachedPolicies"]
        declared = set(outputs.get("managedPolicyArns", []))
        for arn in declared & {policy["PolicyArn"] for policy in attached}:
            iam.detach_role_policy(RoleName=physical, PolicyArn=arn)
        for inline in outputs.get("inlinePolicies", []):
            iam.delete_role_policy(RoleName=physical, PolicyName=inline["name"])
        iam.delete_role(RoleName=physical)


@register
class RolePolicy(Resource):
    """A policy that lives inside one role."""

    kind = "aws:iam/rolePolicy:RolePolicy"
    listed = Within("aws:iam/role:Role")
    replace_on = frozenset({"name", "namePrefix", "role"})
    name_property = "name"
    name_limit = 128

    def create(self, aws: Aws, inputs: Properties) -> str:
        self._put(aws, inputs)
        return f"{inputs['role']}:{inputs['name']}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        role, name = physical.split(":", 1)
        found = aws.client("iam").get_role_policy(RoleName=role, PolicyName=name)
        return {
            "role": role,
            "name": name,
            "policy": same_policy(inputs.get("policy"), found["PolicyDocument"]),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Puts the new document."""
        self._put(aws, new)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        role, name = physical.split(":", 1)
        aws.client("iam").delete_role_policy(RoleName=role, PolicyName=name)

    @staticmethod
    def _put(aws: Aws, inputs: Properties) -> None:
        aws.client("iam").put_role_policy(
            RoleName=inputs["role"], PolicyName=inputs["name"], PolicyDocument=document(inputs["policy"])
        )


@register
class RolePolicyAttachment(Resource):
    """A managed policy on a role."""

    kind = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    listed = Within("aws:iam/role:Role")
    replace_on = frozenset({"role", "policyArn"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        aws.client("iam").attach_role_policy(RoleName=inputs["role"], PolicyArn=inputs["policyArn"])
        return f"{inputs['role']}/{inputs['policyArn']}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        role, arn = physical.split("/", 1)
        attached = aws.client("iam").list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        return (
            {"role": role, "policyArn": arn}
            if any(policy["PolicyArn"] == arn for policy in attached)
            else None
        )

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        role, arn = physical.split("/", 1)
        aws.client("iam").detach_role_policy(RoleName=role, PolicyArn=arn)


def _check_trust(policy: Any) -> None:  # noqa: ANN401 - the SDK takes text or a document
    """moto checks a trust policy when it is changed, but not when the role is made."""
    try:
        IAMTrustPolicyDocumentValidator(document(policy)).validate()
    except ServiceException as error:
        raise RefusalError(f"CreateRole: {error.code}: {error.message}") from error


def document(policy: Any) -> str:  # noqa: ANN401 - the SDK takes text or a document
    """A policy as text."""
    return policy if isinstance(policy, str) else json.dumps(policy)


def same_policy(known: Any, found: Any) -> Any:  # noqa: ANN401 - as above
    """``known`` where ``found`` says the same, so that spacing is no drift; else what was found, as text."""
    now = json.loads(unquote(found)) if isinstance(found, str) else found
    before = json.loads(known) if isinstance(known, str) else known
    return known if now == before else json.dumps(now)
