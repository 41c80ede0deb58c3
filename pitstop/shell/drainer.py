"""Drainer: carries out a drain by evictions, round by round."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from pitstop.drain import Attempt, DrainStatus, Round, after_refusal, grace, next_round
from pitstop.model import Node
from pitstop.pods import Pod
from pitstop.settings import DrainSettings
from pitstop.shell.api import Api, AwayError, Json, RefusedError
from pitstop.shell.clock import Clock
from pitstop.shell.metrics import Metrics
from pitstop.shell.pods import PodIndex

_AT_ONCE = 20
_GONE = frozenset({404, 409})
"""No such pod, or another pod of that name: the one that was meant is gone."""
_NOT_NOW = frozenset({429, 500, 503})
"""A PodDisruptionBudget or an overload says no for now; 500 is what two budgets for one pod make."""


class Drainer:
    """Evictions through policy/v1, at most 20 requests at a time."""

    def __init__(
        self, api: Api, pods: PodIndex, settings: DrainSettings, metrics: Metrics, clock: Clock
    ) -> None:
        self._api = api
        self._pods = pods
        self._settings = settings
        self._metrics = metrics
        self._clock = clock
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._attempts: dict[str, dict[str, Attempt]] = defaultdict(dict)

    async def go_on(self, node: Node) -> Round:
        """Evict what is due on ``node``; returns how the drain stands. Raises the API's errors."""
        record = node.record
        if record is None:
            raise ValueError(f"{node.name} is not being drained")
        attempts = self._attempts[node.name]
        judged = next_round(
            self._pods.to_move(node.name),
            attempts,
            dead=node.ready == "Unknown",
            since=record.since,
            settings=self._settings,
            now=self._clock.wall(),
        )
        if judged.status is DrainStatus.GOING_ON:
            await asyncio.gather(*(self._evict(pod, attempts) for pod in judged.evict))
        else:
            self.forget(node.name)
        return judged

    def forget(self, node: str) -> None:
        """No drain of ``node`` is at work any more."""
        self._attempts.pop(node, None)

    async def _evict(self, pod: Pod, attempts: dict[str, Attempt]) -> None:
        options: Json = {"preconditions": {"uid": pod.uid}}
        seconds = grace(pod, self._settings)
        if seconds is not None:
            options["gracePeriodSeconds"] = seconds
        body = {
            "apiVersion": "policy/v1",
            "kind": "Eviction",
            "metadata": {"name": pod.name, "namespace": pod.namespace},
            "deleteOptions": options,
        }
        path = f"/api/v1/namespaces/{pod.namespace}/pods/{pod.name}/eviction"
        try:
            async with self._turns:
                await self._api.evict(path, body)
        except AwayError as error:
            self._refused(pod, attempts, str(error), None, "away")
        except RefusedError as error:
            if error.status in _GONE:
                self._done(pod, attempts, "gone")
                return
            self._refused(
                pod,
                attempts,
                f"{pod.key}: {error.message}",
                error.retry_after,
                "refused" if error.status in _NOT_NOW else "failed",
            )
        else:
            self._done(pod, attempts, "evicted")

    def _done(self, pod: Pod, attempts: dict[str, Attempt], result: str) -> None:
        self._metrics.evictions.labels(result).inc()
        # The pod index hears of it in a moment; until then it must not be asked again.
        now, wait = self._clock.wall(), self._settings.longest_retry
        attempts[pod.uid] = Attempt(0.0, wait, now + wait, "it was evicted and is still here")

    def _refused(
        self, pod: Pod, attempts: dict[str, Attempt], message: str, after: float | None, result: str
    ) -> None:
        self._metrics.evictions.labels(result).inc()
        attempts[pod.uid] = after_refusal(
            attempts.get(pod.uid), message, after, self._settings, self._clock.wall()
        )
