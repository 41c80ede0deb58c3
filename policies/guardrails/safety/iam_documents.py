"""IAM policy documents: where they stand, and what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.core.decode import plain
from guardrails.core.plain import Plain

PERMISSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:iam/policy:Policy": ("policy",),
    "aws:iam/rolePolicy:RolePolicy": ("policy",),
    "aws:iam/userPolicy:UserPolicy": ("policy",),
    "aws:iam/groupPolicy:GroupPolicy": ("policy",),
    "aws:iam/role:Role": ("inlinePolicies[].policy",),
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": ("inlinePolicy",),
}
"""Where a document grants permissions."""


def statements(document: Plain) -> Iterator[dict[str, Plain]]:
    """The statements of a document, given as JSON text or as an object; raises ValueError for broken JSON."""
    parsed = plain(json.loads(document)) if isinstance(document, str) else document
    found = parsed.get("Statement") if isinstance(parsed, dict) else None
    for statement in found if isinstance(found, list) else [found]:
        if isinstance(statement, dict):
            yield statement


def one_or_many(value: Plain) -> list[Plain]:
    """IAM writes a list of one as the one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


RESTRICTING: Final = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:vpcsourceip",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
"""Keys of conditions by which a policy for everybody is none: S3's list of what makes a policy public."""


def for_everybody(statement: dict[str, Plain]) -> bool:
    """Whether the statement allows something to whoever asks, without a condition on who that is."""
    if statement.get("Effect") != "Allow" or not _everybody(statement.get("Principal")):
        return False
    conditions = statement.get("Condition")
    tests = conditions.values() if isinstance(conditions, dict) else ()
    keys = {key.lower() for test in tests if isinstance(test, dict) for key in test}
    return not keys & RESTRICTING


def _everybody(principal: Plain) -> bool:
    if isinstance(principal, dict):
        return "*" in one_or_many(principal.get("AWS"))
    return principal == "*"
