"""A small cluster in virtual time: a fake API server, a cloud that replaces machines, replicas of pitstop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, cast

from pitstop.config import PitstopSettings
from pitstop.remedies.target import Answer, CloudError, CommandResult
from pitstop.shell.api import Json
from pitstop.shell.cloud import Cloud
from pitstop.shell.commands import Commands
from pitstop.shell.node_target import Means
from pitstop.shell.replica import Replica
from pitstop.shell.webhook import Webhook
from pitstop.timestamps import timestamp
from tests.unit.pitstop.fake_api_server import FakeApi
from tests.unit.pitstop.fleets import HOUR, NOON
from tests.unit.pitstop.virtual_time import VirtualClock

NODES = "/api/v1/nodes"
STATE = "/api/v1/namespaces/pitstop/configmaps/pitstop-state"
LEASE = "/apis/coordination.k8s.io/v1/namespaces/pitstop/leases/pitstop"
EVENTS = "/api/v1/namespaces/default/events"
FAULT = "KernelDeadlock"


class FakeCloud:
    """EC2, Auto Scaling, SSM and a webhook: ``calls`` are what was asked, with its time.

    A machine that is terminated takes its Node along at once, and ``boot`` seconds later there is another.
    ``answers`` are what commands and the webhook say; one that is an exception is raised.
    """

    def __init__(self, cluster: Cluster, boot: float = 60.0) -> None:
        self._cluster = cluster
        self._boot = boot
        self.calls: list[tuple[float, str, str]] = []
        self.answers: list[Any] = []
        self.reasons: list[str] = []
        """What pitstop said of n0 at each call."""
        self.refusal: str | None = None
        self.off: set[str] = set()

    def means(self) -> Means:
        return Means(cast("Cloud", self), cast("Commands", self), cast("Webhook", self))

    def asked(self) -> list[tuple[str, str]]:
        return [(what, which) for _, what, which in self.calls]

    def _note(self, what: str, which: str) -> None:
        self.calls.append((self._cluster.clock.monotonic(), what, which))
        self.reasons.append(self._cluster.reason())
        if self.refusal is not None:
            raise CloudError(self.refusal)

    async def terminate(self, provider_id: str) -> None:
        self._note("terminate", provider_id)
        name = provider_id.rpartition("/")[2]
        path = f"{NODES}/{name}"
        group = self._cluster.api.at(path)["metadata"]["labels"]["eks.amazonaws.com/nodegroup"]
        asyncio.get_running_loop().call_later(1.0, self._cluster.api.remove, path)
        asyncio.get_running_loop().call_later(self._boot, self._cluster.add_node, f"{name}x", group)

    async def reboot(self, provider_id: str) -> None:
        self._note("reboot", provider_id)

    async def is_off(self, provider_id: str) -> bool:
        self._note("is off", provider_id)
        return provider_id.rpartition("/")[2] in self.off

    async def run(self, provider_id: str, script: Sequence[str], limit: float) -> CommandResult:
        self._note(script[1], provider_id)
        found: CommandResult = self._answer()
        return found

    async def ask(self, document: Mapping[str, object]) -> Answer:
        self._note("ask", str(document["id"]))
        found: Answer = self._answer()
        return found

    def _answer(self) -> Any:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Cluster:
    """Nodes n0, n1, ... of the group ``workers``, an hour old, with a Lease and the state of nobody."""

    def __init__(self, nodes: int = 10) -> None:
        self.clock = VirtualClock(NOON)
        self.api = FakeApi(self.clock)
        self.cloud = FakeCloud(self)
        self.api.add(STATE, {})
        for number in range(nodes):
            self.add_node(f"n{number}", age=HOUR)

    def add_node(self, name: str, group: str = "workers", age: float = 0.0) -> Json:
        made = timestamp(self.clock.start - age) if age else timestamp(self.clock.wall())
        return self.api.add(
            f"{NODES}/{name}",
            {
                "metadata": {"creationTimestamp": made, "labels": {"eks.amazonaws.com/nodegroup": group}},
                "spec": {"providerID": f"aws:///eu-west-1a/{name}"},
                "status": {"conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": made}]},
            },
        )

    def node(self, name: str = "n0") -> Json:
        return self.api.at(f"{NODES}/{name}")

    def reason(self, name: str = "n0") -> str:
        """What pitstop says of a node."""
        return str(self.node(name)["metadata"].get("annotations", {}).get("pitstop/reason", ""))

    def report(self, name: str = "n0", condition: str = FAULT, status: str = "True") -> None:
        """The node reports a condition, since now."""
        found = self.node(name)["status"]["conditions"]
        now = timestamp(self.clock.wall())
        kept = [each for each in found if each["type"] != condition]
        said = {"type": condition, "status": status, "lastTransitionTime": now}
        self.api.change(f"{NODES}/{name}", {"status": {"conditions": [*kept, said]}})

    def add_pod(self, name: str, node: str = "n0", grace: int = 10, owner: str = "web") -> Json:
        return self.api.add(
            f"/api/v1/namespaces/shop/pods/{name}",
            {
                "metadata": {
                    "ownerReferences": [{"kind": "StatefulSet", "name": owner, "controller": True}],
                },
                "spec": {"nodeName": node, "terminationGracePeriodSeconds": grace},
                "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]},
            },
        )

    def events(self, node: str = "n0") -> list[str]:
        """The reasons of the Events about a node, in order."""
        return [
            request.body["reason"]
            for request in self.api.requests
            if request.path == EVENTS and request.body and request.body["involvedObject"]["name"] == node
        ]

    def told(self, reason: str) -> list[str]:
        """The messages of all Events for this reason."""
        return [
            request.body["message"]
            for request in self.api.requests
            if request.path == EVENTS and request.body and request.body["reason"] == reason
        ]

    @contextlib.asynccontextmanager
    async def pitstop(self, identity: str = "p0", **settings: Any) -> AsyncIterator[Replica]:
        """A replica that runs, and is stopped in order at the end."""
        given = {"cluster": "lab", "replace": {"strategy": "autoScaling"}, **settings}
        replica = Replica(
            PitstopSettings.model_validate(given), self.api, self.cloud.means(), self.clock, identity
        )
        stopped = asyncio.Event()
        task = asyncio.create_task(replica.run(stopped))
        try:
            yield replica
        finally:
            stopped.set()
            await task


async def passes(seconds: float) -> None:
    """Let time pass."""
    await asyncio.sleep(seconds)


def sample(replica: Replica, name: str, **labels: str) -> float | None:
    """One of its metrics."""
    return replica.metrics.registry.get_sample_value(name, labels)
