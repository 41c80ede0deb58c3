"""A rule that can't see a value says so: with any values unknown, it finds the same, or it doesn't know."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any, Final

import pytest
from guardrails.core.report import Outcome, weigh
from guardrails.core.rule import AnyRule, ResourceRule
from guardrails.core.stack import Stack
from guardrails.rules import RULES
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.guardrails.as_engine import UNKNOWN
from tests.unit.guardrails.mutations import matrix
from tests.unit.guardrails.mutations.stack import Break, Entry, Key, RecordedStack

Path = tuple[Key, ...]
EACH_RULE: Final = 2
FEW: Final = 12
"""Of so few values each two are hidden together."""


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a resource's properties, the outer ones first.

    Not a section of Helm values: there, an unknown value is taken to be one value, unless it stands where
    charts take manifests. A word about each role's name that isn't known yet would drown the others.
    """
    inner = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, item in inner:
        if item is not None:
            if not _section(path, key, item):
                yield (*path, key)
            if isinstance(item, Mapping | list):
                yield from paths(item, (*path, key))


def _section(path: Path, key: Key, item: Any) -> bool:
    inside = path[:1] == ("values",) and isinstance(item, Mapping | list)
    return inside and "extraObjects" not in (*path, key)


def hidden(props: Mapping[str, Any], places: Sequence[Path]) -> dict[str, Any]:
    """The properties with these places unknown; one inside of another is covered by it."""
    made: Any = copy.deepcopy(dict(props))
    for path in sorted(places, key=len, reverse=True):
        place = made
        for key in path[:-1]:
            place = _inside(place, key)
        if place is not None and _inside(place, path[-1]) is not None:
            place[path[-1]] = UNKNOWN
    return made  # type: ignore[no-any-return]


def _inside(place: Any, key: Key) -> Any:
    if isinstance(place, Mapping):
        return place.get(str(key))
    return place[key] if isinstance(place, list) and isinstance(key, int) and key < len(place) else None


def blurred(entry: Entry, places: Sequence[Path]) -> Entry:
    return replace(entry, inputs=hidden(entry.inputs, places), outputs=hidden(entry.outputs, places))


def outcome(stack: RecordedStack, rule: AnyRule, entries: Sequence[Entry]) -> Outcome:
    chosen = stack.settings[rule.name] or rule.settings()
    if isinstance(rule, ResourceRule):
        applied = [entry.alone for entry in entries if rule.applies(entry.type)]
        return weigh([found for one in applied for found in rule.check(one, chosen)], chosen.waivers)
    return weigh(rule.check(Stack([entry.member for entry in entries]), chosen), chosen.waivers)


def keys(found: Outcome) -> set[tuple[str, str]]:
    """The findings by resource and place; a value in one that is not known is not in its text."""
    return {
        (refusal.finding.resource.urn if refusal.finding.resource else "", _field(refusal.finding.where))
        for refusal in found.refused
    }


def _field(where: str) -> str:
    return where.partition("[")[0].partition(".")[0]


@cache
def breaks(name: str, rule: str) -> list[Break]:
    return [one for kind in matrix.KINDS for one in matrix.breaks(name, kind) if one.rule == rule]


def check(stack: RecordedStack, rule: AnyRule, seen: Sequence[Entry], blind: Sequence[Entry]) -> None:
    full, less = outcome(stack, rule, seen), outcome(stack, rule, blind)
    other = keys(less) - keys(full)
    assert not other, f"{rule.name} finds {other} only where it can't see"
    assert keys(full) == keys(less) or less.unseen, f"{rule.name} lets {keys(full) - keys(less)} pass unseen"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_values_unknown_give_the_same_or_a_word(rule: AnyRule, data: st.DataObject) -> None:
    stack = matrix.stack(data.draw(st.sampled_from(matrix.STACKS)))
    known = breaks(stack.name, rule.name)
    broken = data.draw(st.none() | st.sampled_from(known)) if known else None
    seen = list(broken.change(stack.entries)) if broken else list(stack.entries)
    new = [entry for entry in seen if entry not in stack.entries]
    of_interest = new + [entry for entry in seen if concerns(rule, entry)]
    if not of_interest:
        return
    chosen = data.draw(st.lists(st.sampled_from(of_interest), min_size=1, max_size=4, unique_by=id))
    blind = list(seen)
    for entry in chosen:
        places = sorted(set(paths(entry.inputs)) | set(paths(entry.outputs)), key=str)
        if places:
            hide = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=6, unique=True))
            blind[blind.index(entry)] = blurred(entry, hide)
    check(stack, rule, seen, blind)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_value_of_what_was_broken_may_be_unknown(rule: AnyRule) -> None:
    """One by one, and two by two where there are few: what hypothesis may not come by."""
    stack = matrix.stack("dev")
    for broken in breaks(stack.name, rule.name)[:EACH_RULE]:
        seen = list(broken.change(stack.entries))
        (entry, *_) = [entry for entry in seen if entry not in stack.entries] or seen
        places = sorted(set(paths(entry.inputs)), key=str)
        pairs = combinations(places, 2) if len(places) <= FEW else ()
        for hide in [*((place,) for place in places), *pairs]:
            blind = [blurred(one, hide) if one is entry else one for one in seen]
            check(stack, rule, seen, blind)


def concerns(rule: AnyRule, entry: Entry) -> bool:
    return rule.applies(entry.type) if isinstance(rule, ResourceRule) else bool(entry.inputs)
