"""No bucket answers everybody: neither by an ACL nor by a policy, and its public access block is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import is_true, show
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_aws
from guardrails.core.plain import UNKNOWN, Plain, Slot, has_unknown, slots
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.buckets import (
    ACCOUNT_BLOCK,
    ACLS,
    BLOCK,
    GRANTEES,
    OWN_BLOCK,
    POLICIES,
    SWITCHES,
    is_everybody,
    is_public_acl,
)
from guardrails.safety.iam_documents import for_everybody, statements

_BLOCKS: Final = (BLOCK, ACCOUNT_BLOCK)
_MUST: Final = "closed to everybody"
_FIX: Final = (
    "name who may read it; what is meant for the web goes through CloudFront with an origin access control."
)


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge the resource's ACL, grants, policy and switches."""
    for table, wrong in ((ACLS, is_public_acl), (GRANTEES, is_everybody)):
        for path in table.get(resource.type, ()):
            yield from _values(resource, path, wrong)
    for path in POLICIES.get(resource.type, ()):
        for slot in slots(resource.props, path):
            yield from _policy(resource, slot)
    if resource.type in _BLOCKS:
        yield from _switches(resource, resource.props, "")
    elif (own := resource.props.get(OWN_BLOCK)) is not None:
        yield from [Unseen(resource, OWN_BLOCK)] if own is UNKNOWN else _switches(resource, own, OWN_BLOCK)


def _values(resource: Resource, path: str, wrong: Callable[[Plain], bool]) -> Iterator[Judgement]:
    for slot in slots(resource.props, path):
        if slot.value is UNKNOWN:
            yield Unseen(resource, slot.path)
        elif wrong(slot.value):
            yield Finding(resource, slot.path, show(slot.value), _MUST, _FIX)


def _policy(resource: Resource, slot: Slot) -> Iterator[Judgement]:
    try:
        found = [] if slot.value is UNKNOWN else list(statements(slot.value))
    except ValueError:
        # AWS refuses it, and says so.
        return
    if any(for_everybody(statement) and not _hidden(statement) for statement in found):
        yield Finding(resource, slot.path, "a statement allows something to everybody", _MUST, _FIX)
    elif slot.value is UNKNOWN or any(_hidden(statement) for statement in found):
        yield Unseen(resource, slot.path)


def _hidden(statement: dict[str, Plain]) -> bool:
    """Whether it can't be seen yet for whom the statement is; what it allows there doesn't matter."""
    return any(has_unknown(statement.get(key)) for key in ("Effect", "Principal", "Condition"))


def _switches(resource: Resource, said: Plain, prefix: str) -> Iterator[Judgement]:
    """Judge the switches of the public access block that stands at ``prefix``."""
    block = said if isinstance(said, dict) else {}
    off = [name for name in SWITCHES if block.get(name) is not UNKNOWN and not is_true(block.get(name))]
    unseen = [name for name in SWITCHES if block.get(name) is UNKNOWN]
    if off:
        found = f"off: {', '.join(off)}"
        fix = "set all four to true: what is not set is off."
        yield Finding(resource, prefix or ", ".join(off), found, "on, all four", fix)
    elif unseen:
        yield Unseen(resource, prefix or ", ".join(unseen))


RULE: ResourceRule[Any] = ResourceRule(
    name="buckets-not-public",
    description="No bucket answers everybody.",
    severity=Severity.CRITICAL,
    framework=cis_aws("2.1.4"),
    tags=("safety", "data", "s3"),
    remediation_steps="Close the bucket; let CloudFront answer for it where its content is for everybody.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    settings=RuleSettings,
    applies=(ACLS.keys() | POLICIES.keys() | frozenset(_BLOCKS)).__contains__,
    check=check,
)
