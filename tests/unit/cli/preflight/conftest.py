"""The region that a stack goes up in."""

from __future__ import annotations

import pytest

from cli.aws.region import Region


@pytest.fixture
def region() -> Region:
    return Region("us-east-1")
