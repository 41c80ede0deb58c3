"""The folder holds what this stack wants, and nobody else's file is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.errors import RenderError
from cli.render.folder import Changes, update

NOTHING = Changes((), ())
BOTH = {"headlamp/service.yaml": "kind: Service\n", "dns/service.yaml": "kind: Service\n"}


def content(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


def test_each_file_says_who_wrote_it(tmp_path: Path) -> None:
    assert update(tmp_path / "new", "dev", BOTH).written == ("dns/service.yaml", "headlamp/service.yaml")
    mark, text = content(tmp_path)["new/dns/service.yaml"].split("\n", 1)
    assert mark.startswith("# Written by `make render STACK=dev`, and overwritten by it")
    assert text == "kind: Service\n"


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    update(tmp_path, "dev", BOTH)
    before = content(tmp_path)
    assert update(tmp_path, "dev", BOTH) == NOTHING
    assert content(tmp_path) == before


def test_what_is_not_wanted_any_more_goes_with_its_folder(tmp_path: Path) -> None:
    update(tmp_path, "dev", BOTH)
    changes = update(tmp_path, "dev", {"headlamp/service.yaml": "kind: Service\n"})
    assert changes == Changes((), ("dns/service.yaml",))
    assert [path.name for path in tmp_path.iterdir()] == ["headlamp"]


def test_files_of_others_stay(tmp_path: Path) -> None:
    update(tmp_path, "prod", {"dns/service.yaml": "kind: Service\n"})
    own = tmp_path / "dns" / "own.yaml"
    own.write_text("kind: ConfigMap\n")
    assert update(tmp_path, "dev", {}) == NOTHING
    assert sorted(content(tmp_path)) == ["dns/own.yaml", "dns/service.yaml"]


@pytest.mark.parametrize("writer", ["a person", "another stack"])
def test_a_file_of_somebody_else_in_the_way_stops_everything(tmp_path: Path, writer: str) -> None:
    if writer == "another stack":
        update(tmp_path, "prod", {"dns/service.yaml": "kind: Service\n"})
    else:
        (tmp_path / "dns").mkdir()
        (tmp_path / "dns" / "service.yaml").write_text("kind: ConfigMap\n")
    before = content(tmp_path)
    with pytest.raises(RenderError, match=r"dns/service\.yaml was not written by `make render STACK=dev`"):
        update(tmp_path, "dev", BOTH)
    assert content(tmp_path) == before
