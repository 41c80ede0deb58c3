from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

from pitstop.shell.api import AwayError, Json, RefusedError
from pitstop.shell.informer import Informer
from tests.unit.pitstop.shell.clusters import NODES, Cluster, passes
from tests.unit.pitstop.virtual_time import run


class Names:
    """A mirror that keeps names, and how it heard of them."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.heard: list[str] = []

    def replace(self, items: list[Json]) -> None:
        self.names = {item["metadata"]["name"] for item in items}
        self.heard.append("list")

    def put(self, item: Json) -> None:
        self.names.add(item["metadata"]["name"])
        self.heard.append(f"put {item['metadata']['name']}")

    def drop(self, item: Json) -> None:
        self.names.discard(item["metadata"]["name"])
        self.heard.append(f"drop {item['metadata']['name']}")


@asynccontextmanager
async def informed(cluster: Cluster, query: dict[str, str] | None = None) -> AsyncIterator[tuple[Names, Any]]:
    mirror = Names()
    informer = Informer(cluster.api, NODES, mirror, cluster.clock, query)
    task = asyncio.create_task(informer.run())
    try:
        yield mirror, informer
    finally:
        task.cancel()


def asked(cluster: Cluster, method: str) -> list[float]:
    return [request.at for request in cluster.api.requests if request.method == method]


def test_it_lists_once_and_hears_of_every_change_after() -> None:
    async def work() -> None:
        cluster = Cluster(nodes=2)
        async with informed(cluster) as (mirror, informer):
            assert not informer.synced.is_set()
            await passes(1)
            assert informer.synced.is_set()
            cluster.add_node("n9")
            await passes(1)
            cluster.report("n1")
            await passes(1)
            cluster.api.remove(f"{NODES}/n0")
            await passes(1)
            assert mirror.heard == ["list", "put n9", "put n1", "drop n0"]
            assert len(asked(cluster, "GET")) == 1

    run(work())


def test_a_long_list_is_read_in_pages_and_told_as_one() -> None:
    async def work() -> None:
        cluster = Cluster(nodes=1001)
        async with informed(cluster) as (mirror, _):
            await passes(1)
            assert (len(mirror.names), mirror.heard) == (1001, ["list"])
            assert len(asked(cluster, "GET")) == 3

    run(work())


def test_what_went_while_the_past_was_forgotten_is_found_gone_by_a_new_list() -> None:
    async def work() -> None:
        cluster = Cluster(nodes=2)
        async with informed(cluster) as (mirror, _):
            await passes(1)
            cluster.api.remove(f"{NODES}/n0")
            cluster.api.forget_the_past()
            await passes(1)
            assert (mirror.names, mirror.heard) == ({"n1"}, ["list", "list"])

    run(work())


def test_a_server_that_is_away_is_asked_again_with_growing_waits_of_at_most_five_seconds() -> None:
    async def work() -> None:
        cluster = Cluster(nodes=1)
        async with informed(cluster) as (mirror, informer):
            await passes(1)
            cluster.api.go_down()
            await passes(30)
            tries = [at for at in asked(cluster, "WATCH") if at > 1]
            waits = [round(after - before, 3) for before, after in pairwise(tries)]
            assert waits[:7] == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
            cluster.api.down = False
            cluster.add_node("n9")
            await passes(6)
            assert mirror.names == {"n0", "n9"}
            assert mirror.heard == ["list", "put n9"]
            assert informer.synced.is_set()

    run(work())


def test_after_a_watch_that_worked_the_first_wait_is_short_again() -> None:
    async def work() -> None:
        cluster = Cluster(nodes=1)
        cluster.api.fail("WATCH", "/nodes", AwayError("broke"), times=5)
        async with informed(cluster):
            await passes(20)
            cluster.report("n0")
            await passes(1)
            cluster.api.go_down()
            await passes(0.05)
            cluster.api.down = False
            await passes(1)
            assert asked(cluster, "WATCH")[-1] == 21.1

    run(work())


def test_a_list_that_is_refused_is_asked_for_again() -> None:
    async def work() -> None:
        cluster = Cluster(nodes=1)
        cluster.api.fail("GET", "/nodes", RefusedError(403, "no"), times=2)
        async with informed(cluster) as (mirror, informer):
            await passes(0.2)
            assert not informer.synced.is_set()
            await passes(1)
            assert mirror.names == {"n0"}

    run(work())


def test_only_what_the_query_selects_is_mirrored() -> None:
    async def work() -> None:
        cluster = Cluster(nodes=3)
        async with informed(cluster, {"fieldSelector": "metadata.name=n1"}) as (mirror, _):
            await passes(1)
            cluster.report("n0")
            cluster.report("n1")
            await passes(1)
            assert mirror.heard == ["list", "put n1"]

    run(work())
