"""Reporter: Events on the nodes, metrics, and one log line for everything that happens or is refused."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Iterable

from pitstop.model import Action, Plan, Refusal, Why
from pitstop.shell.api import Api, AwayError, RefusedError
from pitstop.shell.clock import Clock
from pitstop.shell.metrics import Metrics
from pitstop.timestamps import timestamp

_log = logging.getLogger(__name__)
_EVENTS = "/api/v1/namespaces/default/events"
_TOLD_AGAIN_AFTER = 600.0
"""Seconds after which an Event about something that still stands is repeated; Events last an hour."""
_MOST_WAITING = 500
"""Events beyond these are only logged: in a storm, thousands of nodes have the same to say."""

_Topic = tuple[str, str, Why | None]


class Reporter:
    """Events are posted one after the other by ``run``, so that no step waits for them."""

    def __init__(self, api: Api, metrics: Metrics, identity: str, clock: Clock) -> None:
        self._api = api
        self._metrics = metrics
        self._identity = identity
        self._clock = clock
        self._waiting: asyncio.Queue[tuple[str, str, str, bool]] = asyncio.Queue(_MOST_WAITING)
        self._told: dict[_Topic, float] = {}

    def event(self, node: str, reason: str, message: str, *, warning: bool = False) -> None:
        """Tell about ``node``, as an Event and in the log."""
        _log.log(
            logging.WARNING if warning else logging.INFO, message, extra={"node": node, "reason": reason}
        )
        if not self._waiting.full():
            self._waiting.put_nowait((node, reason, message, warning))

    def plan(self, plan: Plan, *, dry_run: bool) -> None:
        """Tell what is refused, and in a dry run what would be done: when it is new, and again at times."""
        now = self._clock.monotonic()
        standing: set[_Topic] = set()
        for refusal in plan.refusals:
            topic: _Topic = (refusal.node, refusal.step, refusal.why)
            standing.add(topic)
            if topic not in self._told:
                self._metrics.refusals.labels(refusal.step, refusal.why).inc()
            if self._is_due(topic, now):
                self.event(refusal.node, refusal.why, _refused(refusal), warning=True)
        for action in plan.actions if dry_run else ():
            topic = (action.node, action.step, None)
            standing.add(topic)
            if self._is_due(topic, now):
                self.event(action.node, f"DryRun{action.step}", f"would {action.step}: {action.why}")
        self._told = {topic: told for topic, told in self._told.items() if topic in standing}
        self._gauges(plan.refusals, plan.actions if dry_run else ())

    def _is_due(self, topic: _Topic, now: float) -> bool:
        told = self._told.get(topic)
        if told is not None and now - told < _TOLD_AGAIN_AFTER:
            return False
        self._told[topic] = now
        return True

    def _gauges(self, refusals: Iterable[Refusal], planned: Iterable[Action]) -> None:
        self._metrics.refused_now.clear()
        for (step, why), count in Counter((item.step, item.why) for item in refusals).items():
            self._metrics.refused_now.labels(step, why).set(count)
        self._metrics.planned_now.clear()
        for step, count in Counter(item.step for item in planned).items():
            self._metrics.planned_now.labels(step).set(count)

    async def run(self) -> None:
        """Never returns: posts the Events."""
        while True:
            node, reason, message, warning = await self._waiting.get()
            now = timestamp(self._clock.wall())
            second = f"{now[:19]}Z"
            try:
                await self._api.create(
                    _EVENTS,
                    {
                        "metadata": {"name": f"{node}.{secrets.token_hex(8)}", "namespace": "default"},
                        # kubectl looks for a node's Events under its name as the uid, as kubelets write them.
                        "involvedObject": {"kind": "Node", "apiVersion": "v1", "name": node, "uid": node},
                        "reason": reason,
                        "message": message,
                        "type": "Warning" if warning else "Normal",
                        "source": {"component": "pitstop"},
                        "reportingComponent": "pitstop",
                        "reportingInstance": self._identity,
                        "firstTimestamp": second,
                        "lastTimestamp": second,
                        "count": 1,
                    },
                )
            except (RefusedError, AwayError) as error:
                _log.warning("an event is lost", extra={"node": node, "reason": reason, "error": str(error)})


def _refused(refusal: Refusal) -> str:
    return f"{refusal.step} refused: {refusal.detail}"
