"""A static site in aws-native: a bucket that everybody reads, without a content delivery network."""

from __future__ import annotations

from typing import Any, Final

from tests.unit.guardrails.as_engine import UNKNOWN, Member
from tests.unit.guardrails.programs.program import made

_READ: Final[dict[str, Any]] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": [UNKNOWN]},
    ],
}


def members() -> list[Member]:
    """The site with its own public access block switched off, as the tutorials have it."""
    return [
        made(
            "aws-native:s3:Bucket",
            "site",
            {
                "websiteConfiguration": {"indexDocument": "index.html"},
                "ownershipControls": {"rules": [{"objectOwnership": "BucketOwnerPreferred"}]},
                "publicAccessBlockConfiguration": {"blockPublicAcls": False, "ignorePublicAcls": True},
            },
        ),
        made("aws-native:s3:BucketPolicy", "read", {"policyDocument": _READ}, bucket="site"),
        made("aws:s3/bucketObjectv2:BucketObjectv2", "index.html", {"key": "index.html"}, bucket="site"),
        made("aws-native:cloudfront:Function", "headers", {"name": "headers", "autoPublish": True}),
    ]
