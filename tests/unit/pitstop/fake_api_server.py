"""The API server as pitstop's shell meets it, in memory: versions, conflicts, finalizers, budgets, watches.

What it imitates is held against a real API server by tests/api_server_cases.py.
"""

from __future__ import annotations

import asyncio
import copy
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pitstop.shell.api import MERGE, Api, AwayError, Json, RefusedError
from pitstop.shell.clock import Clock
from pitstop.timestamps import timestamp

_PATH = re.compile(
    r"/(?:api|apis/(?P<group>[^/]+))/v1(?:/namespaces/(?P<namespace>[^/]+))?"
    r"/(?P<plural>[a-z]+)(?:/(?P<name>[^/]+))?(?:/(?P<sub>[a-z]+))?"
)
_KINDS = {
    "nodes": "Node",
    "pods": "Pod",
    "leases": "Lease",
    "configmaps": "ConfigMap",
    "events": "Event",
    "poddisruptionbudgets": "PodDisruptionBudget",
}


class _Key(NamedTuple):
    plural: str
    namespace: str
    name: str


@dataclass(frozen=True)
class Request:
    """One request, in the order in which they came."""

    method: str
    path: str
    body: Json | None
    at: float
    """By the clock of the cluster, in seconds since its start."""


@dataclass
class _Outage:
    method: str
    path: str
    error: Exception
    carried_out: bool
    times: int
    skip: int


class FakeApi(Api):
    """The objects by path. ``clock`` is the cluster's: pods take their grace to end by it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._items: dict[_Key, Json] = {}
        self._log: list[tuple[int, str, _Key, Json]] = []
        self._version = 0
        self._oldest = 0
        self._news = asyncio.Event()
        self._outages: list[_Outage] = []
        self.requests: list[Request] = []
        self.down = False
        self.budgets: dict[str, int] = {}
        """Namespace -> evictions that its PodDisruptionBudgets still allow; no entry: any number."""
        self.pods_end = True
        """Whether kubelets end the pods that are told to stop."""

    # What others do to the cluster.

    def add(self, path: str, item: Json) -> Json:
        """Create or replace an object."""
        key, _ = _key(path)
        item.setdefault("kind", _KINDS[key.plural])
        item.setdefault("metadata", {}).setdefault("name", key.name)
        item["metadata"].setdefault("uid", f"{key.plural}-{key.name}-{self._version}")
        if key.namespace:
            item["metadata"]["namespace"] = key.namespace
        return self._store(key, item)

    def change(self, path: str, patch: Json) -> Json:
        """Merge ``patch`` into an object."""
        key, _ = _key(path)
        return self._store(key, _merged(self._items[key], patch))

    def remove(self, path: str) -> None:
        """Take an object away, whatever holds it."""
        self._drop(_key(path)[0])

    def at(self, path: str) -> Json:
        """An object as it is; KeyError where there is none."""
        return self._items[_key(path)[0]]

    def has(self, path: str) -> bool:
        """Whether there is such an object."""
        return _key(path)[0] in self._items

    def fail(
        self,
        method: str,
        path: str,
        error: Exception,
        *,
        carried_out: bool = False,
        times: int = 1,
        skip: int = 0,
    ) -> None:
        """Answer ``times`` requests whose path ends so with ``error``, after ``skip`` of them.

        With ``carried_out`` they are done all the same, and only the answer is lost.
        """
        self._outages.append(_Outage(method, path, error, carried_out, times, skip))

    def forget_the_past(self) -> None:
        """Compact: a watch from before now is refused, and running ones end."""
        self._oldest = self._version
        self._log.clear()
        self._tell()

    def go_down(self) -> None:
        """Answer nothing, and break every watch."""
        self.down = True
        self._tell()

    def changes(self, path: str) -> list[Json]:
        """The bodies of all patches of an object."""
        return [r.body for r in self.requests if r.method == "PATCH" and r.path == path and r.body]

    # What pitstop asks.

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Json:
        self._asked("GET", path, None)
        key, _ = _key(path)
        if not key.name:
            return self._page(key, query or {})
        return copy.deepcopy(self._find(key))

    async def patch(self, path: str, body: Json, content_type: str = MERGE) -> Json:
        outage = self._asked("PATCH", path, body)
        key, _ = _key(path)
        before = self._find(key)
        version = body.get("metadata", {}).get("resourceVersion")
        if version is not None and version != before["metadata"]["resourceVersion"]:
            raise RefusedError(
                409,
                f'Operation cannot be fulfilled on {key.plural} "{key.name}": the object has been modified; '
                "please apply your changes to the latest version and try again",
            )
        after = _merged(before, body) if content_type == MERGE else _strategic(before, body)
        after["metadata"]["resourceVersion"] = before["metadata"]["resourceVersion"]
        item = before if after == before else self._store(key, after)
        if "deletionTimestamp" in item["metadata"] and not item["metadata"].get("finalizers"):
            self._drop(key)
        if outage is not None:
            raise outage
        return copy.deepcopy(item)

    async def evict(self, path: str, body: Json) -> Json:
        return await self.create(path, body)

    async def create(self, path: str, body: Json) -> Json:
        outage = self._asked("POST", path, body)
        key, sub = _key(path)
        if sub == "eviction":
            answer = self._evict(key, body)
        else:
            key = _Key(key.plural, key.namespace, body["metadata"]["name"])
            if key in self._items:
                raise RefusedError(409, f'{key.plural} "{key.name}" already exists')
            answer = self.add(f"{path}/{key.name}", copy.deepcopy(body))
        if outage is not None:
            raise outage
        return copy.deepcopy(answer)

    async def delete(self, path: str, uid: str) -> Json:
        outage = self._asked("DELETE", path, None)
        key, _ = _key(path)
        item = self._find(key)
        self._check_uid(item, uid)
        answer: Json = {"kind": "Status", "status": "Success"}
        if item["metadata"].get("finalizers"):
            now = timestamp(self._clock.wall())
            answer = self._store(key, _merged(item, {"metadata": {"deletionTimestamp": now}}))
        else:
            self._drop(key)
        if outage is not None:
            raise outage
        return copy.deepcopy(answer)

    async def watch(self, path: str, query: Mapping[str, str], version: str) -> AsyncIterator[Json]:
        self._asked("WATCH", path, None)
        scope, _ = _key(path)
        seen = int(version)
        while True:
            if seen < self._oldest:
                status = {"kind": "Status", "code": 410, "message": f"too old resource version: {seen}"}
                yield {"type": "ERROR", "object": status}
                return
            for at, kind, key, item in list(self._log):
                if at > seen:
                    seen = at
                    if _in(key, scope) and _selected(item, query):
                        yield {"type": kind, "object": copy.deepcopy(item)}
            await self._news.wait()
            if self.down:
                raise AwayError(f"the watch of {path} broke")

    # How it does it.

    def _asked(self, method: str, path: str, body: Json | None) -> Exception | None:
        """Note the request; raises what it is to fail with, or returns that where it is carried out first."""
        at = self._clock.monotonic()
        self.requests.append(Request(method, path, copy.deepcopy(body), at))
        if self.down:
            raise AwayError(f"{method} {path}: nothing answers")
        for outage in self._outages:
            if outage.times and outage.method == method and path.endswith(outage.path):
                if outage.skip:
                    outage.skip -= 1
                    continue
                outage.times -= 1
                if outage.carried_out:
                    return outage.error
                raise outage.error
        return None

    def _find(self, key: _Key) -> Json:
        if key not in self._items:
            raise RefusedError(404, f'{key.plural} "{key.name}" not found')
        return self._items[key]

    def _check_uid(self, item: Json, uid: str | None) -> None:
        has = item["metadata"]["uid"]
        if uid is not None and uid != has:
            raise RefusedError(
                409,
                f"Precondition failed: UID in precondition: {uid}, UID in object meta: {has}",
            )

    def _evict(self, key: _Key, body: Json) -> Json:
        pod = self._find(key)
        options = body.get("deleteOptions", {})
        self._check_uid(pod, options.get("preconditions", {}).get("uid"))
        if pod.get("status", {}).get("phase") == "Running":
            self._spend(key, pod)
        grace = options.get("gracePeriodSeconds", pod["spec"].get("terminationGracePeriodSeconds", 30))
        deletion = {
            "deletionTimestamp": timestamp(self._clock.wall() + grace),
            "deletionGracePeriodSeconds": grace,
        }
        self._store(key, _merged(pod, {"metadata": deletion}))
        asyncio.get_running_loop().call_later(grace, self._end, key, pod["metadata"]["uid"])
        return {"kind": "Status", "status": "Success"}

    def _spend(self, key: _Key, pod: Json) -> None:
        """Count an eviction against ``budgets``, and against the budgets that were created as objects."""
        left = self.budgets.get(key.namespace)
        if left == 0 or any(_forbids(item, key, pod) for item in self._items.values()):
            raise RefusedError(429, "Cannot evict pod as it would violate the pod's disruption budget.")
        if left is not None:
            self.budgets[key.namespace] = left - 1

    def _end(self, key: _Key, uid: str) -> None:
        pod = self._items.get(key)
        if self.pods_end and pod is not None and pod["metadata"]["uid"] == uid:
            self._drop(key)

    def _page(self, scope: _Key, query: Mapping[str, str]) -> Json:
        items = [
            item for key, item in sorted(self._items.items()) if _in(key, scope) and _selected(item, query)
        ]
        first, limit = int(query.get("continue", 0)), int(query.get("limit", 0)) or len(items)
        metadata = {"resourceVersion": str(self._version)}
        if first + limit < len(items):
            metadata["continue"] = str(first + limit)
        return {"metadata": metadata, "items": copy.deepcopy(items[first : first + limit])}

    def _store(self, key: _Key, item: Json) -> Json:
        kind = "MODIFIED" if key in self._items else "ADDED"
        self._version += 1
        item["metadata"]["resourceVersion"] = str(self._version)
        self._items[key] = item
        self._note(kind, key, item)
        return item

    def _drop(self, key: _Key) -> None:
        self._version += 1
        item = copy.deepcopy(self._items.pop(key))
        item["metadata"]["resourceVersion"] = str(self._version)
        self._note("DELETED", key, item)

    def _note(self, kind: str, key: _Key, item: Json) -> None:
        self._log.append((self._version, kind, key, copy.deepcopy(item)))
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def _key(path: str) -> tuple[_Key, str | None]:
    found = _PATH.fullmatch(path)
    if found is None:
        raise ValueError(f"{path!r} is no path of the API")
    return _Key(found["plural"], found["namespace"] or "", found["name"] or ""), found["sub"]


def _in(key: _Key, scope: _Key) -> bool:
    return key.plural == scope.plural and scope.namespace in ("", key.namespace)


def _selected(item: Json, query: Mapping[str, str]) -> bool:
    """Whether the field selector takes ``item``: names and phases, as pitstop asks for them."""
    for term in filter(None, query.get("fieldSelector", "").split(",")):
        field, unequal, value = term.partition("!=") if "!=" in term else term.partition("=")
        has = item["metadata"]["name"] if field == "metadata.name" else item.get("status", {}).get("phase")
        if (has == value) == (unequal == "!="):
            return False
    return True


def _forbids(item: Json, key: _Key, pod: Json) -> bool:
    """Whether ``item`` is a budget that lets no pod like this go; other budgets than 0 are not imitated."""
    if item["kind"] != "PodDisruptionBudget" or item["metadata"]["namespace"] != key.namespace:
        return False
    wanted: Json = item["spec"]["selector"]["matchLabels"]
    labels: Json = pod["metadata"].get("labels", {})
    return bool(item["spec"].get("maxUnavailable") == 0 and wanted.items() <= labels.items())


def _merged(before: Json, patch: Json) -> Json:
    """RFC 7386."""
    after = copy.deepcopy(before)
    for key, value in patch.items():
        if value is None:
            after.pop(key, None)
        elif isinstance(value, dict):
            below = after.get(key)
            after[key] = _merged(below if isinstance(below, dict) else {}, value)
        else:
            after[key] = copy.deepcopy(value)
    return after


def _strategic(before: Json, patch: Json) -> Json:
    """A strategic patch of a status: conditions are merged by their type."""
    patch = copy.deepcopy(patch)
    new = {each["type"]: each for each in patch["status"].pop("conditions", [])}
    after = _merged(before, patch)
    old = after.setdefault("status", {}).get("conditions", [])
    kept = [each | new.pop(each["type"], {}) for each in old]
    after["status"]["conditions"] = [*kept, *new.values()]
    return after
