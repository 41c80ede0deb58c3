import re

import pytest

from toolchain.catalog import TOOLS, Tool
from toolchain.places import of_this_checkout

MODULES = of_this_checkout().go_modules


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_every_tool_has_pinned_modules_of_the_version_that_the_catalogue_names(tool: Tool) -> None:
    required = re.findall(
        r"^\s*(?:require )?(\S+) v(\S+)", (MODULES / tool.name / "go.mod").read_text(), re.M
    )
    for package in tool.binaries.values():
        owners = {module: version for module, version in required if package.startswith(module)}
        assert owners[max(owners, key=len)] == tool.version


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_every_tool_has_checksums_for_what_it_requires(tool: Tool) -> None:
    assert f" v{tool.version} h1:" in (MODULES / tool.name / "go.sum").read_text()


def test_every_folder_of_modules_belongs_to_a_tool() -> None:
    assert {folder.name for folder in MODULES.iterdir()} == set(TOOLS)


def test_no_two_tools_bring_the_same_command() -> None:
    commands = [command for tool in TOOLS.values() for command in [*tool.binaries, *tool.module_files]]
    assert sorted(commands) == sorted(set(commands))
