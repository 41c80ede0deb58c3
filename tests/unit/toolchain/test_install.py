import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.toolchain.scripts import put_script
from toolchain import go_build, install, release
from toolchain.catalog import Acceptable, Tool
from toolchain.places import Places

NOWHERE = ""


@pytest.fixture
def built(places: Places, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Builds give a file in the cache; the list names the tools that were built."""
    names: list[str] = []

    def build(tool: Tool, _places: Places) -> dict[str, Path]:
        names.append(tool.name)
        return {command: put_script(places.cache / command, "built") for command in tool.binaries}

    monkeypatch.setattr(go_build, "build", build)
    return names


def test_a_good_tool_on_path_is_linked_not_built(
    tool: Tool, places: Places, built: list[str], tmp_path: Path
) -> None:
    there = put_script(tmp_path / "bin" / "sailor", "echo 1.2.3")
    sailor = replace(tool, acceptable=Acceptable((), (1, 0, 0), (2, 0, 0)))
    install.ensure(sailor, places, str(tmp_path / "bin"))
    assert (places.bin / "sailor").readlink() == there
    assert built == []


def test_a_built_tool_shares_its_file_with_the_cache(tool: Tool, places: Places, built: list[str]) -> None:
    install.ensure(tool, places, NOWHERE)
    assert (places.bin / "sailor").samefile(places.cache / "sailor")


def test_a_cache_on_another_file_system_is_copied_from(
    tool: Tool, places: Places, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    install.ensure(tool, places, NOWHERE)
    assert (places.bin / "sailor").read_text() == "#!/bin/sh\nbuilt\n"
    assert (places.bin / "sailor").stat().st_mode & 0o111 == 0o111


def test_what_is_there_is_left_alone(tool: Tool, places: Places, built: list[str]) -> None:
    install.ensure(tool, places, NOWHERE)
    install.ensure(tool, places, NOWHERE)
    assert built == ["sailor"]


def test_a_command_that_was_deleted_comes_back(tool: Tool, places: Places, built: list[str]) -> None:
    install.ensure(tool, places, NOWHERE)
    (places.bin / "sailor").unlink()
    install.ensure(tool, places, NOWHERE)
    assert (places.bin / "sailor").exists()


def test_a_new_recipe_replaces_the_tool_and_what_only_the_old_one_brought(
    tool: Tool, places: Places, built: list[str]
) -> None:
    install.ensure(replace(tool, binaries={"sailor": "a", "helper": "b"}), places, NOWHERE)
    install.ensure(tool, places, NOWHERE)
    assert [command.name for command in places.bin.iterdir()] == ["sailor"]
    assert built == ["sailor", "sailor"]


def test_an_official_release_is_tried_before_a_build(
    tool: Tool, places: Places, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    official = {"sailor": put_script(places.cache / "official", "")}
    monkeypatch.setattr(release, "fetch", lambda *_: official)
    install.ensure(replace(tool, official_release=True), places, NOWHERE)
    assert (places.bin / "sailor").samefile(places.cache / "official")
    assert built == []


def test_an_official_release_that_can_not_be_reached_is_built_instead(
    tool: Tool,
    places: Places,
    built: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def unreachable(*_: object) -> None:
        raise release.UnreachableError("example.org can't be reached (timed out)")

    monkeypatch.setattr(release, "fetch", unreachable)
    install.ensure(replace(tool, official_release=True), places, NOWHERE)
    assert built == ["sailor"]
    assert capsys.readouterr().err == (
        "No official release of sailor: example.org can't be reached (timed out). Its Go modules will do.\n"
    )


def test_a_built_engine_gets_the_stand_in_for_the_language_host(
    tool: Tool, places: Places, built: list[str]
) -> None:
    engine = replace(tool, binaries={"pulumi": "example.org/pulumi"}, name="pulumi")
    (places.go_modules / "sailor").rename(places.go_modules / "pulumi")
    install.ensure(engine, places, NOWHERE)
    host = places.bin / "pulumi-language-python"
    assert os.access(host, os.X_OK)

    python = put_script(places.python, 'echo "$@"')
    assert python.exists()
    said = os.popen(f"{host} --some 127.0.0.1:1").read().split()  # noqa: S605
    assert said == [
        "-P",
        f"{places.bin}/../../toolchain/language_host.py",
        f"{host}-exec",
        "--some",
        "127.0.0.1:1",
    ]
