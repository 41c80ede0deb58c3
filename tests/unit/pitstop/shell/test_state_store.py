from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop.model import (
    BreakerState,
    PendingReplacement,
    PendingReschedule,
    Scope,
    ScopeKind,
    State,
)
from pitstop.shell.api import AwayError, RefusedError
from pitstop.shell.state_store import Pause, StateStore, decode, encode
from tests.unit.pitstop.fleets import NOON
from tests.unit.pitstop.shell.clusters import STATE, Cluster
from tests.unit.pitstop.virtual_time import run

ONE = State(pending_replacements=(PendingReplacement("workers", "n0", NOON, NOON + 1),))


names = st.text("abcdefghij-", min_size=1, max_size=8)


@given(
    st.builds(
        State,
        st.dictionaries(
            st.builds(Scope, st.sampled_from(ScopeKind), names),
            st.builds(BreakerState, st.booleans(), st.none() | st.just(1_700_000_000.5)),
        ),
        st.dictionaries(names, st.lists(st.just(1_700_000_000.25), max_size=3).map(tuple)),
        st.lists(
            st.builds(PendingReschedule, names, names, st.just(1.0), st.just((("web", 3),))), max_size=2
        ).map(tuple),
        st.lists(st.builds(PendingReplacement, names, names, st.just(1.0), st.just(2.0)), max_size=2).map(
            tuple
        ),
    )
)
def test_the_state_survives_being_written_and_read(state: State) -> None:
    assert decode(encode(state)) == state


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"breakers": 1}', '{"breakers": [{}]}'])
def test_a_spoilt_state_is_told_apart(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own errors are ValueErrors too
        decode(text)


@pytest.mark.parametrize(
    ("annotations", "reason"),
    [
        ({"pitstop/pause": "upgrade"}, "somebody paused pitstop: upgrade"),
        ({"pitstop/pause": "false"}, None),
        ({}, None),
    ],
)
def test_a_pause_is_read_from_the_annotation(annotations: dict[str, str], reason: str | None) -> None:
    pause = Pause()
    pause.replace([{"metadata": {"annotations": annotations}}])
    assert pause.reason == reason


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
