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


@dataclass(frozen=True)
class InstanceType:
    """One instance type. A figure is None where the source has none."""

    name: str
    architecture: Architecture
    vcpu: int | None
    memory_mib: int | None
    gpus: int | None


def known(name: str) -> InstanceType:
    """The instance type called ``name``. Raises ValueError with the nearest ones where there is none."""
    found = _types().get(name)
    if found is None:
        near = difflib.get_close_matches(name, _types(), n=3, cutoff=0.6)
        hint = f"did you mean {' or '.join(near)}?" if near else "write one such as m7i.large"
        raise ValueError(f"must be EC2 instance types, and {name!r} is none; {hint}")
    return found


def known_family(name: str) -> Sequence[InstanceType]:
    """The instance types of the family ``name``, such as ``m7i``. Raises ValueError where there are none."""
    found = [type_ for type_ in _types().values() if type_.name.partition(".")[0] == name]
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
        name: InstanceType(name, architecture or architecture_by_name(name), vcpu, memory, gpus)
        for name, (architecture, vcpu, memory, gpus) in load("ec2_types")["types"].items()
        # They run macOS alone.
        if not name.startswith("mac")
    }
