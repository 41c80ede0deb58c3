"""What is generated is current, and `make docs` says so or makes it so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.docs import __main__ as command
from tools.docs import generated
from tools.docs.generated import GENERATED, Generated, stale
from tools.docs.regions import between


@pytest.mark.parametrize("one", GENERATED, ids=lambda one: one.name)
def test_every_generated_file_is_current(one: Generated) -> None:
    assert one.fresh(one.current) == one.current, f"{one.name} is out of date: run `make docs`"


def of_one(name: str, text: str, root: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(generated, "ROOT", root)
    patch.setattr(command, "GENERATED", (Generated(name, lambda _: text),))


def test_check_names_what_is_out_of_date_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    of_one("page.md", "new", tmp_path, monkeypatch)
    (tmp_path / "page.md").write_text("old")
    assert command.main(["--check"]) == 1
    assert capsys.readouterr().out == "page.md: is out of date; run `make docs`\n"
    assert (tmp_path / "page.md").read_text() == "old"


def test_without_check_it_is_written_and_then_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    of_one("page.md", "new", tmp_path, monkeypatch)
    assert command.main([]) == 0
    assert capsys.readouterr().out == "page.md: written\n"
    assert (tmp_path / "page.md").read_text() == "new"
    assert command.main(["--check"]) == 0


def test_a_file_that_is_missing_is_out_of_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated, "ROOT", tmp_path)
    missing = Generated("page.md", lambda _: "new")
    assert stale([missing]) == [missing]


def test_a_part_is_rewritten_between_its_markers_alone() -> None:
    assert between("a <x> old </x> z", "<x>", "</x>", "new") == "a <x>\nnew\n</x> z"


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="the file has no <x>"):
        between("a old </x> z", "<x>", "</x>", "new")
    with pytest.raises(ValueError, match="the file has no <x>"):
        between("a <x> old z", "<x>", "</x>", "new")
