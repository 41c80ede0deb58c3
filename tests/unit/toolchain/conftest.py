from pathlib import Path

import pytest

from toolchain.catalog import Tool
from toolchain.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(root=tmp_path / "checkout", cache=tmp_path / "cache")


@pytest.fixture
def tool(places: Places) -> Tool:
    """A tool of one command, with its module in the checkout."""
    module = places.go_modules / "sailor"
    module.mkdir(parents=True)
    (module / "go.mod").write_text("module tools/sailor\n")
    (module / "go.sum").write_text("")
    return Tool(
        name="sailor", version="1.2.3", binaries={"sailor": "example.org/cmd/sailor"}, usual="a minute"
    )
