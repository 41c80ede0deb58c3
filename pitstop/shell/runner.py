"""Action runner: carries out the planner's actions, one at a time for a node, and rests after a failure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Set

from pitstop.backoff import Backoff
from pitstop.drain import DrainStatus, Round
from pitstop.durations import format_duration
from pitstop.model import Action, Node, Phase, Step
from pitstop.remedies.escalation import remedy_named
from pitstop.remedies.remedy import Remedy
from pitstop.remedies.target import CloudError
from pitstop.shell.api import AwayError, RefusedError
from pitstop.shell.clock import Clock
from pitstop.shell.drainer import Drainer
from pitstop.shell.metrics import Metrics
from pitstop.shell.node_actions import NodeActions
from pitstop.shell.node_api import ChangedError
from pitstop.shell.nodes import NodeMirror
from pitstop.shell.reporter import Reporter

_log = logging.getLogger(__name__)
_BACKOFF = Backoff(1.0, 300.0)
_ASK_AGAIN = 1.0
_TOLD_AS = {
    Step.CORDON: "Cordoned",
    Step.UNCORDON: "Uncordoned",
    Step.DRAIN: "DrainStarted",
    Step.STOP_DRAIN: "DrainStopped",
    Step.FORGET: "GivenBack",
}


class ActionRunner:
    """The steps at work, by node."""

    def __init__(
        self,
        nodes: NodeMirror,
        node_actions: NodeActions,
        drainer: Drainer,
        *,
        reporter: Reporter,
        metrics: Metrics,
        clock: Clock,
    ) -> None:
        self._nodes = nodes
        self._node_actions = node_actions
        self._drainer = drainer
        self._reporter = reporter
        self._metrics = metrics
        self._clock = clock
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._background: set[asyncio.Task[None]] = set()
        self._pauses: dict[str, tuple[float, float]] = {}

    def held(self) -> Set[str]:
        """Nodes that are being worked on, or rest after a failure."""
        now = self._clock.monotonic()
        return self._tasks.keys() | {node for node, (until, _) in self._pauses.items() if until > now}

    async def start(self, actions: Iterable[Action]) -> None:
        """Do ``actions``; returns when all are done that the caps count."""
        quick = []
        for action in actions:
            node = self._nodes.fleet.nodes.get(action.node)
            if node is None or action.node in self._tasks:
                continue
            task = asyncio.create_task(self._do(action, node))
            self._tasks[action.node] = task
            # No cap counts evictions and remedies, and they may take long: the next look need not wait.
            if action.step != Step.EVICT and action.remedy is None:
                quick.append(task)
        if quick:
            await asyncio.gather(*quick)

    async def stop(self) -> None:
        """Let go of everything: another replica goes on with it."""
        tasks = [*self._tasks.values(), *self._background]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _do(self, action: Action, node: Node) -> None:
        try:
            await self._try(action, node)
        finally:
            del self._tasks[node.name]

    async def _try(self, action: Action, node: Node) -> None:
        try:
            if action.step == Step.EVICT:
                await self._evict(node)
            elif action.remedy is not None:
                await self._try_remedy(action, remedy_named(action.remedy), node)
            else:
                self._changed(action, node, await self._node_actions.do(action, node))
        except ChangedError as error:
            self._keep(action.node, error.node)
        except AwayError as error:
            self._failed(action, str(error))
            await self._look_until_known(action.node)
        except (RefusedError, CloudError) as error:
            self._failed(action, str(error))
        else:
            self._pauses.pop(action.node, None)

    async def _try_remedy(self, action: Action, remedy: Remedy, node: Node) -> None:
        try:
            after, outcome = await self._node_actions.try_remedy(remedy, action.why, node)
        except ChangedError as error:
            if error.node is None and remedy.removes_node:
                self._told(action, remedy.told_as)
            raise
        self._nodes.keep(after)
        if outcome.phase is None:
            self._metrics.actions.labels(action.step, "no_help").inc()
            self._reporter.event(node.name, f"{action.step}NoHelp", outcome.detail, warning=True)
        else:
            self._told(action, remedy.told_as, outcome.detail)
        self._show(after, action.why)

    async def _look_until_known(self, name: str) -> None:
        """What the API server did not answer it may have done: until that is known, no cap can be counted."""
        while True:
            try:
                self._keep(name, await self._node_actions.look(name))
            except (AwayError, RefusedError):
                await self._clock.sleep(_ASK_AGAIN)
            else:
                return

    def _keep(self, name: str, node: Node | None) -> None:
        if node is None:
            self._nodes.forget(name)
        else:
            self._nodes.keep(node)

    def _changed(self, action: Action, before: Node, after: Node) -> None:
        self._nodes.keep(after)
        self._told(action, _TOLD_AS[Step(action.step)])
        self._show(after, action.why)
        if action.step == Step.CORDON:
            self._metrics.steps.labels("reaction").observe(max(0.0, self._clock.wall() - action.due))
        if before.record and before.record.phase == Phase.DRAINING:
            self._drainer.forget(before.name)

    def _told(self, action: Action, reason: str, detail: str = "") -> None:
        self._metrics.actions.labels(action.step, "done").inc()
        self._reporter.event(action.node, reason, f"{action.why}; {detail}" if detail else action.why)

    async def _evict(self, node: Node) -> None:
        judged = await self._drainer.go_on(node)
        if judged.status is DrainStatus.DONE:
            await self._come_to(node, Phase.DRAINED, "Drained", judged)
        elif judged.status is DrainStatus.BLOCKED:
            await self._come_to(node, Phase.BLOCKED, "DrainBlocked", judged)

    async def _come_to(self, node: Node, phase: Phase, told_as: str, judged: Round) -> None:
        after = await self._node_actions.mark(node, phase, judged.why)
        self._nodes.keep(after)
        self._show(after, judged.why)
        blocked = phase is Phase.BLOCKED
        self._metrics.actions.labels(Step.EVICT, "blocked" if blocked else "done").inc()
        lasted = self._clock.wall() - node.record.since if node.record else 0.0
        self._reporter.event(
            node.name, told_as, f"{judged.why}, after {format_duration(lasted)}", warning=blocked
        )
        if not blocked:
            self._metrics.steps.labels("drain").observe(lasted)

    def _failed(self, action: Action, message: str) -> None:
        _, last = self._pauses.get(action.node, (0.0, None))
        wait = _BACKOFF.after(last)
        self._pauses[action.node] = (self._clock.monotonic() + wait, wait)
        self._metrics.actions.labels(action.step, "failed").inc()
        told = f"{action.step} failed and is tried again in {format_duration(wait)}: {message}"
        self._reporter.event(action.node, f"{action.step}Failed", told, warning=True)

    def _show(self, node: Node, why: str) -> None:
        self._in_background(self._node_actions.show(node, why))

    def free_pods(self, node: Node) -> None:
        """Try to have a dead node's pods freed."""
        if node.name not in self._tasks:
            self._in_background(self._free_pods(node))

    async def _free_pods(self, node: Node) -> None:
        if await self._node_actions.free_pods(node):
            why = "its machine is off: Kubernetes may free its pods and volumes"
            self._metrics.actions.labels("OutOfService", "done").inc()
            self._reporter.event(node.name, "OutOfService", why)

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._background.add(task)
        task.add_done_callback(self._background.discard)


async def _quietly(work: Coroutine[None, None, None]) -> None:
    """Do what nothing depends on."""
    try:
        await work
    except (RefusedError, AwayError, CloudError, ChangedError) as error:
        _log.info("not done", extra={"error": str(error)})
