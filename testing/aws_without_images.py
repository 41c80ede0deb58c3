"""moto's AWS for tests that start no machine from an image."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from moto import mock_aws
from moto.ec2.models import ec2_backends


@contextmanager
def aws_without_images() -> Iterator[None]:
    """moto in this process, without its hundreds of public images: they take seconds to load and to list."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
        with mock_aws():
            yield
        # moto's own reset ends EC2 first, and what it ends next makes a new one, again without images: the
        # next test of this process would get that one.
        ec2_backends.clear()
