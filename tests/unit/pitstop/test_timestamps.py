from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop.timestamps import seconds, timestamp

times = st.integers(0, 4_000_000_000_000_000).map(lambda micro: micro / 1_000_000)


@given(times)
def test_times_survive(moment: float) -> None:
    assert seconds(timestamp(moment)) == pytest.approx(moment, abs=1e-5)
