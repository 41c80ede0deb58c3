from __future__ import annotations

import pytest

from pitstop.model import PendingReplacement, State
from pitstop.shell.api import AwayError, RefusedError
from pitstop.shell.state_store import StateStore
from tests.unit.pitstop.fleets import NOON
from tests.unit.pitstop.shell.clusters import STATE, Cluster
from tests.unit.pitstop.virtual_time import run

ONE = State(pending_replacements=(PendingReplacement("workers", "n0", NOON, NOON + 1),))


def test_the_state_stands_under_the_key_memory_of_the_charts_configmap_and_is_found_there() -> None:
    async def work() -> None:
        cluster = Cluster()
        await StateStore(cluster.api, "pitstop", "pitstop").save(ONE)
        assert cluster.api.at(STATE)["data"].keys() == {"memory"}
        assert await StateStore(cluster.api, "pitstop", "pitstop").load() == ONE

    run(work())


def test_a_state_that_has_not_changed_is_not_written_again() -> None:
    async def work() -> None:
        cluster = Cluster()
        store = StateStore(cluster.api, "pitstop", "pitstop")
        assert await store.load() == State()
        for _ in range(3):
            await store.save(ONE)
        assert len(cluster.api.changes(STATE)) == 1

    run(work())


def test_a_configmap_that_somebody_deleted_is_made_again() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.api.remove(STATE)
        store = StateStore(cluster.api, "pitstop", "pitstop")
        assert await store.load() == State()
        await store.save(ONE)
        assert await store.load() == ONE

    run(work())


def test_a_state_that_is_spoilt_is_none_and_an_error_is_an_error() -> None:
    async def work() -> None:
        cluster = Cluster()
        store = StateStore(cluster.api, "pitstop", "pitstop")
        cluster.api.change(STATE, {"data": {"memory": "no JSON"}})
        assert await store.load() == State()
        cluster.api.fail("GET", "pitstop-state", AwayError("no answer"))
        with pytest.raises(AwayError):
            await store.load()
        cluster.api.fail("PATCH", "pitstop-state", RefusedError(403, "no right"))
        with pytest.raises(RefusedError):
            await store.save(ONE)

    run(work())
