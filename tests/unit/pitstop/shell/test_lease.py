from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from pitstop.config import LeaseSettings
from pitstop.shell.api import MERGE, Api, AwayError, Json
from pitstop.shell.lease import Lease
from tests.unit.pitstop.fake_api_server import FakeApi
from tests.unit.pitstop.fleets import NOON
from tests.unit.pitstop.shell.clusters import LEASE, passes
from tests.unit.pitstop.virtual_time import VirtualClock, run

DAY = 86400.0


class Cable(Api):
    """The way of one replica to the API server, which may be cut."""

    def __init__(self, api: FakeApi) -> None:
        self._api = api
        self.cut = False

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Json:
        self._check()
        return await self._api.get(path, query)

    async def patch(self, path: str, body: Json, content_type: str = MERGE) -> Json:
        self._check()
        return await self._api.patch(path, body, content_type)

    async def create(self, path: str, body: Json) -> Json:
        self._check()
        return await self._api.create(path, body)

    def _check(self) -> None:
        if self.cut:
            raise AwayError("the cable is cut")


class Candidates:
    """Replicas that stand for election; their clocks need not agree."""

    def __init__(self) -> None:
        self.api = FakeApi(VirtualClock(NOON))
        self.cables: dict[str, Cable] = {}
        self.leases: dict[str, Lease] = {}
        self.changes: list[tuple[float, str]] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, *, skew: float = 0.0) -> None:
        clock = VirtualClock(NOON + skew)
        self.cables[name] = Cable(self.api)
        self.leases[name] = Lease(
            self.cables[name],
            LEASE,
            name,
            LeaseSettings(),
            changed=lambda: self.changes.append((clock.monotonic(), name)),
            clock=clock,
        )
        self.tasks[name] = asyncio.create_task(self.leases[name].run())

    def leading(self) -> list[str]:
        return [name for name, lease in self.leases.items() if lease.leading]

    @property
    def holder(self) -> str | None:
        found: str | None = self.api.at(LEASE)["spec"].get("holderIdentity")
        return found


@asynccontextmanager
async def election() -> AsyncIterator[Candidates]:
    candidates = Candidates()
    try:
        yield candidates
    finally:
        for task in candidates.tasks.values():
            task.cancel()


def test_the_first_makes_the_lease_and_the_second_waits() -> None:
    async def work() -> None:
        async with election() as all_of_them:
            all_of_them.start("a")
            await passes(1)
            all_of_them.start("b")
            await passes(60)
            assert (all_of_them.leading(), all_of_them.holder) == (["a"], "a")
            assert all_of_them.changes == [(0.0, "a")]
            assert all_of_them.api.at(LEASE)["spec"]["leaseTransitions"] == 0

    run(work())


def test_of_two_that_start_at_once_one_leads() -> None:
    async def work() -> None:
        async with election() as all_of_them:
            for name in ("a", "b", "c"):
                all_of_them.start(name)
            for _ in range(100):
                await passes(0.5)
                assert len(all_of_them.leading()) == 1

    run(work())


def test_one_that_hands_over_is_followed_at_the_next_try() -> None:
    async def work() -> None:
        async with election() as all_of_them:
            all_of_them.start("a")
            await passes(1)
            all_of_them.start("b")
            await passes(10)
            all_of_them.tasks["a"].cancel()
            await all_of_them.leases["a"].release()
            assert all_of_them.leading() == []
            await passes(2)
            assert (all_of_them.leading(), all_of_them.holder) == (["b"], "b")
            assert all_of_them.api.at(LEASE)["spec"]["leaseTransitions"] == 1

    run(work())


def test_one_that_is_killed_is_followed_when_its_lease_has_run_out() -> None:
    async def work() -> None:
        async with election() as all_of_them:
            all_of_them.start("a")
            await passes(1)
            all_of_them.start("b")
            await passes(9)
            all_of_them.tasks["a"].cancel()
            await passes(14)
            assert all_of_them.holder == "a"
            await passes(6)
            assert all_of_them.holder == "b"

    run(work())


def test_one_that_is_cut_off_stops_acting_before_another_begins_whatever_their_clocks_say() -> None:
    async def work(skew: float) -> None:
        async with election() as all_of_them:
            all_of_them.start("a")
            await passes(1)
            all_of_them.start("b", skew=skew)
            await passes(9)
            all_of_them.cables["a"].cut = True
            for _ in range(300):
                await passes(0.1)
                assert len(all_of_them.leading()) <= 1
            assert all_of_them.leading() == ["b"]
            all_of_them.cables["a"].cut = False
            await passes(60)
            assert all_of_them.leading() == ["b"]

    for skew in (0.0, DAY, -DAY):
        run(work(skew))


def test_a_leader_that_misses_a_renewal_or_two_goes_on_leading() -> None:
    async def work() -> None:
        async with election() as all_of_them:
            all_of_them.start("a")
            await passes(5)
            all_of_them.cables["a"].cut = True
            await passes(7)
            all_of_them.cables["a"].cut = False
            for _ in range(50):
                await passes(0.2)
                assert all_of_them.leading() == ["a"]
            assert all_of_them.changes == [(0.0, "a")]

    run(work())
