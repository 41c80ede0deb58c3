"""Breaks of what stores data, line by line of the rules' tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from guardrails.billing.nothing_superseded import VOLUME_TYPES
from guardrails.billing.volumes_in_use import VOLUME
from guardrails.core.clusters import CLUSTER
from guardrails.safety.backups_kept import BACKED_UP
from guardrails.safety.buckets import ACCOUNT_BLOCK, BLOCK, BUCKETS, SWITCHES
from guardrails.safety.deletion_protection import PROTECTED
from guardrails.safety.demand import Demands
from guardrails.safety.encryption_at_rest import ENCRYPTED
from guardrails.safety.encryption_in_transit import IN_TRANSIT
from guardrails.safety.exposure import EXPOSED
from guardrails.safety.functions_called_by_known import CALLED
from guardrails.safety.keys_rotated import ROTATED
from guardrails.safety.what_a_deletion_leaves import KEEPING

from tests.unit.guardrails.mutations.newcomers import newcomer, put, wrong
from tests.unit.guardrails.mutations.stack import Break, Entry, RecordedStack, adding

_OPEN: Final = dict.fromkeys(SWITCHES, True)
_EVERYBODY: Final = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Resource": "*"}]}
)
_ALWAYS: Final[tuple[tuple[str, Demands], ...]] = (
    ("data-encrypted-at-rest", ENCRYPTED),
    ("not-publicly-accessible", EXPOSED),
    ("traffic-encrypted", IN_TRANSIT),
    ("keys-rotated", ROTATED),
    ("functions-called-by-known", CALLED),
)
_IN_PRODUCTION: Final[tuple[tuple[str, Demands], ...]] = (
    ("deletion-protection", PROTECTED),
    ("deletion-keeps-data", KEEPING),
    ("backups-kept", BACKED_UP),
)


def breaks(stack: RecordedStack) -> Iterator[Break]:
    """Every break of this kind."""
    tables = (*_ALWAYS, *_IN_PRODUCTION) if stack.name == "prod" else _ALWAYS
    for rule, table in tables:
        # The stack's own cluster is broken with the other rules of safety.
        for token, demands in ((key, found) for key, found in table.items() if key != CLUSTER):
            for demand in demands:
                bad = newcomer(stack, token, {})
                changed = put(dict(bad.inputs), demand.path, wrong(demand))
                yield adding(rule, *_beside(stack, token), newcomer_with(bad, changed))
    yield from _buckets(stack)
    for token in ("gcp:storage/bucket:Bucket", "aws-native:sqs:Queue", "aws:cloudformation/stack:Stack"):
        yield adding("unjudged-packages", newcomer(stack, token, {}))
    yield from _versions(stack)
    yield from _volumes(stack)


def newcomer_with(entry: Entry, props: dict[str, Any]) -> Entry:
    """The newcomer with these properties instead of its own."""
    return Entry(entry.type, entry.name, entry.urn, props, props, entry.provider)


def _beside(stack: RecordedStack, token: str) -> list[Entry]:
    """Where a bucket comes, what keeps every bucket of the account closed."""
    return [newcomer(stack, ACCOUNT_BLOCK, _OPEN)] if token in BUCKETS else []


def _buckets(stack: RecordedStack) -> Iterator[Break]:
    for token in BUCKETS:
        yield adding("buckets-block-public-access", newcomer(stack, token, {}))
        for props in (
            {"acl": "public-read"},
            {"policy": _EVERYBODY},
            {"grants": [{"uri": "http://acs.amazonaws.com/groups/global/AllUsers"}]},
        ):
            yield adding("buckets-not-public", *_beside(stack, token), newcomer(stack, token, props))
    for token in (BLOCK, ACCOUNT_BLOCK):
        for switch in SWITCHES:
            less = {name: on for name, on in _OPEN.items() if name != switch}
            yield adding("buckets-not-public", newcomer(stack, token, less))
    yield adding("buckets-not-public", newcomer(stack, "aws:s3/bucketAcl:BucketAcl", {"acl": "public-read"}))


def _volumes(stack: RecordedStack) -> Iterator[Break]:
    attached = {"volumeId": "vol-other", "instanceId": "i-1", "deviceName": "/dev/sdf"}
    attachment = newcomer(stack, "aws:ec2/volumeAttachment:VolumeAttachment", attached)
    yield adding("volumes-in-use", attachment, newcomer(stack, VOLUME, {"id": "vol-1"}))


def _versions(stack: RecordedStack) -> Iterator[Break]:
    for engine, version in (
        ("mysql", "5.7.44"),
        ("postgres", "12.19"),
        ("aurora-mysql", "5.7.mysql_aurora.2.11.2"),
    ):
        for token in ("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"):
            props = {"engine": engine, "engineVersion": version}
            yield adding("database-version-in-standard-support", newcomer(stack, token, props))
    yield adding(
        "lambda-runtime-supported", newcomer(stack, "aws:lambda/function:Function", {"runtime": "go1.x"})
    )
    for token, paths in VOLUME_TYPES.items():
        for path in paths:
            if token.startswith("aws:") and "[]" not in path:
                bad = newcomer(stack, token, {})
                changed = put(dict(bad.inputs), path, "gp2")
                yield adding("nothing-superseded", newcomer_with(bad, changed))
    acl = {"ingress": [{"ruleNo": 1, "action": "allow", "protocol": "-1", "cidrBlock": "0.0.0.0/0"}]}
    yield adding("network-acl-admin-ports-closed", newcomer(stack, "aws:ec2/networkAcl:NetworkAcl", acl))
