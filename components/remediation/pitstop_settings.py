"""pitstop's own settings in a stack file: checked by its schema, and laid under what the stack decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final
from zoneinfo import available_timezones

from pydantic import JsonValue, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from components.contract import contract
from components.durations import parse_duration
from components.remediation.conditions import Condition, Status, parse_condition

_Told = tuple[tuple[str | int, ...], object, str]
"""Path below the settings, the value there, and what it must be."""

OF_THE_STACK: Final[Mapping[tuple[str, ...], str]] = {
    ("cluster",): "is the cluster's own name; remove it",
    ("namespace",): "is where the stack installs pitstop; remove it",
    ("name",): "is the name of pitstop's release; remove it",
    ("faults",): "is what remediation.conditions says; write it there",
    ("dryRun",): "is what remediation.dryRun says; write it there",
    ("reboot", "enabled"): "is what remediation.pitstop.reboot says; write it there",
    ("restart", "enabled"): "is what remediation.pitstop.restartServices says; write it there",
    ("webhook", "url"): "is what remediation.pitstop.webhook says; write it there",
    ("replace", "tag"): "is the tag that pitstop's IAM policy asks for, eks:cluster-name; remove it",
}
"""Key -> what decides it, and what to do."""


def checked(settings: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """``settings``, where pitstop takes them beside what the stack decides.

    Raises pydantic's ValidationError with everything that is wrong, each at its key.
    """
    if not settings:
        return settings
    owned = {path: (path, value, fix) for path, value, fix in _owned(settings)}
    told = [*owned.values(), *(each for each in _by_schema(settings) if each[0] not in owned)]
    told = told or list(_twice(settings))
    if told:
        raise ValidationError.from_exception_data(
            "pitstop",
            [
                InitErrorDetails(
                    type=PydanticCustomError("pitstop", "{fix}", {"fix": fix}), loc=path, input=value
                )
                for path, value, fix in told
            ],
        )
    return settings


def alerts(settings: Mapping[str, JsonValue]) -> Sequence[Condition]:
    """The conditions that a person names as ones to tell only; empty where pitstop's defaults count."""
    named = settings.get("alerts", [])
    return [parse_condition(str(text)) for text in named] if isinstance(named, list) else []


def strategy(settings: Mapping[str, JsonValue]) -> JsonValue:
    """What a person writes for ``replace.strategy``; None where it is left to the stack."""
    replace = settings.get("replace")
    return replace.get("strategy") if isinstance(replace, dict) else None


def strategy_problem(strategy: JsonValue, *, on_aws: bool) -> str | None:
    """Why a strategy can't be chosen, and what to do; None where it can, or where none is."""
    if strategy is None:
        return None
    if on_aws:
        return "is what cluster.nodeScaler decides, owner beside Karpenter and else autoScaling; remove it"
    if strategy in ("autoScaling", "owner"):
        return "needs a cluster that the stack made on AWS; write leave or deleteNode"
    return None


def _owned(settings: Mapping[str, JsonValue]) -> Iterator[_Told]:
    for path, fix in OF_THE_STACK.items():
        value: JsonValue = dict(settings)
        for key in path:
            if not isinstance(value, dict) or key not in value:
                break
            value = value[key]
        else:
            yield path, value, fix


def _by_schema(settings: Mapping[str, JsonValue]) -> list[_Told]:
    # Its library takes a fifth of a second to load, and few stacks write such settings.
    from components.json_schema import mistakes  # noqa: PLC0415

    schema = contract()["settings"]
    found = mistakes(schema, settings, formats=_FORMATS, keywords={"x-ascending": _ascending})
    return [(mistake.path, mistake.value, mistake.fix) for mistake in found]


def _twice(settings: Mapping[str, JsonValue]) -> Iterator[_Told]:
    seen: dict[tuple[str, Status], Condition] = {}
    for number, condition in enumerate(alerts(settings)):
        if condition.key in seen:
            yield ("alerts", number), str(condition), f"is {seen[condition.key]} again; drop one of them"
        seen[condition.key] = condition


def _ascending(keys: Sequence[str], value: object, schema: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(value, Mapping):
        return
    texts = [value.get(key, schema["properties"][key]["default"]) for key in keys]
    try:
        lengths = [parse_duration(str(text)) for text in texts]
    except ValueError:
        return  # told at its own key
    if any(longer <= shorter for shorter, longer in pairwise(lengths)):
        yield f"must have {' shorter than '.join(keys)}, and has {', '.join(map(str, texts))}"


def _time_zone(name: str) -> None:
    zones = available_timezones()
    # A machine without the database can't tell.
    if zones and name not in zones:
        raise ValueError("must be the name of a time zone, such as Europe/Berlin")


_FORMATS: Final = {
    "go-duration": parse_duration,
    "node-condition": parse_condition,
    "time-zone": _time_zone,
}
