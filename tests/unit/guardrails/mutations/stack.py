"""Recorded stacks, ready to be judged and to be broken."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from guardrails.billing.nothing_superseded import LAUNCH_CONFIGURATION
from guardrails.billing.volumes_in_use import VOLUME
from guardrails.core.report import weigh
from guardrails.core.resource import Resource
from guardrails.core.rule import AnyRule, ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.core.settings_reader import read_settings
from guardrails.core.stack import Stack
from guardrails.rules import RULES
from guardrails.tags.volumes import SPOT_REQUEST

from tests.unit.guardrails.as_engine import Member, urn

RECORDED: Final = Path(__file__).parents[1] / "recorded"
CONFIGS: Final = Path(__file__).parents[4] / "policies" / "config"

Key = str | int
Change = Callable[[Sequence["Entry"]], Sequence["Entry"]]


@dataclass(frozen=True, eq=False)
class Entry:
    """A resource as the engine told of it: what the program said, what came out, what went in."""

    type: str
    name: str
    urn: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    provider: Mapping[str, Any] | None = field(default_factory=dict)
    references: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def alone(self) -> Resource:
        """As a resource rule sees it."""
        return Resource(self.type, self.name, self.urn, self.inputs, self._provider)

    @cached_property
    def member(self) -> Resource:
        """As a stack rule sees it."""
        return Resource(
            self.type,
            self.name,
            self.urn,
            self.outputs,
            self._provider,
            self.inputs,
            {prop: tuple(urns) for prop, urns in self.references.items()},
        )

    @cached_property
    def _provider(self) -> Mapping[str, Any] | None:
        return None if self.provider is None else self.provider

    def with_value(self, path: Sequence[Key], value: Any) -> Entry:
        """The same with ``value`` at ``path``, said and come out; None takes it away."""
        outputs = _put(self.outputs, path, value) if self.outputs else self.outputs
        return replace(self, inputs=_put(self.inputs, path, value), outputs=outputs)

    def values(self, *path: Key) -> list[tuple[tuple[Key, ...], Any]]:
        """Every value at ``path`` with its own path; ``*`` stands for each item of a list."""
        found: list[tuple[tuple[Key, ...], Any]] = [((), self.inputs)]
        for key in path:
            found = [step for parent in found for step in _step(parent, key)]
        return found


def _step(parent: tuple[tuple[Key, ...], Any], key: Key) -> Iterator[tuple[tuple[Key, ...], Any]]:
    path, value = parent
    if key == "*" and isinstance(value, list):
        yield from (((*path, index), item) for index, item in enumerate(value))
    elif isinstance(value, Mapping) and key in value:
        yield (*path, key), value[str(key)]


def _put(props: Mapping[str, Any], path: Sequence[Key], value: Any) -> Mapping[str, Any]:
    changed: Any = copy.deepcopy(dict(props))
    place = changed
    for key in path[:-1]:
        place = place.setdefault(key, {}) if isinstance(place, dict) else place[key]
    last = path[-1]
    if value is not None:
        place[last] = value
    elif isinstance(place, dict):
        place.pop(last, None)
    else:
        place.pop(int(last))
    return changed  # type: ignore[no-any-return]


@dataclass(frozen=True)
class RecordedStack:
    """The entries of a stack, and the settings under which they are judged."""

    name: str
    entries: tuple[Entry, ...]

    @cached_property
    def settings(self) -> Mapping[str, RuleSettings | None]:
        """By rule; None for a rule that the stack's config has switched off."""
        config = json.loads((CONFIGS / f"{self.name}.json").read_text())
        return {rule.name: _settings(rule, config.get(rule.name, {})) for rule in RULES}

    def of_type(self, token: str) -> list[Entry]:
        """The entries of a type."""
        return [entry for entry in self.entries if entry.type == token]

    def fires(self, entries: Sequence[Entry] | None = None) -> set[str]:
        """The rules that refuse ``entries``, where only those are judged alone that this stack lacks."""
        everything = self.entries if entries is None else entries
        known = set() if entries is None else set(self.entries)
        alone = [entry.alone for entry in everything if entry not in known]
        stack = Stack([entry.member for entry in everything])
        return {rule.name for rule in RULES if self._refuses(rule, alone, stack)}

    def _refuses(self, rule: AnyRule, alone: Sequence[Resource], stack: Stack) -> bool:
        settings = self.settings[rule.name]
        if settings is None:
            return False
        if isinstance(rule, ResourceRule):
            judged = [found for one in alone if rule.applies(one.type) for found in rule.check(one, settings)]
        else:
            judged = list(rule.check(stack, settings))
        return bool(weigh(judged, settings.waivers).refused)


def _settings(rule: AnyRule, config: Any) -> RuleSettings | None:
    own = {} if isinstance(config, str) else dict(config)
    level = config if isinstance(config, str) else own.pop("enforcementLevel", "mandatory")
    return None if level == "disabled" else read_settings(rule.settings, own)


def members(entries: Sequence[Entry]) -> list[Member]:
    """The entries as the engine hands them over, with URNs of a stack of their own."""
    urns = {entry.urn: urn(entry.type, entry.name) for entry in entries}
    return [
        Member(
            entry.type,
            entry.name,
            entry.outputs,
            entry.provider,
            {prop: [urns[one] for one in found if one in urns] for prop, found in entry.references.items()},
            entry.inputs,
        )
        for entry in entries
    ]


def load(name: str, action: str, folder: Path = RECORDED) -> RecordedStack:
    """What the engine told of the stack ``name`` in a preview or an update."""
    recorded = json.loads((folder / f"{name}.{action}.json").read_text())
    keys = ("type", "name", "urn", "inputs", "outputs", "provider", "references")
    return RecordedStack(name, tuple(Entry(**{key: entry[key] for key in keys}) for entry in recorded))


@dataclass(frozen=True)
class Break:
    """One change that a rule must notice: ``change`` takes entries and returns the broken ones."""

    rule: str
    what: str
    change: Change
    also: frozenset[str] = frozenset()
    """Rules that speak of what was added, whatever it says."""


def replacing(old: Entry, new: Entry) -> Change:
    """A change of one entry."""
    return lambda entries: [new if entry is old else entry for entry in entries]


def setting(rule: str, entry: Entry, path: Sequence[Key], value: Any) -> Break:
    """A break by one value; None takes it away."""
    what = f"{entry.name}: {'.'.join(map(str, path))} = {value!r}"
    return Break(rule, what, replacing(entry, entry.with_value(path, value)))


def adding(rule: str, *entries: Entry) -> Break:
    """A break by something new."""
    what = f"with {entries[-1].type} {entries[-1].name}"
    also = frozenset().union(*(by_nature(entry.type) for entry in entries))
    return Break(rule, what, lambda known: [*known, *entries], also)


def by_nature(token: str) -> frozenset[str]:
    """The rules that no resource of this type passes."""
    rules = {
        LAUNCH_CONFIGURATION: "nothing-superseded",
        SPOT_REQUEST: "required-tags",
        VOLUME: "volumes-in-use",
    }
    return frozenset({rules[token]}) if token in rules else frozenset()


def removing(rule: str, entry: Entry) -> Break:
    """A break by something that is gone."""
    return Break(rule, f"without {entry.name}", lambda known: [one for one in known if one is not entry])
