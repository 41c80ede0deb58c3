from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.toolchain.scripts import put_script
from toolchain import on_path
from toolchain.catalog import TOOLS, Acceptable, Tool

FROM_1_2_TO_2 = Acceptable(("--version",), at_least=(1, 2, 0), below=(2, 0, 0))


@pytest.fixture
def sailor(tool: Tool) -> Tool:
    return replace(tool, acceptable=FROM_1_2_TO_2)


@pytest.mark.parametrize("said", ["1.2.0", "v1.9.7", "sailor version v1.2.3+g123"])
def test_a_tool_of_a_version_that_is_new_enough_is_taken(sailor: Tool, tmp_path: Path, said: str) -> None:
    command = put_script(tmp_path / "sailor", f"echo {said}")
    assert on_path.find(sailor, str(tmp_path)) == {"sailor": command}


@pytest.mark.parametrize("said", ["1.1.9", "v2.0.0", "unknown", "1.2"])
def test_a_tool_that_is_too_old_too_new_or_unclear_is_not_taken(
    sailor: Tool, tmp_path: Path, said: str
) -> None:
    put_script(tmp_path / "sailor", f"echo {said}")
    assert on_path.find(sailor, str(tmp_path)) == {}


def test_a_tool_that_can_not_run_here_is_not_taken(sailor: Tool, tmp_path: Path) -> None:
    put_script(tmp_path / "sailor", "").write_bytes(b"\x7fELF of another machine")
    assert on_path.find(sailor, str(tmp_path)) == {}


def test_a_tool_that_has_no_acceptable_version_is_never_looked_for(tool: Tool, tmp_path: Path) -> None:
    put_script(tmp_path / "sailor", "echo 1.2.3")
    assert on_path.find(tool, str(tmp_path)) == {}


def test_pulumi_is_taken_only_with_its_python_host_beside_it(tmp_path: Path) -> None:
    pulumi = put_script(tmp_path / "pulumi", "echo v3.300.0")
    assert on_path.find(TOOLS["pulumi"], str(tmp_path)) == {}

    put_script(tmp_path / "pulumi-language-python", "")
    assert on_path.find(TOOLS["pulumi"], str(tmp_path)) == {"pulumi": pulumi}


def test_the_python_host_counts_when_it_stands_where_a_link_leads(tmp_path: Path) -> None:
    put_script(tmp_path / "opt" / "pulumi", "echo v3.300.0")
    put_script(tmp_path / "opt" / "pulumi-language-python", "")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pulumi").symlink_to(tmp_path / "opt" / "pulumi")
    assert on_path.find(TOOLS["pulumi"], str(tmp_path / "bin")) == {"pulumi": tmp_path / "bin" / "pulumi"}


def test_helm_4_is_not_taken_for_helm_3(tmp_path: Path) -> None:
    put_script(tmp_path / "helm", "echo v4.0.1")
    assert on_path.find(TOOLS["helm"], str(tmp_path)) == {}
