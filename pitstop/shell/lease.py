"""Leader election by a Lease: among the replicas, one acts.

The client library's election gives up where the API server does not answer at all, keeps its place on exit,
and writes whole objects; this one waits the server out, hands over on exit, and patches.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from pitstop.config import LeaseSettings
from pitstop.shell.api import Api, AwayError, Json, RefusedError
from pitstop.shell.clock import Clock
from pitstop.timestamps import timestamp

_log = logging.getLogger(__name__)
_NOT_FOUND = 404


@dataclass(frozen=True)
class _Seen:
    """What the Lease said, and when we read that for the first time, by our own monotonic clock.

    Times in the Lease are other machines' and are never compared with ours.
    """

    holder: str
    version: str
    at: float


class Lease:
    """One replica's part in the election; ``leading`` says whether it may act now,
    and ``changed`` is called when that changes. ``path`` is the Lease's in the API."""

    def __init__(
        self,
        api: Api,
        path: str,
        identity: str,
        settings: LeaseSettings,
        *,
        changed: Callable[[], None],
        clock: Clock,
    ) -> None:
        self._api = api
        self._path = path
        self._collection, _, self._name = path.rpartition("/")
        self._identity = identity
        self._settings = settings
        self._seen: _Seen | None = None
        self._renewed = float("-inf")
        self._changed = changed
        self._clock = clock

    @property
    def leading(self) -> bool:
        """Whether the last renewal is recent enough that no other replica can have taken over."""
        return self._clock.monotonic() - self._renewed < self._settings.renew_deadline

    async def run(self) -> None:
        """Never returns: takes the Lease when it is free, and renews it."""
        while True:
            before = self.leading
            asked = self._clock.monotonic()
            try:
                async with asyncio.timeout(self._settings.retry):
                    if await self._take():
                        self._renewed = asked
            except (RefusedError, AwayError, TimeoutError) as error:
                _log.info("could not take the lease", extra={"error": str(error)})
            if self.leading != before:
                _log.info("leading" if self.leading else "following")
                self._changed()
            await self._clock.sleep(self._settings.retry)

    async def release(self) -> None:
        """Hand over: another replica need not wait until the Lease runs out."""
        if not self.leading:
            return
        self._renewed = float("-inf")
        try:
            lease = await self._api.get(self._path)
            if lease["spec"].get("holderIdentity") == self._identity:
                await self._write(lease, {"holderIdentity": None, "leaseDurationSeconds": 1})
        except (RefusedError, AwayError) as error:
            _log.info("could not hand over the lease", extra={"error": str(error)})

    async def _take(self) -> bool:
        """Whether the Lease is ours now."""
        try:
            lease = await self._api.get(self._path)
        except RefusedError as error:
            if error.status != _NOT_FOUND:
                raise
            body = {"metadata": {"name": self._name}, "spec": self._claim(0)}
            await self._api.create(self._collection, body)
            return True
        if not self._free(lease):
            return False
        spec = lease["spec"]
        mine = spec.get("holderIdentity") == self._identity
        transitions = int(spec.get("leaseTransitions") or 0)
        claim = {"renewTime": timestamp(self._clock.wall())} if mine else self._claim(transitions + 1)
        await self._write(lease, claim)
        return True

    def _free(self, lease: Json) -> bool:
        spec, version = lease["spec"], lease["metadata"]["resourceVersion"]
        holder = spec.get("holderIdentity") or ""
        now = self._clock.monotonic()
        if self._seen is None or self._seen.version != version:
            self._seen = _Seen(holder, version, now)
        duration = float(spec.get("leaseDurationSeconds") or self._settings.duration)
        return holder in ("", self._identity) or now - self._seen.at >= duration

    def _claim(self, transitions: int) -> Json:
        now = timestamp(self._clock.wall())
        return {
            "holderIdentity": self._identity,
            "leaseDurationSeconds": round(self._settings.duration),
            "acquireTime": now,
            "renewTime": now,
            "leaseTransitions": transitions,
        }

    async def _write(self, lease: Json, spec: Json) -> None:
        """Patch the Lease at the version that was read; a write in between makes this a conflict."""
        version = lease["metadata"]["resourceVersion"]
        body = {"metadata": {"resourceVersion": version}, "spec": spec}
        await self._api.patch(self._path, body)
