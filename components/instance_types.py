"""EC2 instance types: architecture and size."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from facts.files import load

Architecture = Literal["amd64", "arm64"]

_GRAVITON = re.compile(r"(a1|[a-z]+\d+g[a-z-]*)")
"""Families with Amazon's arm64 processors have a ``g`` after the generation's digit; the first was ``a1``."""

_NAME = re.compile(
    r"(?P<category>[a-z]+)(?P<generation>\d{1,2})[a-z0-9-]*"
    r"\.(?:nano|micro|small|medium|large|\d{0,2}xlarge|metal(?:-\d{1,2}xl)?)",
    re.ASCII,
)


@dataclass(frozen=True)
class InstanceType:
    """One instance type. A figure is None where the source has none."""

    name: str
    architecture: Architecture
    vcpu: int | None


def known(name: str) -> InstanceType:
    """The instance type called ``name``, without its size where it is newer than the list.

    Raises ValueError with the nearest ones where there is none.
    """
    found = _types().get(name) or _newer(name)
    if found is None:
        near = difflib.get_close_matches(name, _types(), n=3, cutoff=0.6)
        hint = f"did you mean {' or '.join(near)}?" if near else "write one such as m7i.large"
        raise ValueError(f"must be EC2 instance types, and {name!r} is none; {hint}")
    return found


def newer_than_known(name: str) -> str | None:
    """What is not known of a type that is newer than the list; None where all is."""
    if name in _types() or _newer(name) is None:
        return None
    listed = load("ec2_types")["as_of"]
    return f"is newer than the list of {listed}: its size is not known; run `make facts` to ask EC2"


def _newer(name: str) -> InstanceType | None:
    """A type of one of the next two generations of its category; further ahead is a slip of the finger."""
    match = _NAME.fullmatch(name)
    newest = _newest().get(match["category"]) if match else None
    if match is None or newest is None or not newest < int(match["generation"]) <= newest + 2:
        return None
    return InstanceType(name, architecture_by_name(name), None)


@cache
def _newest() -> Mapping[str, int]:
    """Category, such as ``m`` of ``m7i``, -> the highest generation in the list."""
    found: dict[str, int] = {}
    for match in filter(None, map(_NAME.fullmatch, _types())):
        category = match["category"]
        found[category] = max(found.get(category, 0), int(match["generation"]))
    return found


def known_family(name: str) -> Sequence[InstanceType]:
    """The instance types of the family ``name``, such as ``m7i``; of one newer than the list, its xlarge.

    Raises ValueError where there are none.
    """
    found = [type_ for type_ in _types().values() if type_.name.partition(".")[0] == name]
    if not found and (newer := _newer(f"{name}.xlarge")):
        return [newer]
    if not found:
        families = sorted({type_.partition(".")[0] for type_ in _types()})
        near = difflib.get_close_matches(name.partition(".")[0], families, n=3, cutoff=0.6)
        hint = f"did you mean {' or '.join(near)}?" if near else "write one such as m7i"
        raise ValueError(f"must be families of EC2 instance types, and {name!r} is none; {hint}")
    return found


def architecture_by_name(name: str) -> Architecture:
    """The architecture that a type's family name tells."""
    return "arm64" if _GRAVITON.fullmatch(name.partition(".")[0]) else "amd64"


@cache
def _types() -> Mapping[str, InstanceType]:
    return {
        name: InstanceType(name, architecture or architecture_by_name(name), vcpu)
        for name, (architecture, vcpu, *_) in load("ec2_types")["types"].items()
        # They run macOS alone.
        if not name.startswith("mac")
    }
