"""Examples of the rules about what stores data: exposure, encryption, deletion, engines."""

from __future__ import annotations

import json
from typing import Any, Final

from guardrails.billing import database_version_in_standard_support, nothing_superseded, volumes_in_use
from guardrails.core import unjudged_packages
from guardrails.safety import (
    backups_kept,
    buckets_block_public_access,
    buckets_not_public,
    data_encrypted_at_rest,
    deletion_keeps_data,
    functions_called_by_known,
    keys_rotated,
    lambda_runtime_supported,
    network_acl_admin_ports_closed,
    not_publicly_accessible,
    traffic_encrypted,
)

from tests.unit.guardrails.as_engine import UNKNOWN, Member
from tests.unit.guardrails.examples.example import Example
from tests.unit.guardrails.examples.safety import one

BUCKET: Final = "aws:s3/bucket:Bucket"
BLOCK: Final = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
POLICY: Final = "aws:s3/bucketPolicy:BucketPolicy"
DATABASE: Final = "aws:rds/instance:Instance"
CACHE: Final = "aws:elasticache/replicationGroup:ReplicationGroup"
ACL: Final = "aws:ec2/networkAcl:NetworkAcl"
LISTENER: Final = "aws:lb/listener:Listener"
PERMISSION: Final = "aws:lambda/permission:Permission"
KEY: Final = "aws:kms/key:Key"
FUNCTION: Final = "aws:lambda/function:Function"


def readable_by(principal: Any) -> str:
    """A bucket policy by which ``principal`` may read."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "*"}
    return json.dumps({"Statement": [statement]})


def entry(number: Any, action: str, port: Any) -> dict[str, Any]:
    """An inbound entry of a network ACL for everybody."""
    return {
        "ruleNo": number,
        "action": action,
        "protocol": "tcp",
        "fromPort": port,
        "toPort": port,
        "cidrBlock": "0.0.0.0/0",
    }


def blocked(bucket: Any) -> list[Member]:
    """A bucket, and a public access block for the bucket with this name."""
    return [
        Member(BLOCK, "block", {"bucket": bucket}),
        Member(BUCKET, "subject", {"id": "assets-1", "bucket": "assets-1"}),
    ]


def attached(volume: Any) -> list[Member]:
    """A volume, and the attachment of the volume with this id."""
    return [
        Member("aws:ec2/volumeAttachment:VolumeAttachment", "disk", {"volumeId": volume}),
        Member("aws:ebs/volume:Volume", "subject", {"id": "vol-1"}),
    ]


EXAMPLES: Final = (
    Example(
        volumes_in_use.RULE,
        good=attached("vol-1"),
        bad=attached("vol-2"),
        says="id: a volume that nothing in this stack uses.",
        unknown=attached(UNKNOWN),
        waits="volumeId",
    ),
    Example(
        functions_called_by_known.RULE,
        good=one(PERMISSION, principal="s3.amazonaws.com", sourceArn=UNKNOWN),
        bad=one(PERMISSION, principal="s3.amazonaws.com"),
        says="sourceArn: not set.",
        unknown=one(PERMISSION, principal=UNKNOWN),
        waits="sourceArn",
    ),
    Example(
        traffic_encrypted.RULE,
        good=one(LISTENER, protocol="HTTP", defaultActions=[{"type": "redirect"}]),
        bad=one(LISTENER, protocol="HTTP", defaultActions=[{"type": "forward"}]),
        says="protocol: 'HTTP'.",
        unknown=one(LISTENER, protocol="HTTP", defaultActions=[{"type": UNKNOWN}]),
        waits="protocol",
    ),
    Example(
        keys_rotated.RULE,
        good=one(KEY, keyUsage="SIGN_VERIFY"),
        bad=one(KEY),
        says="enableKeyRotation: not set.",
        unknown=one(KEY, keyUsage=UNKNOWN),
        waits="enableKeyRotation",
    ),
    Example(
        backups_kept.RULE,
        good=one(DATABASE, replicateSourceDb=UNKNOWN),
        bad=one(DATABASE, backupRetentionPeriod=0),
        says="backupRetentionPeriod: 0.",
        unknown=one(DATABASE, backupRetentionPeriod=UNKNOWN),
        waits="backupRetentionPeriod",
        config={"production": True},
    ),
    Example(
        unjudged_packages.RULE,
        good=one("aws-native:s3:Bucket"),
        bad=one("gcp:storage/bucket:Bucket"),
        says=(
            "types: 1 of 1 resources are of types that no rule reads: gcp 1 (1 x gcp:storage/bucket:Bucket)."
        ),
        unknown=one("aws:ec2/vpc:Vpc", cidrBlock=UNKNOWN),
        waits=None,
    ),
    Example(
        network_acl_admin_ports_closed.RULE,
        good=one(ACL, ingress=[entry(200, "allow", 22), entry(100, "deny", 22)]),
        bad=one(ACL, ingress=[entry(100, "allow", 22), entry(200, "deny", 22)]),
        says="ingress[0]: port 22 (SSH) is open to 0.0.0.0/0.",
        unknown=one(ACL, ingress=[entry(100, "allow", 22), entry(UNKNOWN, "deny", 22)]),
        waits="ingress[0]",
    ),
    Example(
        not_publicly_accessible.RULE,
        good=one(DATABASE, publiclyAccessible=False),
        bad=one(DATABASE, publiclyAccessible=True),
        says="publiclyAccessible: true.",
        unknown=one(DATABASE, publiclyAccessible=UNKNOWN),
        waits="publiclyAccessible",
    ),
    Example(
        buckets_not_public.RULE,
        good=one(POLICY, policy=readable_by({"Service": "cloudfront.amazonaws.com"})),
        bad=one(POLICY, policy=readable_by("*")),
        says="policy: a statement allows something to everybody.",
        unknown=one(POLICY, policy=UNKNOWN),
        waits="policy",
    ),
    Example(
        buckets_block_public_access.RULE,
        good=blocked("assets-1"),
        bad=blocked("another"),
        says="public access block: no public access block in this program.",
        unknown=blocked(UNKNOWN),
        waits="bucket",
    ),
    Example(
        data_encrypted_at_rest.RULE,
        good=one(CACHE, engine="valkey"),
        bad=one(CACHE, engine="redis"),
        says="atRestEncryptionEnabled: not set.",
        unknown=one(CACHE, engine=UNKNOWN),
        waits="atRestEncryptionEnabled",
    ),
    Example(
        deletion_keeps_data.RULE,
        good=one(DATABASE, finalSnapshotIdentifier="last"),
        bad=one(DATABASE, skipFinalSnapshot=True),
        says="skipFinalSnapshot: true.",
        unknown=one(DATABASE, skipFinalSnapshot=UNKNOWN, finalSnapshotIdentifier="last"),
        waits="skipFinalSnapshot",
        config={"production": True},
    ),
    Example(
        database_version_in_standard_support.RULE,
        good=one(DATABASE, engine="postgres", engineVersion="16.3"),
        bad=one(DATABASE, engine="mysql", engineVersion="8.0.36", instanceClass="db.t3.micro"),
        says=(
            "engineVersion: 8.0.36 of mysql, in standard support until 2026-07-31 only (since then 0.10 USD "
            "for each vCPU and hour, 0.20 in the third year: 146.00 USD a month for 2 vCPU)."
        ),
        unknown=one(DATABASE, engine="postgres", engineVersion=UNKNOWN),
        waits="engineVersion",
    ),
    Example(
        nothing_superseded.RULE,
        good=one(DATABASE, storageType="gp3"),
        bad=one(DATABASE, storageType="gp2"),
        says="storageType: 'gp2'.",
        unknown=one(DATABASE, storageType=UNKNOWN),
        waits="storageType",
    ),
    Example(
        lambda_runtime_supported.RULE,
        good=one(FUNCTION, runtime="python3.13"),
        bad=one(FUNCTION, runtime="python3.8"),
        says="runtime: 'python3.8', which gets no security patches since 2024-10-14.",
        unknown=one(FUNCTION, runtime=UNKNOWN),
        waits="runtime",
    ),
)
