from __future__ import annotations

from typing import Any

import pytest

from pitstop.drain import DrainStatus
from pitstop.model import Node, Phase
from pitstop.settings import DrainSettings
from pitstop.shell.api import AwayError, RefusedError
from pitstop.shell.drainer import Drainer
from pitstop.shell.metrics import Metrics
from pitstop.shell.pods import PodIndex
from tests.unit.pitstop.fleets import NOON, node, sick, worked_on
from tests.unit.pitstop.shell.clusters import Cluster, passes
from tests.unit.pitstop.virtual_time import run

PODS = "/api/v1/namespaces/shop/pods"
DRAINING = worked_on(sick(), Phase.DRAINING, since=NOON)


class Drain:
    """A drain of n0 whose pods are known as they are now."""

    def __init__(self, pods: int = 1, **settings: Any) -> None:
        self.cluster = Cluster(nodes=1)
        for number in range(pods):
            self.cluster.add_pod(f"web-{number}")
        self.metrics = Metrics()
        self._pods = PodIndex(lambda: None)
        given = DrainSettings.model_validate(settings)
        self._drainer = Drainer(self.cluster.api, self._pods, given, self.metrics, self.cluster.clock)

    async def round(self, patient: Node = DRAINING) -> DrainStatus:
        self._pods.replace((await self.cluster.api.get(PODS))["items"])
        self.found = await self._drainer.go_on(patient)
        return self.found.status

    async def rounds(self, seconds: int) -> DrainStatus:
        """A round each second."""
        for _ in range(seconds):
            await self.round()
            await passes(1)
        return await self.round()

    def evictions(self) -> list[tuple[float, str]]:
        return [
            (request.at, request.path.split("/")[-2])
            for request in self.cluster.api.requests
            if request.path.endswith("/eviction")
        ]

    def counted(self, result: str) -> float:
        return self.metrics.registry.get_sample_value("pitstop_evictions_total", {"result": result}) or 0.0


def test_every_pod_is_asked_to_go_once_and_the_drain_ends_when_all_have_gone() -> None:
    async def work() -> None:
        drain = Drain(pods=3)
        assert await drain.rounds(9) is DrainStatus.GOING_ON
        assert await drain.rounds(2) is DrainStatus.DONE
        assert [pod for _, pod in drain.evictions()] == ["web-0", "web-1", "web-2"]
        assert (drain.found.why, drain.counted("evicted")) == ("every pod has moved", 3)

    run(work())


def test_a_budget_is_respected_and_asked_again_with_growing_waits_until_it_allows() -> None:
    async def work() -> None:
        drain = Drain()
        drain.cluster.api.budgets["shop"] = 0
        await drain.rounds(20)
        assert [at for at, _ in drain.evictions()] == [0.0, 2.0, 6.0, 14.0]
        drain.cluster.api.budgets["shop"] = 1
        assert await drain.rounds(25) is DrainStatus.DONE
        assert (drain.counted("refused"), drain.counted("evicted")) == (4, 1)

    run(work())


def test_the_server_may_ask_for_a_longer_wait() -> None:
    async def work() -> None:
        drain = Drain()
        drain.cluster.api.fail("POST", "/eviction", RefusedError(429, "later", retry_after=10.0))
        await drain.rounds(12)
        assert [at for at, _ in drain.evictions()] == [0.0, 10.0]

    run(work())


def test_a_budget_that_never_allows_ends_in_a_drain_that_is_given_up_and_names_it() -> None:
    async def work() -> None:
        drain = Drain()
        drain.cluster.api.budgets["shop"] = 0
        while await drain.round() is DrainStatus.GOING_ON:
            await passes(1)
        assert (drain.found.status, drain.cluster.clock.monotonic()) == (DrainStatus.BLOCKED, 903.0)
        assert drain.found.why == (
            "an eviction was refused for 15m: shop/web-0: "
            "Cannot evict pod as it would violate the pod's disruption budget."
        )

    run(work())


@pytest.mark.parametrize("status", [404, 409])
def test_a_pod_that_is_gone_or_another_of_its_name_is_not_asked_again_at_once(status: int) -> None:
    async def work() -> None:
        drain = Drain()
        drain.cluster.api.fail("POST", "/eviction", RefusedError(status, "no"))
        await drain.rounds(30)
        assert len(drain.evictions()) == 1
        assert drain.counted("gone") == 1

    run(work())


def test_no_answer_counts_as_a_refusal() -> None:
    async def work() -> None:
        drain = Drain()
        drain.cluster.api.fail("POST", "/eviction", AwayError("no answer"), carried_out=False)
        await drain.rounds(5)
        assert [at for at, _ in drain.evictions()] == [0.0, 2.0]
        assert (drain.counted("away"), drain.counted("evicted")) == (1, 1)

    run(work())


def test_a_pods_own_grace_is_kept_up_to_the_cap() -> None:
    async def work() -> None:
        drain = Drain(pods=0, graceCap="1m")
        drain.cluster.add_pod("short", grace=30)
        drain.cluster.add_pod("long", grace=3600)
        await drain.round()
        options = {
            request.body["metadata"]["name"]: request.body["deleteOptions"].get("gracePeriodSeconds")
            for request in drain.cluster.api.requests
            if request.body
        }
        assert options == {"short": None, "long": 60}

    run(work())


def test_what_is_left_on_a_dead_node_is_given_up_after_five_minutes() -> None:
    async def work() -> None:
        drain = Drain(pods=2)
        drain.cluster.api.pods_end = False
        dead = worked_on(sick(condition="Ready", status="Unknown"), Phase.DRAINING, since=NOON)
        assert await drain.round(dead) is DrainStatus.GOING_ON
        await passes(300)
        assert await drain.round(dead) is DrainStatus.DONE
        assert drain.found.why == "2 pods are stuck on a node that is gone"

    run(work())


def test_a_node_that_is_not_being_drained_is_a_mistake_of_the_caller() -> None:
    async def work() -> None:
        with pytest.raises(ValueError, match="n0 is not being drained"):
            await Drain().round(node())

    run(work())
