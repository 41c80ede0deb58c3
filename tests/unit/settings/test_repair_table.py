from pathlib import Path

import pytest

from settings.repair_table import END, START, main, table
from settings.table import between

PAGE = Path(__file__).parents[3] / "docs" / "scaling.md"


def test_the_page_has_the_table_that_decides() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert between(page, START, END, table()) == page


def test_a_refused_pair_is_told_with_its_reason() -> None:
    (line,) = (line for line in table().splitlines() if line.startswith("| `auto-mode` | `pitstop` |"))
    assert line == (
        "| `auto-mode` | `pitstop` | refused | refused | EKS repairs nodes of Auto Mode itself, which can't "
        "be switched off, and two would act on one node |"
    )


def test_the_page_is_rewritten_between_its_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    main(str(page))
    assert page.read_text() == f"before\n{START}\n{table()}\n{END}\nafter\n"


def test_a_page_without_markers_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing")
    with pytest.raises(ValueError, match="the file has no <!-- who repairs what"):
        main(str(page))
