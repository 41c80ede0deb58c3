"""Properties of aws-native under pulumi-aws' names, and a path of a message back again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

from guardrails.core.plain import UNKNOWN, Plain
from guardrails.native.paths import EACH, Step, matches, moved, steps, text
from guardrails.native.shape import Shape

Path: TypeAlias = tuple[Step, ...]


def translated(shape: Shape, props: Mapping[str, Plain]) -> dict[str, Plain]:
    """``props`` of aws-native as pulumi-aws calls them."""
    tree: dict[Step, Any] = {}
    for key, told in props.items():
        for path, value in _leaves((key,), told, shape):
            for place in _places(shape, path, value):
                _put(tree, place, _value(shape, path, value))
    made = _grown(tree)
    return made if isinstance(made, dict) else {}


def forward(shape: Shape, path: str) -> str:
    """A path of aws-native as pulumi-aws calls it."""
    return text(_places(shape, steps(path), None)[0])


def backward(shape: Shape, path: str) -> str:
    """A path of pulumi-aws as aws-native calls it."""
    at = steps(path)
    for new, old in sorted(((new, old) for old, new in shape.paths.items()), key=lambda pair: -len(pair[0])):
        if f"{path}{EACH}" == new:
            return old.partition(EACH)[0]
        if matches(steps(new), at):
            # A message may name an item otherwise than by its index.
            lists = EACH in f"{old}{new}"
            return text(moved(at, steps(new), steps(old))) if lists else f"{old}{path.removeprefix(new)}"
    return path


@cache
def _patterns(paths: tuple[tuple[str, str], ...]) -> tuple[tuple[Path, Path], ...]:
    """The longest first, one that names an index before one for each."""
    pairs = [(steps(old), steps(new)) for old, new in paths]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), EACH in pair[0])))


def _leaves(path: Path, value: Plain, shape: Shape) -> Iterator[tuple[Path, Plain]]:
    if any(_is(tags, path) for tags in shape.tags) and isinstance(value, list):
        yield path, _mapping(value)
    elif isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves((*path, key), item, shape)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _leaves((*path, index), item, shape)
    else:
        yield path, value


def _is(pattern: str, path: Path) -> bool:
    return len(steps(pattern)) == len(path) and matches(steps(pattern), path)


def _mapping(tags: list[Plain]) -> Plain:
    found: dict[str, Plain] = {}
    for tag in tags:
        if not isinstance(tag, dict) or not isinstance(tag.get("key"), str):
            return UNKNOWN
        found[str(tag["key"])] = tag.get("value")
    return found


def _places(shape: Shape, path: Path, value: Plain) -> list[Path]:
    """Where a value goes. One that is not known yet hides all that could stand in it."""
    patterns = _patterns(tuple(shape.paths.items()))
    for old, new in patterns:
        if matches(old, path):
            return [moved(path, old, new)]
    inside = [new for old, new in patterns if value is UNKNOWN and _begins(path, old)]
    return [_up_to_list(new) for new in inside] or [path]


def _begins(path: Path, pattern: Path) -> bool:
    return matches(pattern[: len(path)], path)


def _up_to_list(path: Path) -> Path:
    return path[: path.index(EACH)] if EACH in path else path


def _value(shape: Shape, path: Path, value: Plain) -> Plain:
    called = text(path)
    if called in shape.numbers and isinstance(value, str) and value.isdigit():
        return int(value)
    names = shape.values.get(called)
    return names.get(value, value) if names and isinstance(value, str) else value


def _put(tree: dict[Step, Any], path: Path, value: Plain) -> None:
    place = tree
    for step in path[:-1]:
        inner = place.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        place = inner
    present = place.get(path[-1])
    # What is nested elsewhere may have come first.
    if isinstance(present, dict) and isinstance(value, dict):
        present.update(value)
    else:
        place[path[-1]] = value


def _grown(tree: Any) -> Plain:  # noqa: ANN401  (a dict by names and indices, or what stands at its end)
    if not isinstance(tree, dict):
        return tree  # type: ignore[no-any-return]
    indices = [key for key in tree if isinstance(key, int)]
    if indices:
        return [_grown(tree.get(index)) for index in range(max(indices) + 1)]
    return {str(key): _grown(item) for key, item in tree.items()}
