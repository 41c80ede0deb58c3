"""Paths in properties, as steps, and how they match the patterns of a ``Shape``."""

from __future__ import annotations

import re
from functools import cache

Step = str | int
"""The name of a property, or the index in a list."""

EACH = "[]"
"""The step of a pattern that stands for any index."""

_STEP = re.compile(r"\[(\d*)\]|([^.\[\]]+)")


@cache
def steps(path: str) -> tuple[Step, ...]:
    """The steps of a path or a pattern: ``a[].b[0]`` is ``a``, any index, ``b``, 0."""
    return tuple(name if name else int(index) if index else EACH for index, name in _STEP.findall(path))


def text(path: tuple[Step, ...]) -> str:
    """The path as messages have it."""
    made = ""
    for step in path:
        made += f"[{step}]" if isinstance(step, int) else step if step == EACH or not made else f".{step}"
    return made


def matches(pattern: tuple[Step, ...], path: tuple[Step, ...]) -> bool:
    """Whether ``pattern`` is the beginning of ``path``."""
    return len(pattern) <= len(path) and all(map(_fits, pattern, path))


def moved(path: tuple[Step, ...], old: tuple[Step, ...], new: tuple[Step, ...]) -> tuple[Step, ...]:
    """``path``, which begins by ``old``, with ``new`` there instead; each index stays where ``new`` has one.

    Where ``new`` has one more list than ``old``, the path goes on at its first item.
    """
    indices = [step for step, known in zip(path, old, strict=False) if known == EACH]
    begin = [step if step != EACH else indices.pop(0) if indices else 0 for step in new]
    return (*begin, *path[len(old) :])


def _fits(wanted: Step, step: Step) -> bool:
    return isinstance(step, int) if wanted == EACH else wanted == step
