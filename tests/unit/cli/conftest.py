"""An AWS account of moto's, in this process, fresh for every test; and a project with two stacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.leftovers import find
from testing.aws_without_images import aws_without_images

_DEV = """
config:
  aws:region: us-east-1
  aws:defaultTags: {tags: {"selfdriving:cluster": shop-dev}}
  shop:cluster: {publicAccess: true, publicAccessCidrs: [203.0.113.7/32]}
  shop:nodeGroups: {general: {instanceTypes: [m6i.large]}}
  shop:billing: {email: team@example.com}
"""
_LOCAL = "config: {shop:target: kubeconfig, shop:kubeconfig: {path: /home/me/kind.yaml, context: kind}}\n"


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    # moto in this process is not made for threads.
    monkeypatch.setattr(find, "_REGIONS_AT_ONCE", 1)
    with aws_without_images():
        yield


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the stack ``dev`` on AWS and ``local`` on a cluster that exists."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text(_DEV)
    (tmp_path / "Pulumi.local.yaml").write_text(_LOCAL)
    return tmp_path
