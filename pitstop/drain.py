"""One round of a drain: which pods to evict now, and whether the drain has come to its end. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from pitstop.backoff import Backoff
from pitstop.durations import format_duration
from pitstop.pods import Pod
from pitstop.settings import DrainSettings


class DrainStatus(Enum):
    """How a drain stands."""

    GOING_ON = auto()
    DONE = auto()
    """Nothing that has to move is left, or nothing that a dead node could still stop."""
    BLOCKED = auto()


@dataclass(frozen=True, slots=True)
class Attempt:
    """An eviction that was refused."""

    waited: float
    """Seconds between the tries so far, without pauses and open breakers, in which none was made."""
    wait: float
    """Seconds between the last try and the next."""
    again: float
    """When it is tried again."""
    message: str


@dataclass(frozen=True, slots=True)
class Round:
    """What to do in one round."""

    status: DrainStatus
    evict: tuple[Pod, ...] = ()
    why: str = ""
    left: int = 0
    """Pods that are left behind on a dead node."""


def next_round(
    pods: Iterable[Pod],
    attempts: Mapping[str, Attempt],
    *,
    dead: bool,
    since: float,
    settings: DrainSettings,
    now: float,
) -> Round:
    """Judge the ``pods`` that are to move off one node, ``since`` when its drain runs.

    ``attempts`` are refused evictions by the pod's uid; ``dead`` is whether the node is Ready=Unknown.
    """
    left = [pod for pod in pods if not _overdue(pod, settings, now)]
    if not left:
        return Round(DrainStatus.DONE, why="every pod has moved")
    if dead and now - since >= settings.stuck_after:
        why = f"{len(left)} pods are stuck on a node that is gone"
        return Round(DrainStatus.DONE, why=why, left=len(left))
    refused = [attempts[pod.uid] for pod in left if pod.told_at is None and pod.uid in attempts]
    worn_out = [attempt for attempt in refused if attempt.waited >= settings.retry_for]
    if worn_out and not dead:
        limit = format_duration(settings.retry_for)
        return Round(DrainStatus.BLOCKED, why=f"an eviction was refused for {limit}: {worn_out[0].message}")
    due = (pod for pod in left if pod.told_at is None and _may_try(attempts.get(pod.uid), now))
    return Round(DrainStatus.GOING_ON, tuple(due))


def _may_try(attempt: Attempt | None, now: float) -> bool:
    return attempt is None or not attempt.again - attempt.wait <= now < attempt.again


def _overdue(pod: Pod, settings: DrainSettings, now: float) -> bool:
    """Whether the pod was told to stop, has had as much time as any pod gets, and is still there."""
    patience = min(pod.grace, settings.grace_cap) + settings.stuck_after
    return pod.told_at is not None and now - pod.told_at >= patience


def after_refusal(
    before: Attempt | None, message: str, retry_after: float | None, settings: DrainSettings, now: float
) -> Attempt:
    """What one more refusal leads to: the wait doubles, up to a limit; the server may ask for more."""
    backoff = Backoff(settings.first_retry, settings.longest_retry)
    wait = max(backoff.after(before.wait if before else None), retry_after or 0.0)
    return Attempt(before.waited + before.wait if before else 0.0, wait, now + wait, message)


def grace(pod: Pod, settings: DrainSettings) -> int | None:
    """The grace period to ask for, in seconds; None is the pod's own, which is kept under the cap."""
    return int(settings.grace_cap) if pod.grace > settings.grace_cap else None
