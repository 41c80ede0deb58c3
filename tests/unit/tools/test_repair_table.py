from __future__ import annotations

from tools.docs.repair_table import table


def test_a_refused_pair_is_told_with_its_reason() -> None:
    (line,) = (line for line in table().splitlines() if line.startswith("| `auto-mode` | `pitstop` |"))
    assert line == (
        "| `auto-mode` | `pitstop` | refused | refused | EKS repairs nodes of Auto Mode itself, which can't "
        "be switched off, and two would act on one node |"
    )
