"""The README's table of settings is the models' own."""

from pathlib import Path

import pytest

from settings.table import END, START, rewritten, rows

README = Path(__file__).resolve().parents[3] / "README.md"


def test_the_readme_holds_the_current_table() -> None:
    text = README.read_text(encoding="utf-8")
    assert rewritten(text) == text, "run `make docs`"


def test_every_setting_has_a_meaning() -> None:
    assert [row.key for row in rows() if not row.meaning] == []


def test_entries_of_maps_and_lists_have_paths() -> None:
    keys = {row.key for row in rows()}
    assert {"nodeGroups.<name>.instanceTypes", "nodeGroups.<name>.taints[].key", "network.cidr"} <= keys


def test_a_file_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="the file has no"):
        rewritten("# nothing here")
    assert rewritten(f"a {START} old {END} z").startswith(f"a {START}\n| key |")
