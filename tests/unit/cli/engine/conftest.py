from pathlib import Path

import pytest

from cli.engine.target import Target, choose


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with the stacks sandbox and dev."""
    (tmp_path / "Pulumi.yaml").write_text("name: reef\nruntime: python\n")
    (tmp_path / "Pulumi.sandbox.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  reef:depth: 3\n")
    return tmp_path


@pytest.fixture
def sandbox(root: Path) -> Target:
    return choose("sandbox", root, {})


@pytest.fixture
def dev(root: Path) -> Target:
    return choose("dev", root, {})
