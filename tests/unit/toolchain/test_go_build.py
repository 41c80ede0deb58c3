from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.toolchain.scripts import put_script
from toolchain import go_build
from toolchain.catalog import Tool
from toolchain.errors import SetupError
from toolchain.places import Places

# Answers `go env` and `go list`, notes every build, and writes the file that -o names.
GO = """
case "$1" in
env) echo "$GO_PLATFORM" ;;
list) echo "$(dirname "$0")/module" ;;
build)
    echo "CGO_ENABLED=$CGO_ENABLED $*" >> "$(dirname "$0")/builds"
    while [ "$1" != -o ]; do shift; done
    echo built > "$2"
    ;;
esac
"""


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on PATH with a `go` in it; nothing else that could build is reachable."""
    folder = tmp_path / "go"
    put_script(folder / "go", GO)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("GO_PLATFORM", "go1.26 linux amd64")
    return folder


def builds(go: Path) -> list[str]:
    return (go / "builds").read_text().splitlines()


def test_a_build_uses_only_what_is_pinned_and_leaves_no_path_of_the_machine(
    tool: Tool, places: Places, go: Path
) -> None:
    built = go_build.build(replace(tool, ldflags="-X main.v=1"), places)
    assert built["sailor"].read_text() == "built\n"
    words = builds(go)[0].split(" -o ")
    assert words[0] == (
        "CGO_ENABLED=0 build -mod=readonly -trimpath -buildvcs=false -v -ldflags -s -w -X main.v=1"
    )
    assert words[1].endswith("/sailor example.org/cmd/sailor")


def test_an_equal_build_is_taken_from_the_cache(tool: Tool, places: Places, go: Path) -> None:
    first = go_build.build(tool, places)
    second = go_build.build(tool, replace(places, root=places.root))
    assert first == second
    assert len(builds(go)) == 1


def test_another_platform_is_another_build(
    tool: Tool, places: Places, go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = go_build.build(tool, places)
    monkeypatch.setenv("GO_PLATFORM", "go1.27 linux arm64")
    assert go_build.build(tool, places)["sailor"] != first["sailor"]
    assert len(builds(go)) == 2


def test_a_tool_of_several_commands_is_built_as_one(tool: Tool, places: Places, go: Path) -> None:
    pair = replace(tool, binaries={"sailor": "example.org/a", "boatswain": "example.org/b"})
    assert set(go_build.build(pair, places)) == {"sailor", "boatswain"}


def test_a_script_of_a_module_comes_along_and_can_be_run(tool: Tool, places: Places, go: Path) -> None:
    (go / "module" / "cmd").mkdir(parents=True)
    (go / "module" / "cmd" / "helper").write_text("a script")
    built = go_build.build(replace(tool, module_files={"helper": "example.org/sdk:cmd/helper"}), places)
    assert built["helper"].read_text() == "a script"
    assert built["helper"].stat().st_mode & 0o111 == 0o111


def test_a_failed_build_leaves_nothing_and_shows_the_end_of_its_log(
    tool: Tool, places: Places, go: Path
) -> None:
    put_script(go / "go", 'test "$1" = env || { echo "dial tcp: no route"; exit 1; }')
    with pytest.raises(SetupError) as failure:
        go_build.build(tool, places)
    assert str(failure.value) == (
        "Building sailor 1.2.3 from its Go modules failed. It needs the Go module proxy: check the network, "
        "or set GOPROXY to your mirror. "
        f"All of its output is in {places.logs / 'sailor.log'}; it ends with:\n"
        "dial tcp: no route"
    )
    assert list((places.cache / "go").iterdir()) == []


def test_without_go_the_error_says_what_to_install(
    tool: Tool, places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError) as failure:
        go_build.build(tool, places)
    assert str(failure.value) == (
        "sailor 1.2.3 has to be built here, and that needs Go: install Go 1.21 or newer "
        "(https://go.dev/dl/), or put sailor on PATH, then run this again."
    )
