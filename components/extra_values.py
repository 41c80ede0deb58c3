"""A user's values for a chart: laid over the stack's, and refused where it relies on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, Final, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from components.chart_schema import schema_problems
from components.charts import Chart
from components.settings_base import BaseSettings

Path = tuple[str, ...]

_NAMES = "other parts of the stack find its objects by this name"
_ACCOUNT = "its role is bound to the service account of this name"
_PIN = "images are pinned with their chart in components/charts.py; a registry or repository may be set"
_MONITOR = "it follows observability.enabled"
_DEFINITIONS = "resource definitions come and go with the stack"

_OF_EVERY_CHART: Final[Mapping[Path, str]] = MappingProxyType(
    {
        ("fullnameOverride",): _NAMES,
        ("nameOverride",): _NAMES,
        ("namespaceOverride",): "the stack makes its namespace, and removes it",
        ("serviceAccount", "create"): _ACCOUNT,
        ("serviceAccount", "name"): _ACCOUNT,
        ("image", "tag"): _PIN,
        ("image", "digest"): _PIN,
        ("image", "sha"): _PIN,
        ("image", "version"): _PIN,
        ("rbac", "create"): "without its rights nothing of it works",
        ("serviceMonitor", "enabled"): _MONITOR,
        ("servicemonitor", "enabled"): _MONITOR,
        ("podMonitor", "enabled"): _MONITOR,
        ("crds", "enabled"): _DEFINITIONS,
        ("crds", "install"): _DEFINITIONS,
        ("crds", "keep"): _DEFINITIONS,
        ("installCRDs",): _DEFINITIONS,
    }
)
"""The last keys of a path, at any depth -> why only the stack sets it: charts call these things the same."""


@dataclass(frozen=True)
class ChartValues:
    """What a user may not set of a chart's values, beside what that is in every chart."""

    chart: Chart
    owned: Mapping[str, str] = field(default_factory=dict)
    """Path, such as ``config/dnsServer`` -> why it is the stack's, or which setting to take instead."""


@dataclass(frozen=True)
class ValueProblem:
    """A value that is refused: where below the chart's values, what it is, and what to do."""

    path: Path
    value: object
    fix: str


def problems(extra: Mapping[str, Any], known: ChartValues) -> Sequence[ValueProblem]:
    """What of ``extra`` would break what the stack relies on, or is no value of the chart."""
    refused = list(_refused(extra, (), known))
    paths = [problem.path for problem in refused]
    return [
        *refused,
        *(
            ValueProblem(path, value, fix)
            for path, value, fix in schema_problems(known.chart, extra)
            if not any(path[: len(above)] == above for above in paths)
        ),
    ]


def _refused(block: Mapping[str, Any], above: Path, known: ChartValues) -> Iterator[ValueProblem]:
    for key, value in block.items():
        path = (*above, key)
        if value is None:
            yield ValueProblem(path, value, "must have a value: null takes nothing away; remove it")
        elif why := _owner(path, value, known):
            joint = ", and" if why.startswith("set ") else ":"
            yield ValueProblem(path, value, f"is the stack's; remove it{joint} {why}")
        elif isinstance(value, Mapping):
            yield from _refused(value, path, known)


def _owner(path: Path, value: object, known: ChartValues) -> str | None:
    """Why the value at ``path`` is the stack's: it is, or is a part of what is, or takes the place of it."""
    replaces = not isinstance(value, Mapping)
    for written, why in known.owned.items():
        owned = tuple(written.split("/"))
        if path[: len(owned)] == owned or (replaces and owned[: len(path)] == path):
            return why
    for last, why in _OF_EVERY_CHART.items():
        if path[-len(last) :] == last or (replaces and path[-1:] == last[:-1]):
            # In a chart of this repository an image is one text, and its schema wants it pinned.
            if path[-1] == "image" and known.chart.repository is None:
                continue
            return why
    return None


class ExtraValuesSettings(BaseSettings):
    """Settings of what installs charts, which take more values for them."""

    charts: ClassVar[Mapping[str, ChartValues]]
    """Every release that these settings can install, by its name."""

    values: dict[str, Any] = Field(default_factory=dict)
    """More values for its chart, or by release where it has several charts, laid over the stack's
    (docs/values.md)."""

    @model_validator(mode="after")
    def _leaves_the_stack_its_own(self) -> Self:
        if refused := list(self._refused()):
            raise ValidationError.from_exception_data(type(self).__name__, refused)
        return self

    def extra_values(self) -> Mapping[str, Mapping[str, Any]]:
        """Release -> the values that are laid over the stack's."""
        if len(self.charts) == 1:
            (only,) = self.charts
            return {only: self.values}
        return self.values

    def _refused(self) -> Iterator[InitErrorDetails]:
        several = len(self.charts) > 1
        for release, extra in self.extra_values().items():
            above = ("values", release) if several else ("values",)
            if release not in self.charts:
                yield _error(above, extra, f"is no release; they are {', '.join(sorted(self.charts))}")
            elif not isinstance(extra, Mapping):
                yield _error(above, extra, "must be a block of keys and values")
            else:
                for problem in problems(extra, self.charts[release]):
                    yield _error((*above, *problem.path), problem.value, problem.fix)


def _error(location: Sequence[str], value: object, fix: str) -> InitErrorDetails:
    told = PydanticCustomError("values", "{fix}", {"fix": fix})
    return InitErrorDetails(type=told, loc=(*location,), input=value)
