"""One region of an account: its typed clients, each made on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import boto3
import botocore.session
from botocore.config import Config
from botocore.loaders import Loader

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_eks import EKSClient
    from mypy_boto3_elb import ElasticLoadBalancingClient
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_service_quotas import ServiceQuotasClient
    from mypy_boto3_sts import STSClient

_CONFIG = Config(retries={"mode": "adaptive", "max_attempts": 8})

# Reading the API descriptions takes longer than asking; all regions share what was read.
_LOADER = Loader()


class Region:
    """A region and the clients that are needed there. A session of its own: boto3's are not thread-safe."""

    def __init__(self, name: str) -> None:
        self.name = name
        core = botocore.session.get_session()
        core.register_component("data_loader", _LOADER)
        self._session = boto3.Session(botocore_session=core, region_name=name)

    @cached_property
    def autoscaling(self) -> AutoScalingClient:
        """Auto Scaling."""
        return self._session.client("autoscaling", config=_CONFIG)

    @cached_property
    def cloudformation(self) -> CloudFormationClient:
        """CloudFormation."""
        return self._session.client("cloudformation", config=_CONFIG)

    @cached_property
    def cloudwatch(self) -> CloudWatchClient:
        """CloudWatch metrics and alarms."""
        return self._session.client("cloudwatch", config=_CONFIG)

    @cached_property
    def ec2(self) -> EC2Client:
        """EC2, VPC and EBS."""
        return self._session.client("ec2", config=_CONFIG)

    @cached_property
    def eks(self) -> EKSClient:
        """EKS."""
        return self._session.client("eks", config=_CONFIG)

    @cached_property
    def elb(self) -> ElasticLoadBalancingClient:
        """Classic load balancers."""
        return self._session.client("elb", config=_CONFIG)

    @cached_property
    def elbv2(self) -> ElasticLoadBalancingv2Client:
        """Application and network load balancers."""
        return self._session.client("elbv2", config=_CONFIG)

    @cached_property
    def iam(self) -> IAMClient:
        """IAM, the same in every region."""
        return self._session.client("iam", config=_CONFIG)

    @cached_property
    def kms(self) -> KMSClient:
        """KMS."""
        return self._session.client("kms", config=_CONFIG)

    @cached_property
    def logs(self) -> CloudWatchLogsClient:
        """CloudWatch Logs."""
        return self._session.client("logs", config=_CONFIG)

    @cached_property
    def quotas(self) -> ServiceQuotasClient:
        """Service Quotas."""
        return self._session.client("service-quotas", config=_CONFIG)

    @cached_property
    def sts(self) -> STSClient:
        """STS: the identity of the credentials."""
        return self._session.client("sts", config=_CONFIG)

    def enabled_regions(self) -> list[str]:
        """The names of the regions that this account has switched on, sorted."""
        answer = self.ec2.describe_regions(AllRegions=False)
        return sorted(region["RegionName"] for region in answer["Regions"])
