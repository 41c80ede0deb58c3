"""A serverless service of some years: functions, a table, a queue, a stream, keys."""

from __future__ import annotations

from tests.unit.guardrails.as_engine import UNKNOWN, Member
from tests.unit.guardrails.programs.program import made


def members() -> list[Member]:
    """Functions by an ended runtime and by an image, and data in streams and queues."""
    return [
        made("aws:iam/role:Role", "api", {"assumeRolePolicy": "{}"}),
        made("aws:lambda/function:Function", "api", {"runtime": "nodejs16.x"}, role="api"),
        made("aws:lambda/function:Function", "resize", {"packageType": "Image", "imageUri": UNKNOWN}),
        made("aws:cloudwatch/logGroup:LogGroup", "api", {"name": "/aws/lambda/api"}),
        made("aws:dynamodb/table:Table", "orders", {"billingMode": "PAY_PER_REQUEST"}),
        made("aws:sqs/queue:Queue", "jobs", {"sqsManagedSseEnabled": False}),
        made("aws:kinesis/stream:Stream", "clicks", {"shardCount": 1}),
        made("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "clicks", {"destination": "s3"}),
        made("aws:kms/key:Key", "data", {"description": "orders"}),
        made("aws:kms/key:Key", "signing", {"keyUsage": "SIGN_VERIFY"}),
        made("aws:scheduler/schedule:Schedule", "nightly", {"target": {"arn": UNKNOWN}}),
        made("random:index/randomId:RandomId", "suffix", {"byteLength": 4}),
    ]
