"""Each bucket has a public access block of its own, which keeps it closed whatever is said later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_aws
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Linked, Stack
from guardrails.safety.buckets import ACCOUNT_BLOCK, BLOCK, BUCKETS, OWN_BLOCK


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """Look for the block of every bucket; one for the account covers all of them."""
    if next(stack.of_type(ACCOUNT_BLOCK), None) is not None:
        return
    links = [(block, link) for block in stack.of_type(BLOCK) for link in _links(stack, block)]
    covered = {bucket.urn for _, link in links if not link.surplus for bucket in link.members}
    # Its bucket may be any.
    astray = [block for block, link in links if link.surplus]
    astray += [block for block in stack.of_type(BLOCK) if _hidden(stack, block)]
    for bucket in stack.of_type(*BUCKETS):
        if bucket.urn in covered or bucket.props.get(OWN_BLOCK) is not None:
            continue
        if astray:
            yield Unseen(astray[0], "bucket")
        else:
            found = "no public access block in this program"
            must = "one with all four switches on"
            fix = "add a BucketPublicAccessBlock: nothing else keeps closed what AWS closes at first."
            yield Finding(bucket, "public access block", found, must, fix)


def _links(stack: Stack, block: Resource) -> list[Linked]:
    name = block.props.get("bucket")
    return [stack.linked(block, "bucket", name, token, _name) for token in BUCKETS]


def _hidden(stack: Stack, block: Resource) -> bool:
    links = _links(stack, block)
    return any(link.missing for link in links) and not any(link.members for link in links)


def _name(bucket: Resource) -> object:
    """What S3 calls it, which is its id too."""
    return bucket.id or bucket.props.get("bucket")


RULE: StackRule[Any] = StackRule(
    name="buckets-block-public-access",
    description="Buckets have a public access block.",
    severity=Severity.MEDIUM,
    framework=cis_aws("2.1.4"),
    tags=("safety", "data", "s3"),
    remediation_steps="Add a public access block for the bucket or the account.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    settings=RuleSettings,
    level=EnforcementLevel.ADVISORY,
    check=check,
)
