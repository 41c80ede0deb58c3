"""S3 buckets, and the policies, ACLs and blocks that open or close them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guardrails.core.plain import Plain

BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
BLOCK: Final = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
OWN_BLOCK: Final = "publicAccessBlockConfiguration"
"""Where a bucket of aws-native has its own."""
ACCOUNT_BLOCK: Final = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"

ACLS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(BUCKETS, ("acl",)),
    "aws:s3/bucketAcl:BucketAcl": ("acl",),
    "aws:s3/bucketAclV2:BucketAclV2": ("acl",),
}
"""Where a canned ACL stands."""

GRANTEES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(BUCKETS, ("grants[].uri",)),
    "aws:s3/bucketAcl:BucketAcl": ("accessControlPolicy.grants[].grantee.uri",),
    "aws:s3/bucketAclV2:BucketAclV2": ("accessControlPolicy.grants[].grantee.uri",),
}
"""Where an ACL of one's own names whom it lets in."""

POLICIES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(BUCKETS, ("policy",)),
    "aws:s3/bucketPolicy:BucketPolicy": ("policy",),
}
"""Where a bucket's policy stands."""

SWITCHES: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
"""The four properties of a public access block; one that isn't set is off."""

_EVERYBODY: Final = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")


def is_public_acl(acl: Plain) -> bool:
    """Whether a canned ACL lets in everybody, or everybody who has some AWS account."""
    return acl in ("public-read", "public-read-write", "authenticated-read")


def is_everybody(uri: Plain) -> bool:
    """Whether a grantee is everybody, or everybody who has some AWS account."""
    return isinstance(uri, str) and uri.endswith(_EVERYBODY)
