"""S3 buckets."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from sandbox.aws.resource import Aws, Resource, register, tag_list
from sandbox.cloud.listing import by_call
from sandbox.wire.values import Properties

_FIRST_REGION = "us-east-1"


@register
class Bucket(Resource):
    """A bucket; what is set on it by resources of their own is not known here."""

    kind = "aws:s3/bucket:Bucket"
    listed = by_call("s3", "list_buckets", "Buckets", "Name", is_global=True)
    replace_on = frozenset({"bucket", "bucketPrefix", "objectLockEnabled"})
    name_property = "bucket"
    name_limit = 63
    defaults: ClassVar[Mapping[str, Any]] = {"forceDestroy": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        s3, name = aws.client("s3"), inputs["bucket"]
        # S3 refuses its first region as a constraint, and wants every other.
        place = (
            {}
            if aws.region == _FIRST_REGION
            else {"CreateBucketConfiguration": {"LocationConstraint": aws.region}}
        )
        s3.create_bucket(Bucket=name, **place)
        self._set_tags(aws, name, inputs)
        return str(name)

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        try:
            aws.client("s3").head_bucket(Bucket=physical)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchBucket"):
                return None
            raise
        return {
            "arn": f"arn:{aws.partition}:s3:::{physical}",
            "bucket": physical,
            "bucketDomainName": f"{physical}.s3.amazonaws.com",
            "bucketRegionalDomainName": f"{physical}.s3.{aws.region}.amazonaws.com",
            "bucketRegion": aws.region,
            "hostedZoneId": "Z3AQBSTGFYJSTF",
            "requestPayer": inputs.get("requestPayer", "BucketOwner"),
            "accelerationStatus": "",
            "policy": inputs.get("policy", ""),
            "websiteDomain": "",
            "websiteEndpoint": "",
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes tags."""
        self._set_tags(aws, physical, new)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        s3 = aws.client("s3")
        if outputs.get("forceDestroy"):
            for page in s3.get_paginator("list_object_versions").paginate(Bucket=physical):
                for item in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                    s3.delete_object(Bucket=physical, Key=item["Key"], VersionId=item["VersionId"])
        s3.delete_bucket(Bucket=physical)

    @staticmethod
    def _set_tags(aws: Aws, bucket: str, inputs: Properties) -> None:
        tags = tag_list(inputs.get("tags"))
        if tags:
            aws.client("s3").put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
        else:
            aws.client("s3").delete_bucket_tagging(Bucket=bucket)
