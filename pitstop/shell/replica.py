"""Replica: wires all parts together, and runs them until SIGTERM."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket

from pitstop.config import PitstopSettings
from pitstop.shell.api import Api, connect
from pitstop.shell.clock import Clock, SystemClock
from pitstop.shell.cloud import Cloud
from pitstop.shell.commands import Commands
from pitstop.shell.drainer import Drainer
from pitstop.shell.informer import Informer
from pitstop.shell.lease import Lease
from pitstop.shell.metrics import Metrics
from pitstop.shell.node_actions import NodeActions
from pitstop.shell.node_api import NodeApi
from pitstop.shell.node_target import Means
from pitstop.shell.nodes import NodeMirror
from pitstop.shell.operator import ClusterView, Operator
from pitstop.shell.pods import PodIndex
from pitstop.shell.reporter import Reporter
from pitstop.shell.runner import ActionRunner
from pitstop.shell.state_store import Pause, StateStore
from pitstop.shell.web import serve
from pitstop.shell.webhook import SECRET, Webhook

_STUCK_AFTER = 60.0
_RUNNING_PODS = {"fieldSelector": "status.phase!=Succeeded,status.phase!=Failed"}


async def run(settings: PitstopSettings) -> None:
    """Run until SIGTERM or SIGINT; then hand over the Lease, and return."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    clock = SystemClock()
    cloud = Cloud(settings.cluster, settings.replace.tag)
    webhook = Webhook(settings.webhook, settings.cluster, os.environ.get(SECRET), clock)
    means = Means(cloud, Commands(cloud, clock), webhook)
    identity = f"{os.environ.get('POD_NAME', socket.gethostname())}-{secrets.token_hex(4)}"
    async with await connect() as client:
        replica = Replica(settings, Api(client), means, clock, identity)
        web = await serve(settings.port, replica.metrics.registry, replica.alive, replica.ready)
        try:
            await replica.run(stopped)
        finally:
            await web.cleanup()


class Replica:
    """One replica without its port; ``identity`` is what the Lease and its Events call it."""

    def __init__(
        self, settings: PitstopSettings, api: Api, means: Means, clock: Clock, identity: str
    ) -> None:
        wanted, labels = settings.unhealthy_conditions(), settings.group_labels
        news = asyncio.Event()
        metrics = Metrics()
        nodes = NodeMirror(wanted, labels, news.set, clock)
        pods = PodIndex(self._pod_changed)
        pause = Pause()
        lease = f"/apis/coordination.k8s.io/v1/namespaces/{settings.namespace}/leases/{settings.name}"
        store = StateStore(api, settings.namespace, settings.name)
        self._news = news
        self._clock = clock
        self.metrics = metrics
        self._nodes = nodes
        self._reporter = Reporter(api, metrics, identity, clock)
        self._lease = Lease(api, lease, identity, settings.lease, changed=news.set, clock=clock)
        self._informers = (
            Informer(api, "/api/v1/nodes", nodes, clock),
            Informer(api, "/api/v1/pods", pods, clock, _RUNNING_PODS),
            Informer(api, store.collection, pause, clock, {"fieldSelector": f"metadata.name={store.name}"}),
        )
        node_actions = NodeActions(NodeApi(api, wanted, labels), means, settings, clock)
        drainer = Drainer(api, pods, settings.drain, metrics, clock)
        self._runner = ActionRunner(
            nodes, node_actions, drainer, reporter=self._reporter, metrics=metrics, clock=clock
        )
        self._operator = Operator(
            settings,
            lease=self._lease,
            store=store,
            view=ClusterView(nodes, pods, pause),
            runner=self._runner,
            reporter=self._reporter,
            metrics=metrics,
            news=news,
            clock=clock,
        )

    def _pod_changed(self) -> None:
        """A pod matters while a node is under remediation: it may be one that is being moved, or has been."""
        if self._nodes.fleet.attention:
            self._news.set()

    def alive(self) -> bool:
        """Whether the loop goes round."""
        # A follower, and a leader that lost the API server, wait for others and may.
        waits = not self.ready() or not self._lease.leading
        return waits or self._clock.monotonic() - self._operator.beat < _STUCK_AFTER

    def ready(self) -> bool:
        """Whether the mirrors are filled."""
        return all(informer.synced.is_set() for informer in self._informers)

    async def run(self, stopped: asyncio.Event) -> None:
        """Run until ``stopped``; then hand over the Lease."""
        work = [asyncio.create_task(informer.run()) for informer in self._informers]
        work.append(asyncio.create_task(self._reporter.run()))
        work.append(asyncio.create_task(self._act()))
        stop = asyncio.create_task(stopped.wait())
        try:
            done, _ = await asyncio.wait([stop, *work], return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stop}:
                task.result()
        finally:
            for task in (stop, *work):
                task.cancel()
            await asyncio.gather(stop, *work, return_exceptions=True)
            await self._runner.stop()
            await self._lease.release()

    async def _act(self) -> None:
        """Stand for election only with the mirrors filled."""
        for informer in self._informers:
            await informer.synced.wait()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._lease.run())
            group.create_task(self._operator.run())
