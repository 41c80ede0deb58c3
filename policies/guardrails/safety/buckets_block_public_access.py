"""Each bucket has a public access block of its own, which keeps it closed whatever is said later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_aws
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.safety.buckets import ACCOUNT_BLOCK, BLOCK, BUCKETS, OWN_BLOCK


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """Look for the block of every bucket; one for the account covers all of them."""
    if next(stack.of_type(ACCOUNT_BLOCK), None) is not None:
        return
    links = [(block, _buckets(stack, block)) for block in stack.of_type(BLOCK)]
    covered = {bucket.urn for _, buckets in links for bucket in buckets}
    # Its bucket may be any.
    astray = [block for block, buckets in links if not buckets and block.props.get("bucket") is UNKNOWN]
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


def _buckets(stack: Stack, block: Resource) -> list[Resource]:
    name = block.props.get("bucket")
    return [bucket for token in BUCKETS for bucket in stack.linked(block, "bucket", name, token)] or [
        bucket
        for bucket in stack.of_type(*BUCKETS)
        if name not in (None, UNKNOWN) and bucket.props.get("bucket") == name
    ]


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
