"""EBS volumes cost what AWS's own price list says, provisioned performance included."""

from __future__ import annotations

import pytest
from guardrails.figures.volumes import KINDS, volume_usd


@pytest.mark.parametrize(
    ("kind", "gib", "iops", "throughput", "usd"),
    [
        ("gp2", 1000, None, None, 100),
        ("gp3", 400, 3000, 125, 32),
        ("gp3", 400, 4000, 125, 32 + 5),
        ("gp3", 400, 3000, 1000, 32 + 35),
        ("io1", 1000, 1000, None, 125 + 65),
        ("io2", 1000, 1000, None, 125 + 65),
        ("io2", 1000, 40_000, None, 125 + 32_000 * 0.065 + 8_000 * 0.0455),
        ("sc1", 50, None, None, 0.75),
        ("standard", 40, None, None, 2),
    ],
)
def test_a_volume_costs_its_size_and_what_is_provisioned(
    kind: str, gib: float, iops: float | None, throughput: float | None, usd: float
) -> None:
    assert volume_usd(kind, gib, iops, throughput) == pytest.approx(usd)


def test_every_type_of_volume_has_a_price() -> None:
    assert all(volume_usd(kind, 1) > 0 for kind in KINDS)
