"""The fake API server answers as a real one does; tests/control_plane asks that the same."""

from __future__ import annotations

import pytest

from pitstop.shell.api import Api
from tests.api_server_cases import CASES, Case
from tests.unit.pitstop.fake_api_server import FakeApi
from tests.unit.pitstop.fleets import NOON
from tests.unit.pitstop.virtual_time import VirtualClock, run


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_the_fake_one(case: Case) -> None:
    async def work() -> None:
        api: Api = FakeApi(VirtualClock(NOON))
        await case(api)

    run(work())
