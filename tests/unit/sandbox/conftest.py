"""A fresh AWS account in moto for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.unit.sandbox.account import Account


@pytest.fixture
def account() -> Iterator[Account]:
    with mock_aws():
        yield Account()


@pytest.fixture
def account_with_policies() -> Iterator[Account]:
    """With the policies that AWS itself keeps; to load them takes over a second."""
    with mock_aws(config={"iam": {"load_aws_managed_policies": True}}):
        yield Account()


@pytest.fixture
def tagged_account() -> Iterator[Account]:
    with mock_aws():
        yield Account(default_tags={"Owner": "platform", "Team": "core"})
