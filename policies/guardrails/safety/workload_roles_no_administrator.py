"""Roles that nodes or pods assume are no administrators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_eks
from guardrails.core.plain import UNKNOWN, Plain, Slot, has_unknown, slots
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.safety.iam_documents import one_or_many, statements

ROLE: Final = "aws:iam/role:Role"
_ADMINISTRATOR: Final = ":policy/AdministratorAccess"
_WORKLOADS: Final = ("ec2.amazonaws.com", "pods.eks.amazonaws.com", "eks-fargate-pods.amazonaws.com")

_ATTACHMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("role", "policyArn"),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": ("roleName", "policyArns[]"),
    "aws:iam/policyAttachment:PolicyAttachment": ("roles", "policyArn"),
}
"""What attaches policies to roles: the property that names the roles, and the path to the policies."""


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge every attachment to a role of this stack, and what the role itself lists."""
    for role in stack.of_type(ROLE):
        yield from _judge(role, role, slots(role.props, "managedPolicyArns[]"))
    for attachment in stack.of_type(*_ATTACHMENTS):
        prop, path = _ATTACHMENTS[attachment.type]
        policies = slots(attachment.props, path)
        roles = stack.linked(attachment, prop, one_or_many(attachment.props.get(prop)), ROLE, _name)
        for role in roles.members:
            yield from _judge(attachment, role, policies, certain=not roles.surplus)
        if roles.missing and any(_may_administrate(slot) for slot in policies):
            yield Unseen(attachment, prop)


def _name(role: Resource) -> object:
    return role.props.get("name")


def _may_administrate(slot: Slot) -> bool:
    return slot.value is UNKNOWN or str(slot.value).endswith(_ADMINISTRATOR)


def _judge(
    attachment: Resource, role: Resource, policies: list[Slot], *, certain: bool = True
) -> Iterator[Judgement]:
    for slot in filter(_may_administrate, policies):
        administrator = slot.value is not UNKNOWN and certain
        assumed = _assumed_by_workload(role.props.get("assumeRolePolicy"))
        if assumed is None or (assumed and not administrator):
            yield Unseen(attachment, slot.path)
        elif assumed:
            found = f"AdministratorAccess for the role '{role.name}', which nodes or pods assume"
            must = "the permissions that the workload needs"
            fix = "write a policy with the actions that it uses: whoever breaks into a pod gets all of them."
            yield Finding(attachment, slot.path, found, must, fix)


def _assumed_by_workload(document: Plain) -> bool | None:
    if document is None or document is UNKNOWN:
        return None
    try:
        trusted = any(_trusts_workload(statement) for statement in statements(document))
    except ValueError:
        return None
    return None if not trusted and has_unknown(document) else trusted


def _trusts_workload(statement: dict[str, Plain]) -> bool:
    principal = statement.get("Principal")
    if not isinstance(principal, dict):
        return False
    services = one_or_many(principal.get("Service"))
    federated = one_or_many(principal.get("Federated"))
    return any(service in _WORKLOADS for service in services) or any(
        "oidc-provider/" in str(provider) for provider in federated
    )


RULE: StackRule[Any] = StackRule(
    name="workload-roles-no-administrator",
    description="No role that nodes or pods assume has AdministratorAccess.",
    severity=Severity.CRITICAL,
    framework=cis_eks("5.2.1"),
    tags=("safety", "iam", "nodes"),
    remediation_steps="Attach a policy with the actions that the workload uses.",
    url="https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
    settings=RuleSettings,
    check=check,
)
