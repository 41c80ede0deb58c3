"""What an update would have to put right, from what the engine says after it has looked at everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_LOOKS = frozenset({"same", "refresh", "read", "read-replacement", "discard"})
"""What the engine does without changing anything."""


@dataclass(frozen=True)
class Difference:
    """One resource that is not as the settings say."""

    type: str
    name: str
    found: str
    """What was found, as the end of a sentence that begins with the resource."""

    def __str__(self) -> str:
        return f"{self.type} {self.name} {self.found}"


def differences(plan: Mapping[str, Any]) -> list[Difference]:
    """In the order of type and name; ``plan`` is what `pulumi preview --refresh --json` says.

    What the program leaves to others, such as the size that the autoscaler chose, is no difference.
    """
    steps = plan.get("steps") or []
    remembered = {step["urn"] for step in steps if step["op"] == "refresh"}
    found: dict[str, Difference] = {}
    for step in steps:
        urn, op = step["urn"], step["op"]
        if op in _LOOKS:
            continue
        qualified, name = urn.split("::")[2:4]
        # A replacement comes in several steps; the first one says it all.
        found.setdefault(urn, Difference(qualified.rpartition("$")[2], name, _found(step, urn in remembered)))
    return sorted(found.values(), key=lambda difference: (difference.type, difference.name))


def _found(step: Mapping[str, Any], remembered: bool) -> str:
    match step["op"]:
        case "create":
            return "is gone" if remembered else "was never made"
        case "delete":
            return "is there, and the settings don't want it"
    where = ", ".join(sorted(step.get("detailedDiff") or step.get("diffReasons") or ()))
    return f"is different: {where}" if where else "is different"
