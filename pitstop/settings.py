"""Settings of the planner. Every default is safe; docs/remediation-reference.md says where it comes from."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from pitstop.conditions import (
    DEFAULT_ALERTS,
    DEFAULT_FAULTS,
    UnhealthyCondition,
    UnhealthyConditions,
    parse_condition,
)
from pitstop.conditions import PATTERN as CONDITION_PATTERN
from pitstop.durations import Duration
from pitstop.remedy_settings import RebootSettings, ReplaceSettings, RestartSettings, WebhookSettings
from pitstop.settings_base import Settings
from pitstop.windows import Day


def _condition(value: object, *, alert_only: bool) -> UnhealthyCondition:
    if isinstance(value, str):
        return parse_condition(value, alert_only=alert_only)
    raise ValueError(f"{value!r} is not a condition: write it like KernelDeadlock=True,1m")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is no time zone: use a name such as Europe/Berlin") from error
    return name


def _in_quotes(value: object) -> object:
    # YAML reads 22:00 without quotes as the number 1320, which would be 22 minutes past midnight.
    if isinstance(value, (str, time)):
        return value
    raise ValueError(f"{value!r} is no time of day: write it in quotes, such as '22:00'")


_AS_TEXT = PlainSerializer(str, return_type=str)
_TEXT = WithJsonSchema(
    {
        "type": "string",
        "pattern": f"^{CONDITION_PATTERN}$",
        "format": "node-condition",
        "examples": ["KernelDeadlock=True,1m"],
    }
)
FaultCondition = Annotated[
    UnhealthyCondition, BeforeValidator(partial(_condition, alert_only=False)), _AS_TEXT, _TEXT
]
AlertCondition = Annotated[
    UnhealthyCondition, BeforeValidator(partial(_condition, alert_only=True)), _AS_TEXT, _TEXT
]
TimeOfDay = Annotated[
    time,
    BeforeValidator(_in_quotes),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["22:00"]}),
]
TimeZone = Annotated[
    str,
    BeforeValidator(_known_zone),
    WithJsonSchema({"type": "string", "format": "time-zone", "examples": ["Europe/Berlin"]}),
]
Share = Annotated[float, Field(gt=0, le=1)]


class BreakerSettings(Settings):
    """When so much is sick at once that acting would make it worse."""

    group_share: Share = 0.2
    """Opens above this share of a node group, and always above ``at_least`` nodes only."""
    cluster_share: Share = 0.2
    """The same for the whole cluster."""
    at_least: Annotated[int, Field(ge=1)] = 1
    """So many bad nodes never open the breaker of a group or the cluster, however small it is."""
    zone_share: Share = 0.55
    """Opens at this share of a zone: the figure of Kubernetes' own zone eviction."""
    zone_at_least: Annotated[int, Field(ge=1)] = 3
    """Fewer bad nodes never open the breaker of a zone."""
    resume_after: Duration = 300.0
    """So long below the limit before one node may be tried, and so long again before all may."""


class CapSettings(Settings):
    """How much may be away at once."""

    cordoned_share: Share = 0.1
    """Of each group and of the cluster, rounded up; nodes that others cordoned count too."""
    drains_per_group: Annotated[int, Field(ge=1)] = 1
    """At a time, in each group."""
    drains_at_once: Annotated[int, Field(ge=1)] = 10
    """At a time, in the whole cluster."""
    drains_per_hour: Annotated[int, Field(ge=1)] = 6
    """In each group."""


class GuardSettings(Settings):
    """Which nodes and reports are left alone."""

    minimum_age: Duration = 600.0
    """A node that joined more recently is left alone: it may still be starting."""
    stale_after: Duration = 900.0
    """A report whose heartbeat is older is ignored: three missed beats of the node-problem-detector."""


class OutOfService(StrEnum):
    """When a dead node gets the taint that lets Kubernetes free its pods and volumes."""

    CONFIRMED = "confirmed"
    """Once the cloud says that the machine is off."""
    ASSUMED = "assumed"
    """Once pods have been stuck for ``stuck_after``: only where something else fences dead machines."""
    NEVER = "never"


class DrainSettings(Settings):
    """How pods are moved."""

    retry_for: Duration = 900.0
    """How long a refused eviction is tried again before the drain is given up for now, with an alert."""
    retry_blocked_after: Duration = 3600.0
    """When a drain that was given up is tried again."""
    first_retry: Duration = 2.0
    """Wait after the first refusal; it doubles up to ``longest_retry``."""
    longest_retry: Duration = 60.0
    """The longest wait between two tries."""
    grace_cap: Duration = 900.0
    """The longest time that a pod gets to stop, whatever it asks for."""
    gap: Duration = 0.0
    """A fixed time between two drains of a group, on top of waiting for the moved pods."""
    settle_timeout: Duration = 1800.0
    """Moved pods that are not Ready after so long hold the next drain of the group no more."""
    stuck_after: Duration = 300.0
    """Pods that are still there so long after their grace are left behind; so are, on a node that is
    Ready=Unknown, all that are left so long after the drain's start."""
    out_of_service: OutOfService = OutOfService.CONFIRMED


class WindowSettings(Settings):
    """Hours in which drains, and remedies but the replacement, may start."""

    days: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    """Days on which it opens."""
    start: TimeOfDay
    """When it opens."""
    end: TimeOfDay
    """When it closes; on the next day, where that is not after the start."""
    timezone: TimeZone = "UTC"
    """Of the days and the times."""


class PlannerSettings(Settings):
    """Everything that decides what is done to which node."""

    faults: tuple[FaultCondition, ...] = tuple(map(parse_condition, DEFAULT_FAULTS))
    """``Type=Status,duration``: what is acted on, and after how long."""
    alerts: tuple[AlertCondition, ...] = tuple(
        parse_condition(text, alert_only=True) for text in DEFAULT_ALERTS
    )
    """``Type=Status,duration``: what is told and never acted on."""
    breaker: BreakerSettings = BreakerSettings()
    caps: CapSettings = CapSettings()
    guards: GuardSettings = GuardSettings()
    drain: DrainSettings = DrainSettings()
    replace: ReplaceSettings = ReplaceSettings()
    reboot: RebootSettings = RebootSettings()
    restart: RestartSettings = RestartSettings()
    webhook: WebhookSettings = WebhookSettings()
    windows: tuple[WindowSettings, ...] = ()
    """When drains, and remedies but the replacement, may start; none mean always. What has begun goes on."""
    uncordon_after: Duration = 600.0
    """A node that pitstop cordoned is taken back when it has been healthy for so long."""

    @model_validator(mode="after")
    def _conditions_are_distinct(self) -> PlannerSettings:
        seen: set[tuple[str, str]] = set()
        for condition in self._conditions(named=True):
            if condition.key in seen:
                twice = f"{condition.type}={condition.status} is listed twice"
                raise ValueError(f"{twice} in faults and alerts: keep one of them")
            seen.add(condition.key)
        return self

    def unhealthy_conditions(self) -> UnhealthyConditions:
        """Both kinds, ready to evaluate nodes: one that is named stands in the place of a default."""
        named = self._conditions(named=True)
        taken = {condition.key for condition in named}
        defaults = (condition for condition in self._conditions(named=False) if condition.key not in taken)
        return UnhealthyConditions((*defaults, *named))

    def _conditions(self, *, named: bool) -> tuple[UnhealthyCondition, ...]:
        return (
            *(self.faults if ("faults" in self.model_fields_set) == named else ()),
            *(self.alerts if ("alerts" in self.model_fields_set) == named else ()),
        )
