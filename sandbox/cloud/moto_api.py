"""moto in this process: it answers every boto3 client, without a socket in between."""

from __future__ import annotations

import functools
import os
from typing import Any, Final

import boto3
from botocore.config import Config
from moto import mock_aws

ACCOUNT: Final = "123456789012"
"""The account that moto answers for."""


def start_moto() -> None:
    """Routes every boto3 client of this process to moto, with AWS's own IAM policies loaded.

    The caller's AWS settings are dropped: an endpoint or a profile among them would lead around moto.
    """
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    core = {"mock_credentials": True, "reset_boto3_session": True}
    mock: Any = mock_aws
    mock(config={"core": core, "iam": {"load_aws_managed_policies": True}}).start()


@functools.cache
def client(service: str, region: str) -> Any:  # noqa: ANN401 - arguments are built from a program's own words
    """A boto3 client for moto; making one costs 10 ms or more, so each is made once."""
    # boto3's stubs know each service's client by a literal name; here the name is data.
    make: Any = boto3.client
    return make(service, region_name=region, config=Config(retries={"total_max_attempts": 1}))
